#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/history_filter.hpp"
#include "relay/history_lag.hpp"
#include "relay/numbers.hpp"
#include "relay/restore.hpp"
#include "sync_database.hpp"
#include "sync_restore_report.hpp"
#include "sync_wait.hpp"

namespace lockstep::cli {

namespace {

struct RestoreFlags {
    std::vector<std::string> tables;
    std::string key;
    std::string client;
    std::string to;
    std::optional<std::int64_t> undo;
    std::optional<std::int64_t> last;
    bool dry_run = false;
    bool yes = false;
    bool force = false;
    bool no_triggers = false;
    int wait = 10;
    std::string format = "text";
    std::string database;
};

void refuse(std::string const& what, std::string const& hint = {}) {
    throw Error(ExitCode::bad_input, what, hint);
}

void check_flags(RestoreFlags const& flags) {
    int const ways = (flags.to.empty() ? 0 : 1) + (flags.undo ? 1 : 0) + (flags.last ? 1 : 0);
    if (ways != 1) {
        refuse("what is to be restored is not said",
               "One of: --table orders --to 2h; --undo XID; --client ID --last 10");
    }
    if (flags.last && flags.client.empty()) {
        refuse("--last requires --client");
    }
    if (flags.undo && !flags.client.empty()) {
        refuse("--undo takes a whole transaction: it does not go with --client");
    }
    if (!flags.to.empty() && flags.tables.empty() && flags.client.empty()) {
        refuse("--to requires --table or --client");
    }
    if (flags.format == "json" && !flags.yes && !flags.dry_run) {
        refuse("--format json asks nothing", "To restore: --yes. To see the plan: --dry-run");
    }
    if (!flags.key.empty() && flags.tables.size() != 1) {
        refuse("--key requires one --table");
    }
}

relay::RestoreRequest request_of(RestoreFlags const& flags) {
    relay::RestoreRequest request{.tables = {},
                                  .key = {},
                                  .client = {},
                                  .to = {},
                                  .undo = flags.undo,
                                  .last = flags.last,
                                  .slot = {}};
    std::ranges::transform(flags.tables, std::back_inserter(request.tables),
                           relay::history_table_name);
    if (!flags.key.empty()) {
        request.key = relay::parse_key(flags.key);
    }
    if (!flags.client.empty()) {
        request.client = flags.client;
    }
    if (!flags.to.empty()) {
        request.to = relay::parse_point(flags.to);
        if (!request.to) {
            refuse(fmt::format("--to {}: that is no position and no time", printable(flags.to)),
                   "Write a position (1204), 2026-11-21T03:00:00Z, or how long ago: 2h.");
        }
    }
    return request;
}

void show(relay::Restore& restore, RestoreFlags const& flags) {
    if (flags.format == "sql") {
        print_restore_script(restore);
    } else if (flags.format == "text") {
        print_restore_plan(restore);
    }
}

/// The whole document at once, when it is known what came of it.
void tell(relay::Restore& restore, RestoreFlags const& flags,
          std::optional<RestoreOutcome> const& outcome) {
    if (flags.format == "json") {
        print(restore_as_json(restore, outcome));
    }
}

void refuse_conflicts(relay::Restore& restore, RestoreFlags const& flags) {
    if (restore.conflicts() == 0 || flags.force) {
        return;
    }
    tell(restore, flags, std::nullopt);
    std::string named;
    for (auto const& it : restore.tables()) {
        for (auto const& line : it.conflicts) {
            named += fmt::format("\n{} {}", printable(it.table.history_name), line);
        }
    }
    throw Error(
        ExitCode::refused,
        fmt::format(
            "{} changed since by others; nothing was restored{}",
            restore.conflicts() == 1 ? "1 row was" : count_of(restore.conflicts(), "row") + " were",
            named),
        "To bring them back all the same, and lose what came later: --force");
}

/// By which `sync history --transaction` and `--undo` know it.
std::int64_t transaction_number(pg::Connection& source) {
    auto const rows =
        source.query(sql("SELECT pg_catalog.pg_current_xact_id()::text::bigint & 4294967295"));
    return relay::to_number(rows.cell(0, 0));
}

ExitCode apply(relay::Restore& restore, pg::Connection& source, pg::Transaction& transaction,
               RestoreFlags const& flags) {
    RestoreOutcome outcome;
    outcome.left_over = restore.apply(flags.no_triggers ? relay::Restore::Triggers::held_back
                                                        : relay::Restore::Triggers::fire);
    outcome.transaction = transaction_number(source);
    transaction.commit();
    if (flags.format == "json") {
        tell(restore, flags, outcome);
        return ExitCode::done;
    }
    print_to_stderr(fmt::format("lockstep: restored {}.\n", count_of(restore.changes(), "row")));
    if (outcome.left_over > 0) {
        print_to_stderr(fmt::format(
            "lockstep: {}, all the same: triggers wrote something else. See --no-triggers.\n",
            outcome.left_over == 1 ? "1 row is not as it was"
                                   : count_of(outcome.left_over, "row") + " are not as they were"));
    }
    return ExitCode::done;
}

ExitCode restore(Globals const& globals, RestoreFlags const& flags) {
    check_flags(flags);
    auto request = request_of(flags);
    Session session(globals, {});
    request.slot = session.config().sync.slot;
    auto history = history_connection(session, flags.database);
    auto source = source_connection(session, flags.database);
    await_history(session, history, source, relay::written_lsn(source), flags.wait,
                  "what was changed last is not in it yet");
    relay::Restore work(history, source, configured_history(session), request);
    std::string shown;
    {
        pg::Transaction transaction(source);
        work.plan(flags.yes && !flags.dry_run);
        show(work, flags);
        if (flags.dry_run || work.changes() == 0) {
            tell(work, flags, std::nullopt);
        }
        if (work.changes() == 0) {
            note(globals, "nothing is otherwise than it was");
            return ExitCode::done;
        }
        if (flags.dry_run) {
            return ExitCode::done;
        }
        refuse_conflicts(work, flags);
        if (flags.yes) {
            return apply(work, source, transaction, flags);
        }
        shown = work.digest();
    }
    // No lock is held while somebody thinks.
    if (!can_ask()) {
        throw Error(ExitCode::bad_input, "there is no terminal to ask on",
                    "To restore without a question: --yes");
    }
    if (!ask("Restore this?", false)) {
        note(globals, "nothing was restored");
        return ExitCode::done;
    }
    pg::Transaction transaction(source);
    work.plan(true);
    if (work.digest() != shown) {
        throw Error(ExitCode::conflict, "the rows were changed meanwhile; nothing was restored",
                    "Run it again to see what is to be done now.");
    }
    return apply(work, source, transaction, flags);
}

}  // namespace

Run configure_sync_restore(CLI::App& app) {
    auto const flags = std::make_shared<RestoreFlags>();
    app.add_option("--table", flags->tables,
                   "The table, as orders or auth.users. May be given several times")
        ->type_name("TABLE");
    app.add_option("--key", flags->key,
                   "One row alone: 42, or a=1,b=x for a key of several columns")
        ->type_name("KEY");
    app.add_option("--client", flags->client, "What this client did alone")->type_name("ID");
    app.add_option("--to", flags->to,
                   "What came after is undone: a position of the history, 2026-11-21T03:00:00Z, or "
                   "how long ago: 2h")
        ->type_name("POINT");
    app.add_option("--undo", flags->undo, "Undoes this transaction")
        ->check(CLI::NonNegativeNumber)
        ->type_name("XID");
    app.add_option("--last", flags->last, "Undoes the last so many changes of --client")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    app.add_flag("--dry-run", flags->dry_run, "Shows what it would do, and does nothing");
    app.add_flag("--yes", flags->yes, "Asks nothing");
    app.add_flag("--force", flags->force, "Also brings back rows that others have changed later");
    app.add_flag("--no-triggers", flags->no_triggers,
                 "Holds back the tables' own triggers meanwhile; foreign keys are checked. Only "
                 "their owner may, and others wait who write to them");
    add_wait_option(app, flags->wait);
    one_of(
        app.add_option("--format", flags->format,
                       "How the plan is printed; sql: all of it, as a script for psql; json: also "
                       "what came of it, and nothing is asked")
            ->capture_default_str(),
        {"text", "sql", "json"});
    add_database_option(app, flags->database);
    return [flags](Globals const& globals) { return restore(globals, *flags); };
}

}  // namespace lockstep::cli
