#pragma once

#include "schema/kinds/alter.hpp"

namespace lockstep::schema {

/// The key list of `CREATE INDEX … USING method (key, …) …` as pg_get_indexdef prints it, item by
/// item: `lower(name) COLLATE "C" DESC`. Empty when the text has another form.
std::vector<std::string> index_keys(std::string_view definition);

/// `USING gist (a WITH =)` of an exclusion constraint's definition, which goes on after the keys.
std::string_view exclusion_keys(std::string_view definition);

// How an index is made and dropped; see Kind.
namespace index {

/// `CREATE INDEX name ON …`, of that name.
Sql creation(Object const& index, Schema const& schema, std::string_view name, bool concurrently);
/// What is said of it then: statistics targets, the index that it is attached to.
Statements settings(Object const& index);
bool is_of_partitioned(Object const& index, Schema const& schema);

std::optional<OnlineStatements> create_online(Object const& index, Schema const& from,
                                              Schema const& to);
std::optional<Statements> remove_online(Object const& index, Schema const& from, Schema const& to);
std::optional<Statements> replace_online(Alteration const& alteration);

}  // namespace index

/// A name for what is to take the place of another index, and its name then.
std::string name_aside(std::string_view name);

}  // namespace lockstep::schema
