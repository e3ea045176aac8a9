#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "sync/fault.hpp"
#include "sync/fleet.hpp"
#include "sync_answers.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

constexpr int default_at_once = 8;

struct ApplyFlags {
    std::string file;
    std::string database;
    LoadFlags load;
    std::string format = "text";
    int retries = 0;
    bool dry_run = false;
    bool recover = false;
    bool stats = false;
    bool to_all = false;
    std::optional<int> at_once;
    std::string resume;
    std::string repair;
    bool yes = false;
    std::string fault;
};

std::string request_text(std::string const& file) {
    return file.empty() || file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                       : read_text_file(file);
}

/// 200 ms, 400 ms, 800 ms, …, of which a random half: those who failed together do not come back
/// together.
void pause_before_retry(int attempt) {
    static std::mt19937 random{std::random_device{}()};
    constexpr int first_ms = 200;
    constexpr int most_doublings = 6;
    auto const whole = first_ms << std::min(attempt, most_doublings);
    std::uniform_int_distribution<int> between(whole / 2, whole);
    std::this_thread::sleep_for(std::chrono::milliseconds(between(random)));
}

/// May it go better the next time?
bool is_passing(Error const& error) {
    return error.code() == ExitCode::cannot_connect || error.code() == ExitCode::conflict;
}

/// What `attempt` returns, which is tried again so often while what stops it may pass.
template <class Attempt>
auto with_retries(int retries, Attempt const& attempt) -> decltype(attempt()) {
    for (int tried = 0;; ++tried) {
        try {
            return attempt();
        } catch (Error const& error) {
            if (tried == retries || !is_passing(error)) {
                throw;
            }
            log().info("attempt {} of {}: {}", tried + 1, retries + 1, error.what());
            pause_before_retry(tried);
        }
    }
}

/// A request that is tried again keeps its change_id, so it is applied once; and its version is
/// read again, unless it says what shall come of that one.
sync::Answer apply_with_retries(sync::ChangeApplier& applier, sync::Control& control,
                                sync::Request request, int retries) {
    bool is_first = true;
    return with_retries(retries, [&] {
        if (!std::exchange(is_first, false)) {
            control.reconnect();
            auto const project = control.project(request.project_id);
            if (project && !request.new_schema_data) {
                request.current_version = project->version;
            }
        }
        if (request.change_id.empty()) {
            request.change_id = control.new_id();
        }
        return applier.apply(request);
    });
}

/// The change, brought to all targets that serve the organisation; in the first one it is already.
ExitCode bring_to_all(sync::ChangeApplier& applier, sync::Control& control,
                      std::string const& change_id, ApplyFlags const& flags,
                      SyncAnswers const& answers) {
    auto const change = control.change(change_id);
    if (!change || change->status != "applied") {
        throw sync::Refused(sync::Code::not_found,
                            fmt::format("no change {} was applied", printable(change_id)));
    }
    auto const results =
        sync::bring_to_all(applier, *change, control.active_targets_of(change->organization_id),
                           static_cast<unsigned>(flags.at_once.value_or(default_at_once)),
                           [&](sync::FleetResult const& result) { answers.progress(result); });
    answers.fleet(results);
    bool const all_have_it = std::ranges::none_of(results, [](sync::FleetResult const& each) {
        return each.what == sync::FleetResult::What::failed;
    });
    return all_have_it ? ExitCode::done : ExitCode::server_refused;
}

/// Or is there something else to do?
bool has_request(ApplyFlags const& flags) {
    return !flags.stats && !flags.recover && flags.repair.empty() && flags.resume.empty();
}

ExitCode run(Session& session, ApplyFlags const& flags, SyncAnswers const& answers) {
    // Before anything is connected to: a request that is none needs no database to be refused.
    auto const request = has_request(flags)
                             ? std::optional(sync::read_request(request_text(flags.file)))
                             : std::nullopt;
    auto control =
        with_retries(flags.retries, [&] { return open_control(session, flags.database); });
    sync::ChangeApplier applier(control, target_connector(session),
                                apply_options(session.config().apply));
    if (flags.stats) {
        answers.stats(control.stats());
    } else if (flags.recover) {
        answers.recovered(applier.recover_all());
    } else if (!flags.repair.empty()) {
        answers.repair(applier.repair(flags.repair, flags.yes), flags.yes);
    } else if (!flags.resume.empty()) {
        return bring_to_all(applier, control, flags.resume, flags, answers);
    } else if (flags.dry_run) {
        answers.plan(applier.rehearse(*request));
    } else {
        auto const answer = apply_with_retries(applier, control, *request, flags.retries);
        if (flags.to_all) {
            return bring_to_all(applier, control, answer.change_id, flags, answers);
        }
        answers.answer(answer);
    }
    return ExitCode::done;
}

void list_faults() {
    for (auto const& each : sync::faults()) {
        print(fmt::format("{:<24}{}\n", each.name, each.meaning));
    }
}

ExitCode run_or_tell(Globals const& globals, ApplyFlags const& flags) {
    if (flags.fault == "list") {
        list_faults();
        return ExitCode::done;
    }
    if (flags.at_once && !flags.to_all && flags.resume.empty()) {
        throw Error(ExitCode::bad_input, "--at-once requires --to-all or --resume");
    }
    if (!flags.fault.empty()) {
        sync::arm_fault(flags.fault);
    }
    if (has_request(flags) && flags.file.empty() && can_ask()) {
        note(globals, "reading the request from standard input; Ctrl-D ends it");
    }
    Session session(globals, flags.load);
    SyncAnswers const answers(flags.format == "json");
    try {
        return run(session, flags, answers);
    } catch (sync::Refused const& why) {
        if (!answers.is_json()) {
            throw Error(why.code(), replace_all(why.whole(), "\n", "\n  "));
        }
        return answers.refusal(why);
    } catch (Error const& error) {
        if (!answers.is_json()) {
            throw;
        }
        return answers.refusal(error);
    }
}

}  // namespace

Run configure_sync_apply(CLI::App& app) {
    auto const flags = std::make_shared<ApplyFlags>();
    app.add_option("FILE", flags->file, "The request, JSON; - or nothing: from standard input");
    app.add_flag("--dry-run", flags->dry_run,
                 "Shows the SQL, its hazards and both schemas, and changes nothing");
    app.add_option("--retry", flags->retries,
                   "How often a request is tried again that met another version, a lock or a lost "
                   "connection; with growing pauses")
        ->check(CLI::Range(0, 100))
        ->type_name("N");
    app.add_flag("--recover", flags->recover,
                 "Finishes or undoes what runs that died have left behind");
    app.add_flag("--to-all", flags->to_all,
                 "Brings the change to all active targets of the organisation and the shared ones, "
                 "and reports which have it");
    app.add_option("--at-once", flags->at_once, "So many targets at a time")
        ->check(CLI::Range(1, 64))
        ->type_name("N")
        ->default_str(std::to_string(default_at_once));
    app.add_option("--resume", flags->resume,
                   "Brings a change that was applied to the targets that do not have it yet")
        ->type_name("CHANGE_ID");
    auto* const repair =
        app.add_option("--repair", flags->repair,
                       "Plans the way back of a target that is not what the project's schema says")
            ->type_name("PROJECT_ID");
    app.add_flag("--yes", flags->yes, "Runs what --repair plans")->needs(repair);
    app.add_flag("--stats", flags->stats,
                 "How many changes were applied, how fast, and why others were not");
    if constexpr (sync::has_faults) {
        app.add_option("--fault", flags->fault,
                       "Dies or stops there: POINT:kill, POINT:stop; list");
    }
    one_of(app.add_option("--format", flags->format, "How the answer is printed")
               ->capture_default_str(),
           {"text", "json"});
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return run_or_tell(globals, *flags); };
}

}  // namespace lockstep::cli
