#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"

namespace lockstep::report {

/// A schema as a document for people: every table with its columns, constraints and indexes, then
/// views, enums and functions.
std::string schema_as_markdown(schema::Schema const& schema);
/// An entity-relationship diagram of the tables in Mermaid's language.
std::string schema_as_mermaid(schema::Schema const& schema);
/// The same for Graphviz.
std::string schema_as_dot(schema::Schema const& schema);

/// A table as diagrams need it.
struct DrawnColumn {
    std::string_view name;
    std::string_view type;
    bool not_null = false;
    bool primary_key = false;
    bool unique = false;
    bool foreign_key = false;
};

struct DrawnReference {
    std::string_view constraint;
    schema::Object const* table = nullptr;  // that refers
    std::string_view references;            // dotted and quoted: public.customers
    std::vector<std::string_view> columns;  // of the referring table
    std::vector<std::string_view> to_columns;
    bool optional = false;  // a column of it may be null
    bool unique = false;    // at most one row refers to a row
};

struct DrawnTable {
    schema::Object const* table = nullptr;
    std::string name;  // dotted and quoted
    std::vector<DrawnColumn> columns;
    std::vector<DrawnReference> references;
};

/// Tables and foreign tables in the order of their names; partitions are left out.
std::vector<DrawnTable> drawn_tables(schema::Schema const& schema);

}  // namespace lockstep::report
