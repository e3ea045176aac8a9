#include "sync/plan_change.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "schema/kinds/kinds.hpp"
#include "sync/change.hpp"
#include "sync/tables.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

/// The only one of `after` whose name in SQL none of `before` has.
template <class Named>
Named const* new_one(std::vector<Named> const& before, std::vector<Named> const& after) {
    auto const found = std::ranges::find_if(after, [&](Named const& each) {
        return std::ranges::find(before, each.sql_name, &Named::sql_name) == before.end();
    });
    return found == after.end() ? nullptr : &*found;
}

/// What a rename is in SQL; nothing where names come from ids, which stay.
template <class Named>
void add_rename(std::vector<diff::RenameHint>& to, schema::Kind const& kind,
                std::vector<Named> const& before, std::vector<Named> const& after,
                std::vector<std::string> within) {
    auto const* const old = new_one(after, before);
    auto const* const now = new_one(before, after);
    if (old == nullptr || now == nullptr) {
        return;
    }
    auto from = within;
    from.push_back(old->sql_name);
    within.push_back(now->sql_name);
    to.push_back({&kind, schema::pack(from), schema::pack(within)});
}

std::vector<diff::RenameHint> renames(Project const& before, Project const& after,
                                      std::string_view change, std::string const& name_space) {
    std::vector<diff::RenameHint> hints;
    if (change == "rename_table") {
        add_rename(hints, schema::kind::table, before.tables, after.tables, {name_space});
        // The name of its key follows: made anew, it would be built over all rows.
        auto const* const old = new_one(after.tables, before.tables);
        auto const* const now = new_one(before.tables, after.tables);
        if (old != nullptr && now != nullptr && !old->primary_key.empty()) {
            hints.push_back({&schema::kind::constraint,
                             schema::pack({name_space, old->sql_name, old->key_name()}),
                             schema::pack({name_space, now->sql_name, now->key_name()})});
        }
    }
    if (change == "rename_column") {
        for (std::size_t i = 0; i < before.tables.size(); ++i) {
            add_rename(hints, schema::kind::column, before.tables[i].columns,
                       after.tables[i].columns, {name_space, before.tables[i].sql_name});
        }
    }
    return hints;
}

}  // namespace

PlannedChange plan_change(json const& schema_data, json const& change, Terms const& terms,
                          int server_version) {
    PlannedChange planned;
    planned.before = read_project(schema_data, terms);
    planned.after = planned.before;
    auto now = schema_data;
    for (auto const& step : steps_of(change)) {
        now = next_schema(std::move(now), step, terms.names);
        auto const before = std::exchange(planned.after, read_project(now, terms));
        plan::PlanOptions options;
        options.diff = {.renames = renames(before, planned.after, step["type"].get<std::string>(),
                                           terms.name_space),
                        .detect_renames = false};
        auto const from = schema_of(before, terms.name_space, server_version);
        auto const to = schema_of(planned.after, terms.name_space, server_version);
        for (auto& statement : plan::make_plan(from, to, options).statements()) {
            planned.statements.push_back(std::move(statement));
        }
    }
    return planned;
}

std::vector<std::string> losses(std::vector<plan::Statement> const& statements) {
    std::vector<std::string> lines;
    for (auto const& statement : statements) {
        for (auto const& hazard : statement.hazards) {
            if (hazard.kind == plan::HazardKind::data_loss) {
                lines.push_back(fmt::format("{}: {}", statement.about, plan::describe(hazard)));
            }
        }
    }
    return lines;
}

}  // namespace lockstep::sync
