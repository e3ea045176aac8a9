#pragma once

#include "schema/schema.hpp"
#include "sql/sql.hpp"

// What is said of objects of all kinds alike.
namespace lockstep::plan {

/// Nothing where the owner is unknown.
Statements set_owner(schema::Object const& object);
/// The same with what has just been made; nothing where its completion says it, too.
Statements owner_of(schema::Object const& object);
/// Nothing where there is no comment.
Statements comment_of(schema::Object const& object);
/// COMMENT ON … IS NULL where there is none.
Sql set_comment(schema::Object const& object);
Sql drop_of(schema::Object const& object);
Statements removal_of(schema::Object const& object, schema::Schema const& from,
                      schema::Schema const& to);
Statements rename_of(schema::Object const& before, schema::Object const& after);

/// Settings that statements of plans need: names are written in full, and bodies may name what
/// comes after them.
Statements session_settings();

}  // namespace lockstep::plan
