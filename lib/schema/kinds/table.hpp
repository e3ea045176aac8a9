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
/// What children have from it: all but its identity.
Sql definition_for_children(Object const& column);
/// What CREATE TABLE cannot say of a column: `ALTER TABLE … ALTER COLUMN … SET STORAGE`, and for
/// one that comes from a parent or a type all in which it differs.
Statements column_settings(Object const& column, Schema const& schema, bool of_typed_table);

/// `CONSTRAINT name CHECK (…)`.
Sql constraint_definition(Object const& constraint);
/// A check that a partition has from its parent must be there before it is attached.
bool is_made_with_its_table(Object const& constraint, Object const& table);

// One for each property of a table; those of partitions and inheritance are foreign tables', too.
namespace table {

std::optional<Statements> alter_unlogged(Alteration const& alteration);
std::optional<Statements> alter_of_type(Alteration const& alteration);
std::optional<Statements> alter_access_method(Alteration const& alteration);
std::optional<Statements> alter_tablespace(Alteration const& alteration);
std::optional<Statements> alter_with(Alteration const& alteration);
std::optional<Statements> alter_row_security(Alteration const& alteration);
std::optional<Statements> alter_force_row_security(Alteration const& alteration);
std::optional<Statements> alter_replica_identity(Alteration const& alteration);
Statements release_replica_identity(Alteration const& alteration);
std::optional<Statements> alter_clustered_on(Alteration const& alteration);
/// Checks that the table gets from parents that have them already.
std::vector<Object const*> checks_to_get(Alteration const& alteration);
std::optional<Statements> alter_inherits(Alteration const& alteration);
Statements leave_parents(Alteration const& alteration);
std::optional<Statements> attach(Alteration const& alteration);
std::optional<Statements> alter_partition_of(Alteration const& alteration);
bool must_be_remade(Alteration const& alteration);
Statements link(Object const& table);
Statements detach(Alteration const& alteration);
Statements leave(Alteration const& alteration);
std::optional<Statements> leave_online(Alteration const& alteration);
Statements remove(Object const& table, Schema const& from, Schema const& to);
std::optional<Statements> remove_online(Object const& table, Schema const& from, Schema const& to);
std::optional<Statements> alter_columns(Alteration const& alteration);

}  // namespace table

/// `ALTER TABLE … CLUSTER ON` and `REPLICA IDENTITY USING INDEX` for the index of that name, which
/// is new, and which its table may name.
Statements marks_of_index(Names table, std::string_view index, Schema const& schema);

/// The identifier, or nothing for an empty name.
inline Sql ident_or_nothing(std::string_view name) {
    return name.empty() ? Sql() : ident(name);
}

}  // namespace lockstep::schema
