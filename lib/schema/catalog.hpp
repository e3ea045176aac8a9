#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"

namespace lockstep::schema {

/// One row of a catalog query. A cell is a view: a null pointer for NULL, else text.
struct CatalogRow {
    std::span<std::string_view const> cells;

    std::string_view operator[](std::size_t column) const { return cells[column]; }
};

/// One query of the round that reads a whole schema, and who takes its rows.
struct CatalogStep {
    Sql query;
    std::string_view about;  // for messages: "columns"
    std::function<void(CatalogRow const&)> take;
};

struct CatalogOptions {
    int server_version = 0;
    bool dependencies = false;
    std::vector<std::string> namespaces;           // only these; empty: all
    std::string unspecified_owner;                 // objects of this role have an unknown owner
    std::function<bool(ObjectId const&)> ignored;  // null: nothing is
};

/// Turns the rows of the catalog queries into a Schema. Pure: the caller runs `steps()` in one
/// transaction (search_path empty, all in that order) and then takes the result.
class CatalogReader;
std::vector<CatalogStep> catalog_steps(CatalogReader& reader);

}  // namespace lockstep::schema
