#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <random>
#include <thread>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "sync/fault.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

using nlohmann::ordered_json;

struct ApplyFlags {
    std::string file;
    std::string database;
    LoadFlags load;
    std::string format = "text";
    int retries = 0;
    bool dry_run = false;
    bool recover = false;
    std::string fault;
};

bool is_json(ApplyFlags const& flags) {
    return flags.format == "json";
}

void print_json(ordered_json const& json) {
    print(json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

std::string request_text(std::string const& file) {
    return file.empty() || file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                       : read_text_file(file);
}

ordered_json statements_json(std::vector<plan::Statement> const& statements) {
    auto list = ordered_json::array();
    for (auto const& statement : statements) {
        auto hazards = ordered_json::array();
        for (auto const& hazard : statement.hazards) {
            hazards.push_back(plan::describe(hazard));
        }
        list.push_back({{"sql", statement.text.text()}, {"hazards", std::move(hazards)}});
    }
    return list;
}

void print_plan(sync::Prepared const& it, ApplyFlags const& flags) {
    if (is_json(flags)) {
        print_json({{"success", true},
                    {"code", 200},
                    {"dry_run", true},
                    {"version", it.project.version},
                    {"statements", statements_json(it.statements)},
                    {"schema_data", *it.project.schema_data},
                    {"new_schema_data", *it.new_schema}});
        return;
    }
    print("-- What would run in the target, in one transaction\n");
    for (auto const& statement : it.statements) {
        for (auto const& hazard : statement.hazards) {
            print(fmt::format("-- hazard: {}\n", plan::describe(hazard)));
        }
        print(statement.text.text() + ";\n");
    }
    if (it.statements.empty()) {
        print("-- nothing: only what the control database keeps changes\n");
    }
    print(fmt::format("\n-- schema_data of version {}\n{}\n\n-- and of version {}\n{}\n",
                      it.project.version, it.project.schema_data->dump(2), it.project.version + 1,
                      it.new_schema->dump(2)));
}

void print_answer(sync::Answer const& answer, ApplyFlags const& flags) {
    if (is_json(flags)) {
        print_json({{"success", true},
                    {"code", 200},
                    {"change_id", answer.change_id},
                    {"version", answer.version},
                    {"applied_before", answer.was_applied_before},
                    {"statements", answer.statements},
                    {"duration_ms", answer.duration.count()}});
        return;
    }
    auto const how = answer.was_applied_before
                         ? std::string("had been applied before")
                         : fmt::format("applied in {} ms", answer.duration.count());
    print(fmt::format("change {} {}; the project is at version {}\n", answer.change_id, how,
                      answer.version));
    for (auto const& statement : answer.statements) {
        print(statement + ";\n");
    }
}

ExitCode print_refusal(Error const& error) {
    auto const* const refused = dynamic_cast<sync::Refused const*>(&error);
    auto const code = refused == nullptr ? sync::Code::failed : refused->why();
    auto const detail = refused == nullptr ? error.hint() : refused->detail();
    print_json({{"success", false},
                {"code", static_cast<int>(code)},
                {"error", error.what()},
                {"detail", detail}});
    return error.code();
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

/// May it go better the next time? 409 after the version is read again.
bool may_be_retried(Error const& error, sync::Request& request, sync::Control& control) {
    if (error.code() == ExitCode::cannot_connect) {
        control.reconnect();
        return true;
    }
    auto const* const refused = dynamic_cast<sync::Refused const*>(&error);
    if (refused == nullptr ||
        (refused->why() != sync::Code::conflict && refused->why() != sync::Code::locked)) {
        return false;
    }
    auto const project = control.project(request.project_id);
    if (project && !request.new_schema_data) {
        request.current_version = project->version;
    }
    return project.has_value();
}

sync::Answer apply_with_retries(sync::ChangeApplier& applier, sync::Control& control,
                                sync::Request request, int retries) {
    for (int attempt = 0;; ++attempt) {
        try {
            return applier.apply(request);
        } catch (Error const& error) {
            if (attempt == retries || !may_be_retried(error, request, control)) {
                throw;
            }
            log().info("attempt {} of {}: {}", attempt + 1, retries + 1, error.what());
            pause_before_retry(attempt);
        }
    }
}

void recover(sync::ChangeApplier& applier, ApplyFlags const& flags) {
    auto const lines = applier.recover_all();
    if (is_json(flags)) {
        print_json({{"success", true}, {"code", 200}, {"recovered", lines}});
        return;
    }
    print(lines.empty() ? "nothing was left behind\n" : join(lines, "\n") + "\n");
}

ExitCode run(Session& session, ApplyFlags const& flags) {
    auto control = open_control(session, flags.database);
    sync::ChangeApplier applier(control, target_connector(session),
                                apply_options(session.config().apply));
    if (flags.recover) {
        recover(applier, flags);
        return ExitCode::done;
    }
    auto const request = sync::read_request(request_text(flags.file));
    if (flags.dry_run) {
        print_plan(applier.rehearse(request), flags);
    } else {
        print_answer(apply_with_retries(applier, control, request, flags.retries), flags);
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
    if (!flags.fault.empty()) {
        sync::arm_fault(flags.fault);
    }
    Session session(globals, flags.load);
    try {
        return run(session, flags);
    } catch (Error const& error) {
        if (!is_json(flags)) {
            throw;
        }
        return print_refusal(error);
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
