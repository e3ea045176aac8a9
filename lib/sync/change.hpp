#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sync/project.hpp"

namespace lockstep::sync {

/// A row of the table of changes that a request may ask for.
struct ChangeType {
    std::string_view name;     // "add_column"
    std::string_view needs;    // its fields, for people: "table, column {id, name, type, …}"
    std::string_view meaning;  // a sentence
    void (*apply)(nlohmann::json& schema_data, nlohmann::json const& change, NamesBy names);
};
std::span<ChangeType const> change_types();

/// The change in its one spelling: what stands in `data` comes out of it, `table_id` is `table`,
/// `column_id` is `column`, and the changes of a batch are spelled alike. Throws
/// Refused(bad_request) where it has no known type.
nlohmann::json normalized(nlohmann::json const& change);

/// The changes that a batch is made of, also of batches in it; of another change that one alone.
std::vector<nlohmann::json> steps_of(nlohmann::json const& change);

/// The schema_data of a project after a change (normalized), a pure function. What a table, column
/// or enum is called in the change is its id, or else its name. Throws Refused(bad_request) where
/// the change does not fit; whether the result can be read, read_project tells.
nlohmann::json next_schema(nlohmann::json schema_data, nlohmann::json const& change, NamesBy names);

}  // namespace lockstep::sync
