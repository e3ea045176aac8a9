#pragma once

#include "schema/kinds/table.hpp"

// What constraint_alter.cpp says of how constraints change; see Property.
namespace lockstep::schema::constraint {

std::optional<Statements> alter_deferrable(Alteration const& alteration);
std::optional<Statements> alter_initially_deferred(Alteration const& alteration);
std::optional<Statements> alter_not_valid(Alteration const& alteration);
std::optional<Statements> alter_not_enforced(Alteration const& alteration);
std::optional<Statements> alter_with(Alteration const& alteration);
std::optional<Statements> alter_tablespace(Alteration const& alteration);
std::optional<Statements> alter_invalid(Alteration const& alteration);
std::optional<Statements> alter_parent_index(Alteration const& alteration);
std::optional<Statements> alter_inherited(Alteration const& alteration);
std::optional<Statements> alter_index_comment(Alteration const& alteration);

std::optional<OnlineStatements> create_online(Object const& constraint, Schema const& from,
                                              Schema const& to);
std::optional<OnlineStatements> complete_online(Object const& constraint, Schema const& from,
                                                Schema const& to);
std::optional<Statements> replace_online(Alteration const& alteration);
/// `(a, b) INCLUDE (c) …`: the index of a key, as CREATE INDEX has it behind the table.
Sql index_of_key(Object const& constraint);
/// `ALTER TABLE … ADD CONSTRAINT …`.
Sql addition(Object const& constraint, Schema const& schema);

Statements remove(Object const& constraint, Schema const& from, Schema const& to);
Statements rename(Object const& before, Object const& after);

}  // namespace lockstep::schema::constraint
