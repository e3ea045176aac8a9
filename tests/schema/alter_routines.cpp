#include <doctest/doctest.h>

#include "schema/kinds/kinds.hpp"
#include "support/alter.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using schema::pack;

namespace {

/// With the same result, from one list of arguments to another.
std::string altered_arguments(std::string_view types, std::string_view before,
                              std::string_view after) {
    auto const text = altered(schema::kind::function, {"s", "f", types},
                              {{"arguments", before}, {"returns", "integer"}, {"language", "sql"}},
                              {{"arguments", after}, {"returns", "integer"}, {"language", "sql"}});
    return text == "anew" ? text : text.substr(0, text.find('\n'));
}

}  // namespace

TEST_CASE("a function is replaced while its arguments and result allow it") {
    auto const& function = schema::kind::function;
    CHECK(altered(function, {"s", "f", ""},
                  {{"returns", "integer"}, {"language", "sql"}, {"body", "SELECT 1"}},
                  {{"returns", "integer"},
                   {"language", "plpgsql"},
                   {"volatility", "STABLE"},
                   {"body", "BEGIN RETURN 2; END"}}) ==
          "CREATE OR REPLACE FUNCTION s.f()\n    RETURNS integer\n    LANGUAGE plpgsql\n    "
          "STABLE\n    AS $$BEGIN RETURN 2; END$$;");
    CHECK(altered(function, {"s", "f", ""}, {{"returns", "integer"}}, {{"returns", "text"}}) ==
          "anew");
    CHECK(altered(function, {"s", "f", ""}, {{"returns", "integer"}},
                  {{"returns", "integer"}, {"window", "true"}}) == "anew");
}

TEST_CASE("an argument may get a name and a default, but not lose or change them") {
    CHECK(altered_arguments("integer", "integer", "a integer DEFAULT 1") ==
          "CREATE OR REPLACE FUNCTION s.f(a integer DEFAULT 1)");
    CHECK(altered_arguments("integer", "a integer", "b integer") == "anew");
    CHECK(altered_arguments("integer", "a integer", "integer") == "anew");
    CHECK(altered_arguments("integer", "a integer DEFAULT 1", "a integer") == "anew");
    CHECK(altered_arguments("integer", "a integer DEFAULT 1", "a integer DEFAULT 2") ==
          "CREATE OR REPLACE FUNCTION s.f(a integer DEFAULT 2)");
    CHECK(altered_arguments("double precision", "double precision", "x double precision") ==
          "CREATE OR REPLACE FUNCTION s.f(x double precision)");
    CHECK(altered_arguments("text, text[]", "\"a, DEFAULT \" text, VARIADIC b text[]",
                            "\"a, DEFAULT \" text DEFAULT ', '::text, VARIADIC b text[] DEFAULT "
                            "'{}'::text[]") ==
          "CREATE OR REPLACE FUNCTION s.f(\"a, DEFAULT \" text DEFAULT ', '::text, VARIADIC b "
          "text[] DEFAULT '{}'::text[])");
}

TEST_CASE("what a routine puts out is its result") {
    CHECK(altered_arguments("integer", "a integer, OUT b text", "a integer, OUT c text") == "anew");
    CHECK(altered_arguments("integer", "a integer, OUT b text", "integer, OUT b text") == "anew");
    CHECK(altered_arguments("integer", "integer, OUT b text", "a integer, OUT b text") ==
          "CREATE OR REPLACE FUNCTION s.f(a integer, OUT b text)");
    CHECK(altered_arguments("integer", "INOUT a integer", "a integer") == "anew");
}

TEST_CASE("a procedure is replaced as a function is") {
    auto const& procedure = schema::kind::procedure;
    CHECK(altered(procedure, {"s", "p", "integer"},
                  {{"arguments", "IN a integer"}, {"language", "sql"}},
                  {{"arguments", "IN a integer"}, {"language", "sql"}, {"body", "$$"}}) ==
          "CREATE OR REPLACE PROCEDURE s.p(IN a integer)\n    LANGUAGE sql\n    AS $_0$$$$_0$;");
    CHECK(altered(procedure, {"s", "p", "integer"}, {{"arguments", "IN a integer"}},
                  {{"arguments", "IN b integer"}}) == "anew");
}

TEST_CASE("a routine is renamed by the name before its arguments") {
    auto const& function = schema::kind::function;
    auto const schema = Build()
                            .add(function, {"a", "f", "integer, text"})
                            .add(function, {"b", "G", "integer, text"})
                            .schema();
    CHECK(to_text(function.rename(schema.objects[0], schema.objects[1])) ==
          "ALTER FUNCTION a.f(integer, text) SET SCHEMA b; "
          "ALTER FUNCTION b.f(integer, text) RENAME TO \"G\";");
}

TEST_CASE("an aggregate is replaced while its result has the same type") {
    auto const& aggregate = schema::kind::aggregate;
    CHECK(altered(aggregate, {"s", "a", "integer"},
                  {{"arguments", "integer"},
                   {"transition_function", "s.t"},
                   {"transition_type", "integer"}},
                  {{"arguments", "integer"},
                   {"transition_function", "s.u"},
                   {"transition_type", "integer"},
                   {"initial_value", "0"}}) ==
          "CREATE OR REPLACE AGGREGATE s.a(integer) (\n    SFUNC = s.u,\n    STYPE = integer,\n    "
          "INITCOND = '0'\n);");
    CHECK(altered(aggregate, {"s", "a", "integer"},
                  {{"transition_function", "s.t"}, {"transition_type", "integer"}},
                  {{"transition_function", "s.t"}, {"transition_type", "bigint"}}) == "anew");
    CHECK(altered(aggregate, {"s", "a", "integer"}, {{"transition_type", "integer"}},
                  {{"transition_type", "integer"}, {"final_function", "s.f"}}) == "anew");
}

TEST_CASE("an aggregate may get a final function that gives what its state was") {
    auto const build = [](std::string_view final_function) {
        return Build()
            .add(schema::kind::function, {"s", "f", "integer"}, {{"returns", "integer"}})
            .add(schema::kind::aggregate, {"s", "a", "integer"},
                 {{"arguments", "integer"},
                  {"transition_type", "integer"},
                  {"final_function", final_function}})
            .schema();
    };
    CHECK(altered(schema::kind::aggregate, {"s", "a", "integer"}, build(""), build("s.f")) ==
          "CREATE OR REPLACE AGGREGATE s.a(integer) (\n    STYPE = integer,\n    FINALFUNC = "
          "s.f\n);");
}

TEST_CASE("an operator changes its estimators in place, its function not") {
    auto const& op = schema::kind::operator_;
    CHECK(altered(op, {"s", "=", "integer", "text"}, {{"function", "s.f"}, {"restrict", "eqsel"}},
                  {{"function", "s.f"}, {"join", "eqjoinsel"}}) ==
          "ALTER OPERATOR s.= (integer, text) SET (RESTRICT = NONE); "
          "ALTER OPERATOR s.= (integer, text) SET (JOIN = eqjoinsel);");
    CHECK(altered(op, {"s", "=", "integer", "text"}, {{"function", "s.f"}},
                  {{"function", "s.g"}}) == "anew");
    CHECK(altered(op, {"s", "=", "integer", "text"}, {}, {{"hashes", "true"}}) ==
          "ALTER OPERATOR s.= (integer, text) SET (HASHES);");
    CHECK(altered(op, {"s", "=", "integer", "text"}, {}, {{"hashes", "true"}}, 160000) == "anew");
    CHECK(altered(op, {"s", "=", "integer", "text"}, {{"hashes", "true"}}, {}) == "anew");
}

TEST_CASE("members leave and join an operator family") {
    auto const before = pack({"OPERATOR 1 s.<(integer,\"a(b)\")",
                              "FUNCTION 1 (integer, \"a(b)\") s.cmp(integer,\"a(b)\")"});
    auto const after = pack({"OPERATOR 2 s.<=(integer,bigint)"});
    CHECK(altered(schema::kind::operator_family, {"s", "f", "btree"}, {{"members", before}},
                  {{"members", after}}) ==
          "ALTER OPERATOR FAMILY s.f USING btree DROP\n    OPERATOR 1 (integer,\"a(b)\"),\n    "
          "FUNCTION 1 (integer, \"a(b)\"); ALTER OPERATOR FAMILY s.f USING btree ADD\n    OPERATOR "
          "2 s.<=(integer,bigint);");
}

TEST_CASE("languages and transforms are replaced") {
    CHECK(altered(schema::kind::language, {"l"}, {{"handler", "s.h"}, {"trusted", "true"}},
                  {{"handler", "s.h"}, {"validator", "s.v"}}) ==
          "CREATE OR REPLACE LANGUAGE l HANDLER s.h VALIDATOR s.v;");
    CHECK(altered(schema::kind::transform, {"integer", "l"}, {{"from_sql", "s.f(internal)"}},
                  {{"to_sql", "s.t(internal)"}}) ==
          "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE l (TO SQL WITH FUNCTION "
          "s.t(internal));");
    CHECK(altered(schema::kind::cast, {"a", "b"}, {{"method", "WITH INOUT"}},
                  {{"method", "WITHOUT FUNCTION"}}) == "anew");
}
