// Does what a restore has worked out.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "pg/error.hpp"
#include "relay/restore.hpp"

namespace lockstep::relay {

namespace {

constexpr std::string_view unique_violation = "23505";

/// Triggers that fire for people's own statements, and how each is set now.
struct Trigger {
    Sql table;
    Sql name;
    char state = 'O';
};

std::vector<Trigger> user_triggers(pg::Connection& source, PresentTable const& table) {
    auto const oid = std::to_string(table.oid);
    std::array<pg::Parameter, 1> const parameters{oid};
    auto const rows = source.query(sql("SELECT tgname, tgenabled FROM pg_catalog.pg_trigger WHERE "
                                       "tgrelid = $1::oid AND NOT tgisinternal AND tgenabled <> "
                                       "'D' ORDER BY tgname"),
                                   parameters);
    std::vector<Trigger> triggers;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        triggers.push_back({.table = table.qualified(),
                            .name = ident(rows.cell(i, 0)),
                            .state = rows.cell(i, 1).front()});
    }
    return triggers;
}

Sql as_it_was(Trigger const& trigger) {
    auto const how = trigger.state == 'A'   ? sql("ENABLE ALWAYS")
                     : trigger.state == 'R' ? sql("ENABLE REPLICA")
                                            : sql("ENABLE");
    return sql("ALTER TABLE {} {} TRIGGER {}", trigger.table, how, trigger.name);
}

}  // namespace

std::size_t Restore::apply(Triggers triggers) {
    source_.query(
        sql("SELECT pg_catalog.pg_logical_emit_message(true, 'lockstep.client', 'lockstep "
            "restore')"));
    source_.execute(sql("SET CONSTRAINTS ALL DEFERRED"));
    std::vector<Trigger> held_back;
    for (auto const& it : tables_) {
        if (triggers == Triggers::held_back && it.changes() > 0) {
            std::ranges::copy(user_triggers(source_, it.table), std::back_inserter(held_back));
        }
    }
    for (auto const& trigger : held_back) {
        source_.execute(sql("ALTER TABLE {} DISABLE TRIGGER {}", trigger.table, trigger.name));
    }
    // New rows first is what foreign keys want. Where a new row has a unique value of one that is
    // to go, the other way about may do.
    source_.execute(sql("SAVEPOINT before_rows"));
    try {
        in_order(false);
    } catch (pg::Error const& error) {
        if (error.sqlstate() != unique_violation) {
            throw;
        }
        source_.execute(sql("ROLLBACK TO before_rows"));
        in_order(true);
    }
    // ALTER TABLE takes none while checks are pending.
    source_.execute(sql("SET CONSTRAINTS ALL IMMEDIATE"));
    for (auto const& trigger : held_back) {
        source_.execute(as_it_was(trigger));
    }
    std::size_t left_over = 0;
    for (std::size_t number = 0; number < tables_.size(); ++number) {
        auto const rows = source_.query(RestoreSql(tables_[number].table, number).left_over());
        left_over += static_cast<std::size_t>(parse_position(rows.cell(0, 0)).value_or(0));
    }
    return left_over;
}

void Restore::in_order(bool deletes_first) {
    if (deletes_first) {
        apply_deletes();
        apply_updates();
        apply_inserts();
        return;
    }
    apply_inserts();
    apply_updates();
    apply_deletes();
}

void Restore::apply_inserts() {
    for (auto const number : parents_first_) {
        if (tables_[number].inserted == 0) {
            continue;
        }
        RestoreSql const statements(tables_[number].table, number);
        for (auto const& columns : first_cells(statements.inserted_columns())) {
            source_.query(statements.insert_rows(nlohmann::json::parse(columns).get<Key>()));
        }
        // A TRUNCATE may have restarted it: the next row would take a value that is there again.
        for (auto const& column : first_cells(statements.sequence_columns())) {
            source_.query(statements.move_sequence(column));
        }
    }
}

void Restore::apply_updates() {
    for (auto const number : parents_first_) {
        if (tables_[number].updated > 0) {
            RestoreSql const statements(tables_[number].table, number);
            source_.query(statements.update_rows(first_cells(statements.changed_columns())));
        }
    }
}

void Restore::apply_deletes() {
    for (auto number = parents_first_.rbegin(); number != parents_first_.rend(); ++number) {
        if (tables_[*number].deleted > 0) {
            source_.query(RestoreSql(tables_[*number].table, *number).delete_rows());
        }
    }
}

std::vector<std::string> Restore::first_cells(Sql const& query) {
    auto const rows = source_.query(query);
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        cells.emplace_back(rows.cell(i, 0));
    }
    return cells;
}

}  // namespace lockstep::relay
