#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "relay/setup.hpp"
#include "relay/wal2json.hpp"

namespace lockstep::relay {

namespace {

using Kind = SetupStep::Kind;

/// So many tables are named in a step.
constexpr std::size_t most_named = 10;

class Planner {
public:
    Planner(SetupFacts const& facts, SetupOptions const& options)
        : facts_(facts), options_(options) {}

    SetupPlan plan() && {
        refuse_other_slot();
        history();
        publication();
        slot();
        journal();
        move_to_primary();
        settings();
        plugin();
        return std::move(plan_);
    }

private:
    void step(Kind kind, std::string to_do, std::string done, std::string what,
              Statements statements, std::string reason = {}) {
        if (!statements.empty()) {
            plan_.steps.push_back({kind, std::move(to_do), std::move(done), std::move(what),
                                   std::move(statements), std::move(reason)});
        }
    }

    /// Somebody else's: what it holds is not ours to take.
    void refuse_other_slot() const {
        if (!facts_.slot) {
            return;
        }
        auto const& slot = *facts_.slot;
        auto const is = slot.plugin.empty() ? std::string("is a physical one")
                        : slot.database != facts_.rights.database
                            ? fmt::format("belongs to the database {}", printable(slot.database))
                        : slot.plugin != options_.plugin
                            ? fmt::format("was made for the plugin {}, not {}",
                                          printable(slot.plugin), options_.plugin)
                            : std::string();
        if (!is.empty()) {
            throw Error(ExitCode::conflict,
                        fmt::format("the slot \"{}\" is there already, and {}", options_.slot, is),
                        "Name another one: `sync.slot` in the config");
        }
    }

    void history() {
        std::vector<std::string> names;
        for (auto const& table : facts_.history.missing_tables) {
            names.push_back(table.name.text());
        }
        step(Kind::in_history, "make", "made",
             names.empty() ? "schema " + join(facts_.history.missing_schemas, ", ")
                           : join(names, ", "),
             make_history(facts_.history));
        for (auto const& column : facts_.history.missing_columns) {
            step(Kind::in_history, "add", "added",
                 fmt::format("column {} to lockstep.{}", column.column, column.table),
                 {column.add()});
        }
        plan_.missing = missing_history_rights(facts_);
        step(Kind::in_history, "make", "made",
             count_of(facts_.history.missing_partitions.size(), "monthly partition") + " of " +
                 options_.history.qualified().text(),
             facts_.history.missing_partitions);
    }

    void publication() {
        auto wanted = wanted_tables(facts_.tables, options_.tables, options_.history);
        warn_of_patterns();
        leave_out_new_ones(wanted);
        give_identities(wanted);
        auto const change = plan_publication(options_.publication, facts_.publication, wanted,
                                             facts_.tables, options_.history);
        refuse_faults(change);
        more_missing(missing_publication_rights(facts_, options_, change, mended_));
        for (auto const& it : missing_reading_rights(facts_, wanted)) {
            plan_.warnings.push_back(fmt::format("{}: {}", it.what, it.statement.text()));
        }
        plan_.warnings.insert(plan_.warnings.end(), change.remarks.begin(), change.remarks.end());
        step(Kind::in_source, "make", "made", "publication " + options_.publication, change.create);
        step(Kind::in_source, "add", "added",
             fmt::format("{} to publication {}: {}", count_of(change.added.size(), "table"),
                         options_.publication, some_of(change.added, most_named, ", and")),
             change.add);
        step(Kind::in_source, "remove", "removed",
             fmt::format("{} from publication {}: {}", count_of(change.removed.size(), "table"),
                         options_.publication, some_of(change.removed, most_named, ", and")),
             change.remove);
    }

    void warn_of_patterns() {
        for (auto const& pattern : options_.tables) {
            if (wanted_tables(facts_.tables, std::span(&pattern, 1), options_.history).empty()) {
                plan_.warnings.push_back(fmt::format("no table is called as `sync.tables` says: {}",
                                                     printable(pattern)));
            }
        }
    }

    void leave_out_new_ones(std::vector<TableName>& wanted) {
        if (options_.adds_tables || !facts_.publication) {
            return;
        }
        std::vector<TableName> ignored;
        std::erase_if(wanted, [&](TableName const& table) {
            bool const is_new = !is_published(table) && !is_named(table, options_.tables);
            if (is_new) {
                ignored.push_back(table);
            }
            return is_new;
        });
        if (!ignored.empty()) {
            plan_.warnings.push_back(
                fmt::format("not published, for `sync.new_tables` says "
                            "\"ignore\": {}",
                            some_of(ignored, most_named, ", and")));
        }
    }

    bool is_published(TableName const& table) const {
        return facts_.publication && holds(*facts_.publication, table);
    }

    /// Tables whose UPDATE and DELETE would be refused are published no more than asked for.
    void give_identities(std::vector<TableName>& wanted) {
        plan_.identity = look_at_identity(facts_.tables, wanted);
        if (options_.gives_identity || options_.gives_full_identity) {
            auto tables = plan_.identity.without;
            auto statements = give_identity(tables);
            if (options_.gives_full_identity) {
                tables.insert(tables.end(), plan_.identity.key_only.begin(),
                              plan_.identity.key_only.end());
                statements = give_full_identity(tables);
                plan_.identity.key_only.clear();
            }
            for (auto const& it : tables) {
                mended_.push_back(it.table);
            }
            step(Kind::in_source, "set", "set",
                 fmt::format("REPLICA IDENTITY of {}", count_of(statements.size(), "table")),
                 statements);
            plan_.identity.without.clear();
            return;
        }
        std::erase_if(wanted, [&](TableName const& table) {
            if (look_at_identity(facts_.tables, std::span(&table, 1)).without.empty()) {
                return false;
            }
            (is_published(table) ? plan_.refused : plan_.left_out).push_back(table);
            return !is_published(table);
        });
    }

    void refuse_faults(PublicationPlan const& change) const {
        if (!change.faults.empty()) {
            throw Error(ExitCode::conflict, change.faults.front(),
                        fmt::format("Each change of the history would make another one. Drop the "
                                    "publication, so that sync setup makes one of single tables "
                                    "(DROP PUBLICATION {}), name another (`sync.publication`), or "
                                    "keep the history in another database (`sync.history.url`)",
                                    ident(options_.publication).text()));
        }
    }

    void slot() {
        auto const& slot = facts_.slot;
        auto const why =
            !slot ? (facts_.history.state ? std::string("the slot was gone") : "sync setup")
            : slot->is_lost()
                ? fmt::format("the slot was invalidated: {}", slot->invalidation_reason)
            : !facts_.publication ? std::string("the publication was gone")
                                  : std::string();
        if (why.empty()) {
            if (!facts_.history.state) {
                begin_epoch("sync setup");
            }
            return;
        }
        if (slot) {
            refuse_while_read(why);
            step(Kind::drop_slot, "drop", "dropped", fmt::format("slot {}: {}", options_.slot, why),
                 {sql("SELECT pg_drop_replication_slot({})", literal(options_.slot))});
        }
        bool const failover = makes_failover_slot(facts_.server_version, facts_.server.in_recovery);
        step(Kind::make_slot, "make", "made",
             fmt::format("slot {} of {}{}", options_.slot, options_.plugin,
                         failover ? ", for failover, too" : ""),
             {failover ? sql("SELECT pg_create_logical_replication_slot({}, {}, failover => true)",
                             literal(options_.slot), literal(options_.plugin))
                       : sql("SELECT pg_create_logical_replication_slot({}, {})",
                             literal(options_.slot), literal(options_.plugin))});
        begin_epoch(why);
    }

    void refuse_while_read(std::string const& why) const {
        if (facts_.slot->active_pid) {
            throw Error(ExitCode::conflict,
                        fmt::format("the slot \"{}\" is to be made anew ({}), but pid {} reads it",
                                    options_.slot, why, *facts_.slot->active_pid),
                        "Stop the relay first, or end that process: SELECT "
                        "pg_terminate_backend(PID)");
        }
    }

    void begin_epoch(std::string why) {
        auto const what =
            facts_.history.state
                ? fmt::format("a new epoch after {}: {}", facts_.history.state->epoch, why)
                : fmt::format("the history of slot {}", options_.slot);
        plan_.steps.push_back({.kind = Kind::begin_epoch,
                               .to_do = "begin",
                               .done = "began",
                               .what = what,
                               .statements = {},
                               .reason = std::move(why)});
    }

    void journal() {
        using Wish = SetupOptions::JournalWish;
        if (options_.journal == Wish::on && facts_.journal != Journal::written) {
            step(Kind::in_source, "make", "made", "the journal of DDL", make_journal());
        } else if (options_.journal == Wish::off && facts_.journal == Journal::written) {
            step(Kind::in_source, "stop", "stopped",
                 "the journal of DDL; its entries stay in lockstep.ddl_journal", stop_journal());
        }
    }

    /// A standby takes slots alone, and what its primary made.
    void move_to_primary() {
        if (!facts_.server.in_recovery) {
            return;
        }
        if (facts_.history.in_recovery) {
            throw Error(ExitCode::bad_input, "a standby cannot hold the history",
                        "Name another database for it: `sync.history.url` in the config");
        }
        std::erase_if(plan_.steps, [&](SetupStep const& it) {
            if (it.kind != Kind::in_source) {
                return false;
            }
            plan_.missing.push_back(
                {.what = fmt::format("the source is a standby: to {} {}", it.to_do, it.what),
                 .statement = join(it.statements, sql(";\n  ")),
                 .note = "on its primary"});
            return true;
        });
    }

    void settings() {
        bool const makes = std::ranges::any_of(
            plan_.steps, [](SetupStep const& it) { return it.kind == Kind::make_slot; });
        more_missing(missing_settings(facts_.settings, makes && !facts_.slot));
        more_missing(missing_replication(facts_.rights));
        if (facts_.settings.max_slot_wal_keep_size_mb < 0) {
            plan_.warnings.emplace_back(
                "max_slot_wal_keep_size has no limit: while no relay reads, the slot keeps WAL "
                "until the server's disk is full. To lose the slot instead: ALTER SYSTEM SET "
                "max_slot_wal_keep_size = '16GB'; SELECT pg_reload_conf()");
        }
    }

    void plugin() {
        if (options_.plugin == "wal2json") {
            plan_.warnings.emplace_back(wal2json_gaps);
        }
    }

    /// Each right once: the history's database may be the source.
    void more_missing(std::vector<Missing> more) {
        for (auto& it : more) {
            if (std::ranges::find(plan_.missing, it.statement, &Missing::statement) ==
                plan_.missing.end()) {
                plan_.missing.push_back(std::move(it));
            }
        }
    }

    SetupFacts const& facts_;
    SetupOptions const& options_;
    SetupPlan plan_;
    std::vector<TableName> mended_;  // of which the replica identity is set
};

}  // namespace

SetupPlan plan_setup(SetupFacts const& facts, SetupOptions const& options) {
    check_slot_name(options.slot);
    return Planner(facts, options).plan();
}

}  // namespace lockstep::relay
