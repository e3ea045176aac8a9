#pragma once

#include "schema/kind.hpp"
#include "schema/schema.hpp"

// Kinds of our own, so that what follows from a kind's description is tested apart from any kind.
namespace lockstep::tests {

inline schema::Kind const box{
    .name = "box",
    .sql_name = "BOX",
    .catalog = "pg_class",
    .properties = {{"owner"},
                   {"comment"},
                   {"text"},
                   {"flag", schema::Shape::flag},
                   {"list", schema::Shape::list},
                   {"set", schema::Shape::list, schema::Compare::as_set},
                   {"order", schema::Shape::list, schema::Compare::relative_order},
                   {"derived", schema::Shape::text, schema::Compare::never}}};

inline schema::Kind const lid{.name = "lid",
                              .sql_name = "LID",
                              .catalog = "pg_attribute",
                              .names = {"schema", "box", "name"},
                              .properties = {{"comment"}, {"text"}},
                              .part_of_names = 2};

}  // namespace lockstep::tests
