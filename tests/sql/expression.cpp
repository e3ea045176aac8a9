#include "sql/expression.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::tests {
namespace {

/// Columns get a name that must be quoted; lower() and now() may be called, text and int4 cast to.
std::string checked(std::string_view text) {
    ExpressionRules const rules{
        .column = [](std::string_view name) -> std::optional<std::string> {
            return name == "none" ? std::nullopt : std::optional("C-" + std::string(name));
        },
        .is_function_allowed =
            [](std::string_view name) { return name == "lower" || name == "now"; },
        .is_type_allowed = [](std::string_view name) { return name == "text" || name == "int4"; }};
    return checked_expression(text, rules).text();
}

std::string refusal(std::string_view text) {
    try {
        return "taken: " + checked(text);
    } catch (Error const& error) {
        return error.what();
    }
}

TEST_CASE("an expression is written anew, with the columns' names in the database") {
    CHECK(checked("price>0") == R"("C-price" > 0)");
    CHECK(checked("lower(a) = 'x;''y' AND b IN (1,2)") ==
          R"(lower("C-a") = 'x;''y' AND "C-b" IN (1, 2))");
    CHECK(checked("(1+2)*3") == "(1 + 2) * 3");
    CHECK(checked("a AND (b OR NOT c)") == R"("C-a" AND ("C-b" OR NOT "C-c"))");
    CHECK(checked("CASE WHEN a IS NULL THEN 1 ELSE coalesce(b, 2) END") ==
          R"(CASE WHEN "C-a" IS NULL THEN 1 ELSE COALESCE("C-b", 2) END)");
    CHECK(checked("'a'::text") == "'a'::text");
    CHECK(checked("now()") == "now()");
    CHECK(checked("current_timestamp") == "current_timestamp");
    CHECK(checked("E'it\\'s'") == "'it''s'");
}

TEST_CASE("comments of the text stay behind") {
    CHECK(checked("1 -- one") == "1");
    CHECK(checked("1 /* ) */ + 2") == "1 + 2");
}

TEST_CASE("what is more than one expression is refused") {
    CHECK(refusal("1) FROM pg_class WHERE (true") ==
          "the expression \"1) FROM pg_class WHERE (true\" is more than one expression");
    CHECK(refusal("1; DROP TABLE x").find("syntax error at or near \";\"") != std::string::npos);
    CHECK(refusal("").find("is no expression: syntax error") != std::string::npos);
    CHECK(refusal("1 LIMIT 3").find("is no expression: syntax error") != std::string::npos);
    CHECK(refusal("1) UNION SELECT (2").find("more than one expression") != std::string::npos);
    CHECK(refusal(std::string_view("1\0", 2)).find("holds a character NUL") != std::string::npos);
}

TEST_CASE("what reaches beyond the row is refused") {
    for (auto const* const text : {"(SELECT 1)", "EXISTS (SELECT 1)", "ARRAY(SELECT 1)",
                                   "ROW(1, 2)", "1, 2", "a[1]", "$1"}) {
        CHECK_MESSAGE(refusal(text).find("holds what is not allowed") != std::string::npos, text);
    }
    CHECK(refusal("a.b").find("names a column in another way") != std::string::npos);
    CHECK(refusal("none > 1").find("names a column \"none\" that is not there") !=
          std::string::npos);
    CHECK(refusal("a OPERATOR(evil.+) b").find("names an operator with its schema") !=
          std::string::npos);
    CHECK(refusal("lower(a) OVER ()").find("over more than one row") != std::string::npos);
}

TEST_CASE("functions and types are those that are allowed, of PostgreSQL's own schema") {
    CHECK(refusal("pg_read_file('x')")
              .ends_with("calls a function that is not allowed: pg_read_file"));
    CHECK(refusal("evil.lower(a)").ends_with("calls a function that is not allowed"));
    CHECK(refusal("'<a/>'::xml").ends_with("casts to a type that is not allowed: xml"));
    CHECK(refusal("'a'::evil.text").ends_with("casts to a type that is not allowed"));
}

TEST_CASE("what would be read otherwise when written anew is refused, not changed") {
    CHECK(refusal("a BETWEEN (b AND c) AND d").find("cannot be written anew as it is meant") !=
          std::string::npos);
    CHECK(refusal("(a LIKE b) LIKE c").find("cannot be written anew as it is meant") !=
          std::string::npos);
}

}  // namespace
}  // namespace lockstep::tests
