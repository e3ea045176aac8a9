#include "apply/measure.hpp"

#include <algorithm>

namespace lockstep::apply {

namespace {

using plan::Hazard;
using plan::HazardKind;

/// Weaker ones are what any query takes.
constexpr auto weakest_told = plan::LockMode::share_update_exclusive;

Sql tables_query() {
    return sql(
        "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relfilenode "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384");
}

/// Of tables that are dropped by now, too.
Sql locks_query() {
    return sql(
        "SELECT l.relation, l.mode, coalesce(c.relfilenode, 0) FROM pg_locks l "
        "LEFT JOIN pg_class c ON c.oid = l.relation "
        "WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.relation >= 16384");
}

}  // namespace

Measure::Measure(pg::Connection& connection) : connection_(connection) {
    auto const rows = connection.query(tables_query());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        tables_[std::string(rows.cell(row, 0))] = {
            std::string(rows.cell(row, 1)), std::string(rows.cell(row, 2)), plan::LockMode::none};
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

}  // namespace lockstep::apply
