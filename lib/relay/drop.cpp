#include "relay/drop.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/epoch.hpp"
#include "relay/run_statements.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;
using Kind = SetupStep::Kind;
using Clock = std::chrono::steady_clock;

constexpr std::string_view object_in_use = "55006";

bool has_table(HistoryFacts const& facts, Sql const& table) {
    return facts.missing_schemas.empty() &&
           std::ranges::find(facts.missing_tables, table, &HistoryTable::name) ==
               facts.missing_tables.end();
}

std::vector<std::string> other_slots(pg::Connection& history, std::string const& slot) {
    auto const rows =
        history.query(sql("SELECT slot FROM lockstep.relay_state WHERE slot <> $1 ORDER BY 1"),
                      std::array<pg::Parameter, 1>{slot});
    std::vector<std::string> slots;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        slots.emplace_back(rows.cell(i, 0));
    }
    return slots;
}

class Planner {
public:
    Planner(DropFacts const& facts, SetupOptions const& options)
        : facts_(facts), options_(options) {}

    std::vector<SetupStep> plan(bool with_history) && {
        auto const& history = facts_.setup.history;
        if (has_table(history, sql("lockstep.relay_state"))) {
            forget_slot();
        }
        if (facts_.setup.slot) {
            step(Kind::drop_slot, fmt::format("slot {}", options_.slot),
                 {sql("SELECT pg_drop_replication_slot({})", literal(options_.slot))});
        }
        bool const writable = !facts_.setup.server.in_recovery;  // else it is the primary's
        if (facts_.setup.publication && writable) {
            step(Kind::in_source, "publication " + options_.publication,
                 {sql("DROP PUBLICATION {}", ident(options_.publication))});
        }
        if (facts_.setup.journal == Journal::written && writable) {
            step(Kind::in_source, "the journal of DDL", stop_journal());
        }
        if (with_history) {
            drop_history();
        }
        return std::move(steps_);
    }

private:
    void step(Kind kind, std::string what, Statements statements) {
        steps_.push_back({.kind = kind,
                          .to_do = "drop",
                          .done = "dropped",
                          .what = std::move(what),
                          .statements = std::move(statements)});
    }

    void forget_slot() {
        if (!facts_.setup.history.state) {
            return;
        }
        Statements statements;
        for (auto const& table : {sql("lockstep.relay_state"), sql("lockstep.relay_relation"),
                                  sql("lockstep.relay_version")}) {
            if (has_table(facts_.setup.history, table)) {
                statements.push_back(
                    sql("DELETE FROM {} WHERE slot = {}", table, literal(options_.slot)));
            }
        }
        step(Kind::in_history, fmt::format("the state of slot {}", options_.slot),
             std::move(statements));
    }

    void drop_history() {
        auto const& history = facts_.setup.history;
        bool const is_last = facts_.other_slots.empty();
        Statements statements;
        std::vector<std::string> names;
        for (auto const& table : list_of_history_tables(options_.history)) {
            bool const is_shared = table.name != options_.history.qualified();
            if (has_table(history, table.name) && (is_last || !is_shared)) {
                statements.push_back(sql("DROP TABLE {}", table.name));
                names.push_back(table.name.text());
            }
        }
        if (!statements.empty()) {
            step(Kind::in_history, join(names, ", "), std::move(statements));
        }
        if (is_last && facts_.setup.journal != Journal::none && !facts_.setup.server.in_recovery) {
            step(Kind::in_source, "lockstep.ddl_journal", drop_journal());
        }
    }

    DropFacts const& facts_;
    SetupOptions const& options_;
    std::vector<SetupStep> steps_;
};

/// Who reads it may come back before it is gone.
void drop_slot_by_force(pg::Connection& source, std::string const& name) {
    constexpr auto patience = 10s;
    for (auto const end = Clock::now() + patience;;) {
        source.query(sql("SELECT pg_catalog.pg_terminate_backend(active_pid) FROM "
                         "pg_catalog.pg_replication_slots WHERE slot_name = $1 AND active_pid IS "
                         "NOT NULL"),
                     std::array<pg::Parameter, 1>{name});
        try {
            return drop_slot(source, name);
        } catch (pg::Error const& error) {
            if (error.sqlstate() != object_in_use || Clock::now() > end) {
                throw;
            }
            std::this_thread::sleep_for(20ms);
        }
    }
}

}  // namespace

DropFacts read_drop_facts(pg::Connection& source, pg::Connection& history,
                          SetupOptions const& options) {
    DropFacts facts{.setup = read_setup_facts(source, history, options)};
    if (facts.setup.slot && facts.setup.slot->active_pid) {
        facts.reader = fmt::format("pid {} reads the slot", *facts.setup.slot->active_pid);
    }
    if (has_table(facts.setup.history, sql("lockstep.relay_state"))) {
        facts.other_slots = other_slots(history, options.slot);
        if (auto const leader = relay_at_work(history, options.slot);
            facts.reader.empty() && !leader.empty()) {
            facts.reader = fmt::format("{} writes the history", printable(leader));
        }
    }
    return facts;
}

std::vector<SetupStep> plan_drop(DropFacts const& facts, SetupOptions const& options,
                                 bool with_history) {
    return Planner(facts, options).plan(with_history);
}

void run_drop(std::vector<SetupStep> const& steps, SetupOptions const& options, bool force,
              pg::Connection& source, pg::Connection& history,
              std::function<void(SetupStep const&)> const& done) {
    for (auto const& step : steps) {
        if (step.kind == Kind::drop_slot) {
            force ? drop_slot_by_force(source, options.slot) : drop_slot(source, options.slot);
        } else {
            run_statements(step.kind == Kind::in_history ? history : source, step.statements);
        }
        done(step);
    }
}

}  // namespace lockstep::relay
