#pragma once

#include "schema/kinds/table.hpp"

// What column.cpp says of how columns are made, and column_alter.cpp of how they change.
namespace lockstep::schema {

/// NOT NULL is a constraint since 18.
struct NotNullState {
    Sql name;  // ` CONSTRAINT name`, unless it is the generated one
    bool no_inherit = false;
    bool not_valid = false;
};
NotNullState not_null_state(Object const& column);
/// The name of the constraint, also where it is the generated one.
Sql not_null_name(Object const& column);
/// `ALTER TABLE … ADD NOT NULL column`.
Sql add_not_null(Object const& column);
Sql identity_clause(Object const& column);
Sql identity_sequence_name(Object const& column);

// One for each property of a column; see Property.
namespace column {

/// Since 17 a partition has its parent's identity, and none when it is attached.
bool has_own_identity(Object const& column, Schema const& schema);
/// `SEQUENCE NAME public.orders_id_seq` does not count, however the server numbered it.
std::string_view without_generated_sequence(std::string_view option);
/// `CONSTRAINT orders_id_not_null NO INHERIT` without the name.
std::string_view without_generated_not_null(std::string_view text);

std::optional<Statements> alter_type(Alteration const& alteration);
std::optional<Statements> alter_collation(Alteration const& alteration);
bool stops_new_type(Object const& dependent);
std::optional<Statements> alter_not_null(Alteration const& alteration);
std::optional<Statements> alter_not_null_online(Alteration const& alteration);
std::optional<Statements> alter_not_null_constraint(Alteration const& alteration);
std::optional<Statements> alter_not_null_comment(Alteration const& alteration);
std::optional<Statements> alter_default(Alteration const& alteration);
Statements drop_default(Object const& before, ObjectId const& need);
std::optional<Statements> alter_generated(Alteration const& alteration);
std::optional<Statements> alter_virtual(Alteration const& alteration);
Statements end_generated(Alteration const& alteration);
std::optional<Statements> alter_identity(Alteration const& alteration);
std::optional<Statements> alter_identity_sequence(Alteration const& alteration);
std::optional<Statements> alter_sequence_comment(Alteration const& alteration);
Statements end_identity(Alteration const& alteration);
std::optional<Statements> alter_storage(Alteration const& alteration);
std::optional<Statements> alter_compression(Alteration const& alteration);
std::optional<Statements> alter_statistics(Alteration const& alteration);
std::optional<Statements> alter_with(Alteration const& alteration);
std::optional<Statements> alter_options(Alteration const& alteration);
std::optional<Statements> alter_inherited(Alteration const& alteration);

Statements complete(Object const& column, Schema const& schema);
Statements differences(Object const& column, Schema const& schema);
Statements add(Object const& column, Schema const& to);
Statements remove(Object const& column, Schema const& from, Schema const& to);
Statements rename(Object const& before, Object const& after);

}  // namespace column

}  // namespace lockstep::schema
