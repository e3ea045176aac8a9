#pragma once

#include "schema/kinds/common.hpp"

// What tables, foreign tables, their columns and their constraints need of each other.
namespace lockstep::schema {

/// The columns of a relation's catalog query before its properties: oid, schema, name, reltype,
/// its array type, parents, whether it is a partition.
inline constexpr std::size_t relation_properties_from = 7;
void read_relation(CatalogReader& reader, Kind const& kind, CatalogRow const& row);

/// `total numeric(12,2) DEFAULT 0 NOT NULL`, as it stands in CREATE TABLE.
Sql column_definition(Object const& column, Schema const& schema);
/// What CREATE TABLE cannot say of a column: `ALTER TABLE … ALTER COLUMN … SET STORAGE`, and for
/// one that comes from a parent or a type all in which it differs.
Statements column_settings(Object const& column, Schema const& schema, bool of_typed_table);

/// `CONSTRAINT name CHECK (…)`.
Sql constraint_definition(Object const& constraint);
/// A check that a partition has from its parent must be there before it is attached.
bool is_made_with_its_table(Object const& constraint, Object const& table);

/// The identifier, or nothing for an empty name.
inline Sql ident_or_nothing(std::string_view name) {
    return name.empty() ? Sql() : ident(name);
}

}  // namespace lockstep::schema
