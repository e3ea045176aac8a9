#include "apply/measure.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace lockstep::apply {

namespace {

using plan::Hazard;
using plan::HazardKind;

/// Weaker ones are what any query takes.
constexpr auto weakest_told = plan::LockMode::share_update_exclusive;

Sql tables_query() {
    return sql(
        "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relfilenode, "
        "pg_stat_get_xact_numscans(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = "
        "c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384");
}

/// Of tables that are dropped by now, too.
Sql locks_query() {
    return sql(
        "SELECT l.relation, l.mode, coalesce(c.relfilenode, 0), "
        "pg_stat_get_xact_numscans(l.relation) FROM pg_locks l "
        "LEFT JOIN pg_class c ON c.oid = l.relation "
        "WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.relation >= 16384");
}

/// "ACCESS EXCLUSIVE", as hazards have it.
plan::LockMode mode_of(std::string_view lock) {
    auto mode = plan::LockMode::access_exclusive;
    while (mode != plan::LockMode::none && plan::name(mode) != lock) {
        mode = static_cast<plan::LockMode>(static_cast<int>(mode) - 1);
    }
    return mode;
}

bool is_known(plan::Statement const& statement, Hazard const& hazard) {
    return std::any_of(statement.hazards.begin(), statement.hazards.end(),
                       [&](Hazard const& known) {
                           return known.kind == hazard.kind && known.on == hazard.on &&
                                  (hazard.kind != HazardKind::lock ||
                                   mode_of(known.detail) >= mode_of(hazard.detail));
                       });
}

/// Whoever writes a table anew has read it.
bool goes_without_saying(plan::Statement const& statement, Hazard const& hazard) {
    return hazard.kind == HazardKind::scan &&
           std::any_of(statement.hazards.begin(), statement.hazards.end(),
                       [&](Hazard const& known) {
                           return known.kind == HazardKind::rewrite && known.on == hazard.on;
                       });
}

void add(plan::Statement& statement, Hazard hazard) {
    if (!goes_without_saying(statement, hazard) && !is_known(statement, hazard)) {
        statement.hazards.push_back(std::move(hazard));
    }
}

}  // namespace

Measure::Measure(pg::Connection& connection) : connection_(connection) {
    auto const rows = connection.query(tables_query());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        tables_[std::string(rows.cell(row, 0))] = {
            std::string(rows.cell(row, 1)), std::string(rows.cell(row, 2)),
            std::string(rows.cell(row, 3)), plan::LockMode::none};
    }
}

void Measure::begin() {
    for (auto& [oid, table] : tables_) {
        table.lock = plan::LockMode::none;
    }
    // The server sends the counts off at its own time, and begins at nought again.
    auto const rows = connection_.query(tables_query());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (auto const at = tables_.find(std::string(rows.cell(row, 0))); at != tables_.end()) {
            at->second.scans = rows.cell(row, 3);
        }
    }
}

std::vector<Hazard> Measure::take() {
    std::vector<Hazard> hazards;
    std::map<std::string, plan::LockMode> strongest;
    auto const rows = connection_.query(locks_query());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto const at = tables_.find(std::string(rows.cell(row, 0)));
        if (at == tables_.end()) {
            continue;  // no table, or made by this transaction
        }
        auto& mode = strongest[at->first];
        mode = std::max(mode, plan::lock_mode(rows.cell(row, 1)));
        if (auto const file = rows.cell(row, 2); file != "0" && file != at->second.file) {
            at->second.file = file;
            hazards.push_back({HazardKind::rewrite, at->second.name, {}});
        }
        // Of a table that it merely reads from (a view's, a foreign key's other end) the query
        // planner decides, by what is in it.
        if (rows.cell(row, 3) != at->second.scans && mode >= weakest_told) {
            at->second.scans = rows.cell(row, 3);
            hazards.push_back({HazardKind::scan, at->second.name, {}});
        }
    }
    for (auto const& [oid, mode] : strongest) {
        auto& table = tables_.at(oid);
        if (mode >= weakest_told && mode > table.lock) {
            table.lock = mode;
            hazards.push_back({HazardKind::lock, table.name, std::string(plan::name(mode))});
        }
    }
    return hazards;
}

std::vector<std::string> broken_promises(plan::Statement const& statement,
                                         std::vector<Hazard> const& measured) {
    std::vector<std::string> broken;
    for (auto const& hazard : measured) {
        if (hazard.kind == HazardKind::rewrite && !statement.has(HazardKind::rewrite)) {
            broken.push_back(
                fmt::format("{}, by {}", plan::describe(hazard), statement.text.text()));
        }
    }
    return broken;
}

void add_measured(plan::Statement& statement, std::vector<Hazard> const& measured) {
    for (auto const& hazard : measured) {
        add(statement, hazard);
        if (hazard.kind == HazardKind::lock && plan::blocks_reads(mode_of(hazard.detail))) {
            add(statement, {HazardKind::blocks_reads, hazard.on, {}});
        }
        if (hazard.kind == HazardKind::lock && plan::blocks_writes(mode_of(hazard.detail))) {
            add(statement, {HazardKind::blocks_writes, hazard.on, {}});
        }
    }
}

}  // namespace lockstep::apply
