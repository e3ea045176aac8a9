#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/prune.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

struct PruneFlags {
    std::string before;
    bool dry_run = false;
    std::string format = "text";
    std::string database;
};

relay::Moment before(Session const& session, PruneFlags const& flags) {
    auto const retention = session.config().sync.retention;
    if (flags.before.empty() && retention.count() == 0) {
        throw Error(ExitCode::bad_input, "how much of the history is to be kept is not said",
                    "Set `sync.retention` in the config (\"90d\"), or say --before 2026-08-01.");
    }
    if (flags.before.empty()) {
        return {.time = {}, .ago = retention};
    }
    auto const moment = relay::parse_moment(flags.before);
    if (!moment) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--before {}: that is no time", printable(flags.before)),
                    "Write 2026-08-01, 2026-08-01T03:00:00Z, or how long ago: 90d.");
    }
    return *moment;
}

std::string row_count(std::int64_t rows) {
    return count_of(static_cast<std::size_t>(rows), "row");
}

void say(relay::PrunedPartition const& it, bool is_done) {
    auto const what = it.is_dropped ? (is_done ? "dropped" : "would drop")
                                    : (is_done ? "deleted" : "would delete");
    if (it.is_dropped) {
        constexpr std::int64_t kilobyte = 1024;
        print(fmt::format("{} {}: {}, {} kB\n", what, it.name, row_count(it.rows),
                          it.bytes / kilobyte));
    } else {
        print(fmt::format("{} {} of {}\n", what, row_count(it.rows), it.name));
    }
}

void tell(relay::PrunePlan const& plan, bool is_done) {
    if (plan.partitions.empty()) {
        print(fmt::format("Nothing is older than {}.\n", plan.before));
        return;
    }
    print(fmt::format("The history {} at position {}, the first change since {}.\n",
                      is_done ? "begins" : "would begin", plan.cut, plan.before));
}

/// As docs/schemas/prune.json says; `done`: how many of the partitions.
nlohmann::ordered_json as_json(relay::PrunePlan const& plan, std::size_t done, bool is_done) {
    auto partitions = nlohmann::ordered_json::array();
    for (auto const& it : plan.partitions) {
        bool const is_gone = partitions.size() < done;
        auto& partition = partitions.emplace_back(nlohmann::ordered_json{{"schema", it.schema},
                                                                         {"name", it.name},
                                                                         {"dropped", it.is_dropped},
                                                                         {"rows", it.rows},
                                                                         {"done", is_gone}});
        if (it.is_dropped) {
            partition["bytes"] = it.bytes;
        }
    }
    return {{"format", "lockstep/prune"},
            {"version", 1},
            {"applied", is_done},
            {"before", plan.before},
            {"rows", plan.rows()},
            {"partitions", std::move(partitions)},
            {"first_position",
             plan.cut == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(plan.cut)}};
}

void prune_as_text(pg::Connection& history, relay::PrunePlan const& plan, bool dry_run) {
    auto const one = [&](relay::PrunedPartition const& it) { say(it, !dry_run); };
    if (dry_run) {
        std::ranges::for_each(plan.partitions, one);
    } else {
        relay::prune(history, plan, one);
    }
    tell(plan, !dry_run);
}

/// The document is printed also where it could not be done to the end.
void prune_as_json(pg::Connection& history, relay::PrunePlan const& plan, bool dry_run) {
    std::size_t done = 0;
    auto const tell_program = [&](bool is_done) {
        print(as_json(plan, done, is_done).dump(2) + "\n");
    };
    try {
        if (!dry_run) {
            relay::prune(history, plan, [&](relay::PrunedPartition const&) { ++done; });
        }
    } catch (lockstep::Error const&) {
        tell_program(false);
        throw;
    }
    tell_program(!dry_run);
}

ExitCode prune(Globals const& globals, PruneFlags const& flags) {
    Session session(globals, {});
    auto const moment = before(session, flags);
    auto history = history_connection(session, flags.database);
    auto const plan = relay::plan_prune(history, configured_history(session), moment);
    (flags.format == "json" ? prune_as_json : prune_as_text)(history, plan, flags.dry_run);
    return ExitCode::done;
}

}  // namespace

Run configure_sync_prune(CLI::App& app) {
    auto const flags = std::make_shared<PruneFlags>();
    app.add_option("--before", flags->before,
                   "What is older goes, whatever `sync.retention` says: 2026-08-01, "
                   "2026-08-01T03:00:00Z, or how long ago: 90d")
        ->type_name("TIME");
    app.add_flag("--dry-run", flags->dry_run, "Says what would go, and how much; removes nothing");
    one_of(app.add_option("--format", flags->format, "How it is told what goes")
               ->capture_default_str(),
           {"text", "json"});
    add_database_option(app, flags->database);
    return [flags](Globals const& globals) { return prune(globals, *flags); };
}

}  // namespace lockstep::cli
