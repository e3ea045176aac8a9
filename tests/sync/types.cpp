#include "sync/types.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {
namespace {

std::string allowed(std::string_view type, sync::OtherTypes const& others = {}) {
    return sync::allowed_type(type, others).value_or("(refused)");
}

TEST_CASE("a type is spelled as the server prints it") {
    CHECK(allowed("int") == "integer");
    CHECK(allowed("varchar(80)") == "character varying(80)");
    CHECK(allowed(" Numeric(12, 2) ") == "numeric(12,2)");
    CHECK(allowed("timestamptz(3)") == "timestamp(3) with time zone");
    CHECK(allowed("uuid[]") == "uuid[]");
    CHECK(allowed("text[][]") == "text[]");
    CHECK(allowed("double precision") == "double precision");
}

TEST_CASE("other types are those of the config and of the target, with modifiers of their own") {
    CHECK(allowed("vector(3)") == "(refused)");
    CHECK(allowed("vector(3)", {"vector"}) == "vector(3)");
    CHECK(allowed("geometry(Point,4326)", {"geometry"}) == "geometry(Point,4326)");
    CHECK(allowed("geometry(Point,4326)", {"vector"}) == "(refused)");
}

TEST_CASE("what is more than a type is refused") {
    for (auto const* const type : {"",
                                   "text; DROP TABLE x",
                                   "text DEFAULT 1",
                                   "text)",
                                   "(text",
                                   "int; --",
                                   "text/**/",
                                   "pg_catalog.text; x",
                                   "numeric(1) x",
                                   "numeric(a)",
                                   "numeric(1;2)",
                                   "text\n",
                                   "\"text\"",
                                   "te'xt",
                                   "text$$",
                                   "int[1]; x",
                                   "text[",
                                   "setof text",
                                   "regclass",
                                   "pg_node_tree",
                                   "cstring",
                                   "internal",
                                   "unknown",
                                   "text COLLATE x",
                                   "serial",
                                   "te\\xt",
                                   "tеxt"}) {
        CHECK_MESSAGE(allowed(type) == "(refused)", type);
    }
}

TEST_CASE("functions and casts are those that look at nothing but their arguments and the clock") {
    for (auto const* const name : {"lower", "now", "gen_random_uuid", "round"}) {
        CHECK_MESSAGE(sync::is_function_allowed(name), name);
    }
    for (auto const* const name : {"pg_read_file", "pg_sleep", "set_config", "nextval", "lo_import",
                                   "query_to_xml", "dblink", "version", "LOWER"}) {
        CHECK_MESSAGE(!sync::is_function_allowed(name), name);
    }
    CHECK(sync::is_cast_allowed("int4"));
    CHECK(!sync::is_cast_allowed("regclass"));
}

}  // namespace
}  // namespace lockstep::tests
