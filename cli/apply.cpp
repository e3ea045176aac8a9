#include <CLI/CLI.hpp>
#include <memory>
#include <mutex>

#include <fmt/core.h>

#include "apply/run.hpp"
#include "apply_report.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "plan_output.hpp"
#include "plan_proof.hpp"
#include "recorded_versions.hpp"

namespace lockstep::cli {

namespace {

struct ApplyFlags {
    std::string first;   // PLAN or FROM
    std::string second;  // TO
    std::string database;
    LoadFlags load;
    ProofFlags proof;
    std::vector<std::string> allowed;
    bool yes = false;
    bool dry_run = false;
    OnlineFlags variant;
    std::optional<int> lock_timeout{};  // milliseconds
    int lock_retries = 30;
    std::string format = "text";
};

/// What is to be run, and where.
struct Work {
    plan::PlanFile file;
    std::string url;
    bool is_new = false;  // made now, and seen by nobody
};

std::string url_of(Session& session, std::string const& option) {
    auto const choice = session.database(option);
    if (!choice.configured) {
        throw Error(ExitCode::bad_input, join(choice.missing, "\n"),
                    "Name one: --db postgresql://USER@HOST/DATABASE");
    }
    auto const url = choice.url.empty() ? std::string("postgresql://") : choice.url;
    if (!session.open(url)->is_server()) {
        throw Error(ExitCode::bad_input, fmt::format("{} is no live database", printable(option)),
                    "A plan is applied to a server: postgresql://USER@HOST/DATABASE");
    }
    return url;
}

Work read_plan(Session& session, ApplyFlags const& flags) {
    if (flags.proof.sample_rows > 0) {
        throw Error(ExitCode::bad_input, "--sample-rows goes with FROM and TO, not with a PLAN",
                    "A plan is rehearsed when it is made: lockstep diff FROM TO --sample-rows N");
    }
    auto const text = read_file_if_any(flags.first);
    if (!text) {
        throw Error(ExitCode::not_found, fmt::format("there is no file {}", printable(flags.first)),
                    "Write one: lockstep diff FROM TO --format sql > plan.sql");
    }
    Work work{.file = plan::read_plan_file(flags.first, *text), .url = {}};
    auto const refused = work.file.is_edited     ? "was changed after it was made"
                         : work.file.is_proved() ? nullptr
                                                 : "is not proved";
    if (refused != nullptr && !flags.proof.unproved) {
        throw Error(ExitCode::refused, fmt::format("{} {}", printable(flags.first), refused),
                    "Make it anew (lockstep diff FROM TO --format sql), or run it as it is with "
                    "--unproved.");
    }
    session.leave_out(work.file.ignore);
    work.url = url_of(session, flags.database);
    return work;
}

Work make_plan(Session& session, ApplyFlags const& flags) {
    Work work{.file = {}, .url = url_of(session, flags.first), .is_new = true};
    if (!flags.database.empty()) {
        throw Error(ExitCode::bad_input, "FROM names the database already; --db goes with a PLAN");
    }
    Drift drift;
    auto const sides = load_sides(session, flags.first, flags.second, drift, true);
    auto made = make_proved_plan(session, sides,
                                 {.allowed = flags.allowed,
                                  .online = flags.variant.is_online(session, sides.from_is_server),
                                  .proof = flags.proof});
    work.file = std::move(made.plan);
    return work;
}

source::LoadOptions uncached(Session const& session) {
    auto options = session.load_options();
    options.use_cache = false;
    return options;
}

std::string fingerprint_now(Session& session, Work const& work) {
    auto const schema = session.open(work.url)->load(uncached(session));
    session.progress().clear();
    return plan::plan_fingerprint(schema, work.file.with_owners);
}

/// What the schema is called that the plan arrives at: the version that was recorded of it, else
/// how its fingerprint begins.
apply::Arrival arrival_of(Session& session, plan::PlanFile const& file) {
    constexpr std::size_t enough = 12;
    apply::Arrival arrival{.version = file.to.fingerprint.substr(0, enough),
                           .fingerprint = file.to.fingerprint};
    try {
        for (auto const& version : versions_of(session).list()) {
            if (version.fingerprint == arrival.fingerprint) {
                arrival.version = std::to_string(version.number);
            }
        }
    } catch (Error const& error) {
        note(session.globals(),
             fmt::format("whether this schema was recorded cannot be told: {}", error.what()));
    }
    return arrival;
}

/// False where there is nothing to do any more.
bool is_where_the_plan_starts(Session& session, Work const& work) {
    auto const found = fingerprint_now(session, work);
    if (found == work.file.from.fingerprint) {
        return true;
    }
    if (found == work.file.to.fingerprint) {
        return false;
    }
    throw Error(ExitCode::conflict,
                fmt::format("the schema of {} is not the one that the plan was made for",
                            pg::display_url(work.url)),
                "Make the plan anew: lockstep diff DATABASE TO --format sql");
}

void confirm(Session& session, Work const& work, ApplyFlags const& flags, Applied const& applied) {
    if (!work.is_new || flags.yes) {
        return;
    }
    session.progress().clear();
    print_to_stderr(applied_as_text(applied));
    if (!ask(fmt::format("Run this on {}?", applied.database), false)) {
        throw Error(ExitCode::refused, "nothing was run: nobody said yes",
                    "Say it on a terminal, or with --yes; --dry-run shows the plan.");
    }
}

/// Says on the progress line, and on stderr, how the plan goes.
class Watching {
public:
    Watching(Session& session, std::size_t steps) : session_(session), steps_(steps) {}

    apply::RunWatcher watcher() {
        return {
            .begins = [this](std::size_t step, plan::Statement const& next) { begins(step, next); },
            .waits = [this](std::string const& whom) { waits(whom); },
            .retries = [this](std::size_t step, std::string const& why,
                              std::chrono::milliseconds pause) { retries(step, why, pause); },
            .done = [](std::size_t) {}};
    }

private:
    void begins(std::size_t step, plan::Statement const& next) {
        std::lock_guard const lock(mutex_);
        what_ = fmt::format("step {} of {}: {}", step + 1, steps_, shortened(next.text.text()));
        since_ = std::chrono::steady_clock::now();
        session_.progress().say(what_);
    }

    void waits(std::string const& whom) {
        std::lock_guard const lock(mutex_);
        auto const time = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::steady_clock::now() - since_);
        session_.progress().say(
            fmt::format("{}: waits for {} s for {}", what_, time.count(), whom));
    }

    void retries(std::size_t step, std::string const& why, std::chrono::milliseconds pause) {
        session_.progress().clear();
        note(session_.globals(),
             fmt::format("step {} of {} was rolled back: {}; tried again in "
                         "{:.1f} s",
                         step + 1, steps_, why, std::chrono::duration<double>(pause).count()));
    }

    Session& session_;
    std::size_t steps_;
    std::mutex mutex_;
    std::string what_;
    std::chrono::steady_clock::time_point since_;
};

ExitCode code_of(apply::Stop::Why why) {
    switch (why) {
        case apply::Stop::Why::refused:
            return ExitCode::server_refused;
        case apply::Stop::Why::locked:
            return ExitCode::conflict;
        case apply::Stop::Why::interrupted:
            return ExitCode::interrupted;
        case apply::Stop::Why::lost:
            return ExitCode::cannot_connect;
    }
    return ExitCode::bug;
}

[[noreturn]] void fail(Applied const& applied) {
    auto const& stop = *applied.result.stop;
    auto message = fmt::format("step {} of {} stopped: {}", stop.step + 1,
                               applied.file.plan.steps.size(), stop.said.message);
    if (!stop.said.detail.empty()) {
        message += "\n  detail: " + stop.said.detail;
    }
    if (!stop.statement.empty()) {
        message += "\n  statement: " + shortened(stop.statement);
    }
    throw Error(code_of(stop.why), message + "\n" + how_far(applied),
                stop.why == apply::Stop::Why::refused
                    ? "Mend the cause, and run the same plan again: it goes on where it stopped."
                    : "Run the same plan again: it goes on where it stopped.");
}

ExitCode finish(Session& session, Applied const& applied, ApplyFlags const& flags) {
    session.progress().clear();
    print(flags.format == "json" ? applied_as_json(applied) : applied_as_text(applied));
    if (applied.result.stop) {
        fail(applied);
    }
    if (flags.format != "json" && applied.status != "dry run") {
        print(applied.status == "done" ? "All done.\n" : "Nothing to do.\n");
    }
    return ExitCode::done;
}

ExitCode apply_plan(Globals const& globals, ApplyFlags const& flags) {
    Session session(globals, flags.load);
    auto const work = flags.second.empty() ? read_plan(session, flags) : make_plan(session, flags);
    auto const& plan = work.file.plan;
    Applied applied{work.file, pg::display_url(work.url), "nothing to do", {}};
    if (plan.empty()) {
        return finish(session, applied, flags);
    }
    auto const& migrations = session.config().migrations;
    apply::Run run(
        work.url, plan,
        {.lock_timeout = flags.lock_timeout ? std::chrono::milliseconds(*flags.lock_timeout)
                                            : migrations.lock_timeout,
         .statement_timeout = migrations.statement_timeout,
         .retries = flags.lock_retries,
         .fingerprint = [&] { return fingerprint_now(session, work); },
         .arrival = arrival_of(session, work.file)});
    applied.result.done = applied.result.done_before = run.done_before();
    if (run.done_before() > 0) {
        note(globals, fmt::format("The plan goes on from step {}: an earlier run came so far.",
                                  run.done_before() + 1));
        if (!run.check_schema()) {
            note(globals,
                 "Whether somebody else has changed the schema since then cannot be told.");
        }
    } else if (!is_where_the_plan_starts(session, work)) {
        applied.result.done = applied.result.done_before = plan.steps.size();
        return finish(session, applied, flags);
    }
    if (flags.dry_run) {
        applied.status = "dry run";
        return finish(session, applied, flags);
    }
    confirm(session, work, flags, applied);
    Watching watching(session, plan.steps.size());
    applied.result = run.run(watching.watcher());
    applied.status = applied.result.stop ? "stopped" : "done";
    return finish(session, applied, flags);
}

}  // namespace

Run configure_apply(CLI::App& app) {
    auto const flags = std::make_shared<ApplyFlags>();
    app.add_option("PLAN", flags->first,
                   "A plan that diff --format sql wrote; or, with TO, the database to change")
        ->type_name("PLAN|FROM")
        ->required();
    app.add_option("TO", flags->second, "The schema to arrive at, where no plan is given")
        ->type_name("SOURCE");
    add_database_option(app, flags->database);
    app.add_flag("--yes", flags->yes, "Run the plan of FROM and TO without asking");
    app.add_flag("--dry-run", flags->dry_run, "Check everything, show the steps, and run nothing");
    add_online_options(app, flags->variant);
    app.add_option(
           "--lock-timeout", flags->lock_timeout,
           "Wait so long for a lock, then let others pass and try again; the configuration's "
           "migrations.lock_timeout where it is not given (2 s)")
        ->type_name("MS")
        ->check(CLI::Range(1, 3'600'000));
    app.add_option("--lock-retries", flags->lock_retries, "Try a step so many times again")
        ->type_name("COUNT")
        ->capture_default_str()
        ->check(CLI::Range(0, 100'000));
    add_allow_option(app, flags->allowed);
    add_proof_options(app, flags->proof);
    one_of(app.add_option("--format", flags->format, "How the result is printed")
               ->capture_default_str()
               ->envname("LOCKSTEP_APPLY_FORMAT"),
           {"text", "json"});
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return apply_plan(globals, *flags); };
}

}  // namespace lockstep::cli
