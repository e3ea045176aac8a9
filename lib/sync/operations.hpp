#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sync/project.hpp"

// What each type of change does to a project's schema_data: the fields are those of change.hpp's
// table. Throws Refused(bad_request) where the change does not fit.
namespace lockstep::sync::operation {

void add_table(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_table(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void rename_table(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_column(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_column(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void rename_column(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void modify_column(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_foreign_key(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_foreign_key(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_index(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_index(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_unique(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_check(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_constraint(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_enum(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void drop_enum(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);
void add_enum_value(nlohmann::json& schema, nlohmann::json const& change, NamesBy names);

}  // namespace lockstep::sync::operation
