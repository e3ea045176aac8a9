#include "sync/schema_message.hpp"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

namespace lockstep::sync {

namespace {

using Tables = std::map<std::string, Table const*>;

Tables tables_of(Project const& project, std::string const& name_space) {
    Tables tables;
    for (auto const& table : project.tables) {
        tables.emplace(name_space + "." + table.sql_name, &table);
    }
    return tables;
}

std::set<std::string> changed(Tables const& before, Tables const& after) {
    std::set<std::string> names;
    for (auto const& [name, table] : before) {
        auto const found = after.find(name);
        if (found == after.end() || *found->second != *table) {
            names.insert(name);
        }
    }
    for (auto const& [name, table] : after) {
        if (!before.contains(name)) {
            names.insert(name);
        }
    }
    return names;
}

}  // namespace

std::string schema_message(AppliedChange const& change, std::string const& fingerprint,
                           PlannedChange const& planned, std::string const& name_space) {
    auto const before = tables_of(planned.before, name_space);
    auto const after = tables_of(planned.after, name_space);
    std::vector<std::string> all;
    for (auto const& each : after) {
        all.push_back(each.first);
    }
    return nlohmann::json{{"project", change.project_id},
                          {"change", change.change_id},
                          {"version", change.version},
                          {"fingerprint", fingerprint},
                          {"tables", all},
                          {"changed", changed(before, after)}}
        .dump();
}

}  // namespace lockstep::sync
