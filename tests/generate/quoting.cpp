#include "generate/quoting.hpp"

#include <doctest/doctest.h>

#include "code/identifiers.hpp"
#include "generate/simple_default.hpp"
#include "generate/vocabulary.hpp"

namespace lockstep::tests {
namespace {

using namespace generate;

std::string const hostile = "a\"'`\\${x}\n*/ /* \"\"\" ?\?/ \x01\xe2\x80\xa8<script> --";

TEST_CASE("a hostile text is a literal in each language") {
    CHECK(python_quoted(hostile) ==
          "\"a\\\"'`\\\\${x}\\n*/ /* \\\"\\\"\\\" ?\?/ \\x01\xe2\x80\xa8<script> --\"");
    CHECK(typescript_quoted(hostile) ==
          "'a\"\\'`\\\\${x}\\n*/ /* \"\"\" ?\?/ \\x01\\u2028<script> --'");
    CHECK(sql_quoted("it's \\ \"x\"") == "'it''s \\ \"x\"'");
    CHECK(json_quoted("a\"\\\n\x01") == "\"a\\\"\\\\\\n\\u0001\"");
    CHECK(cpp_quoted("a\"\\\n\x01"
                     "7?\?/") == "\"a\\\"\\\\\\n\\0017\\?\\?/\"");
    CHECK(markdown_quoted("a`|b") == "`` a`\\|b ``");
    CHECK(markdown_quoted("a\nb") == "`a b`");
    CHECK(typescript_quoted("\xff") == "'\\\\xff'");
}

TEST_CASE("a hostile text does not end the comment that it is in") {
    CHECK(docstring_line("\"\"\" \\") == "\\\"\\\"\\\" \\\\");
    CHECK(block_comment_line("a */ b /* c **//") == "a * / b / * c ** //");
    CHECK(line_comment_line("a\x1b[0m") == "a\\x1b[0m");
    CHECK(markdown_line("<b>*x*|") == "\\<b\\>\\*x\\*\\|");
    CHECK(json_line("a\"b") == "a\\\"b");
}

TEST_CASE("names become identifiers, and members, and constants") {
    CHECK(plain_identifier("user id") == "user_id");
    CHECK(plain_identifier("1st") == "_1st");
    CHECK(plain_identifier("") == "_");
    CHECK(plain_identifier("gr\xc3\xb6\xc3\x9f"
                           "e") ==
          "gr\xc3\xb6\xc3\x9f"
          "e");
    CHECK(plain_identifier("a\xe2\x9c\x93") == "a_");
    CHECK(python_identifier("__a") == "a_");
    CHECK(python_identifier("a_b") == "a_b");
    CHECK(python_identifier("a-b") == "a_b_");
    CHECK(python_identifier("_1") == "field_1_");
    CHECK(sql_identifier("a\"b") == "\"a\"\"b\"");
    CHECK(member_name("user_id") == "userId");
    CHECK(member_name("__proto__") == "proto");
    CHECK(member_name("1st_place") == "n1stPlace");
    CHECK(member_name("\xe2\x9c\x93") == "unnamed");
    CHECK(constant_name("so-so") == "SO_SO");
    CHECK(constant_name("orderItems") == "ORDER_ITEMS");
    CHECK(constant_name("") == "EMPTY");
    CHECK(constant_name("+") == "VALUE");
    CHECK(constant_name("2x") == "VALUE_2X");
}

TEST_CASE("one name is given once in a scope") {
    code::Scope scope;
    scope.reserve({"class"});
    CHECK(scope.add("a") == "a");
    CHECK(scope.add("a") == "a_");
    CHECK(scope.add("a") == "a_2");
    CHECK(scope.add("class") == "class_");
}

TEST_CASE("files import each other by the way between them") {
    CHECK(python_module("schemas/database/entities.py", "schemas/enums.py") == "..enums");
    CHECK(python_module("schemas/models.py", "schemas/enums.py") == ".enums");
    CHECK(python_module("a/b/c.py", "a/d/e.py") == "..d.e");
    CHECK(typescript_module("worker/src/schema.ts", "shared/db-constants.ts") ==
          "'../../shared/db-constants'");
    CHECK(typescript_module("shared/a.ts", "shared/b.ts") == "'./b'");
    CHECK(typescript_module("a.ts", "x.y/b.ts") == "'./x.y/b'");
}

TEST_CASE("defaults that other systems can have are told from those that they cannot") {
    using Kind = SimpleDefault::Kind;
    auto const is = [](std::string_view expression, Kind kind, std::string_view text = {}) {
        auto const simple = simple_default(expression);
        return simple.kind == kind && simple.text == text;
    };
    CHECK(is("'it''s'::text", Kind::text, "it's"));
    CHECK(is("'happy'::public.mood", Kind::text, "happy"));
    CHECK(is("'x'", Kind::text, "x"));
    CHECK(is("42", Kind::number, "42"));
    CHECK(is("'-1'::integer", Kind::number, "-1"));
    CHECK(is("(-1)", Kind::number, "-1"));
    CHECK(is("1.50", Kind::number, "1.50"));
    CHECK(is("true", Kind::yes));
    CHECK(is("false", Kind::no));
    CHECK(is("now()", Kind::now));
    for (auto const* const other :
         {"", "'{}'::text[]", "('a'::text || 'b'::text)", "'a'::text || 'b'::text", "1 + 1",
          "nextval('s'::regclass)", "'2020-01-01'::date", "'{}'::jsonb", "'", "'a", ".", "1.", "-",
          "()", "(", "'a'::text::citext"}) {
        CHECK_MESSAGE(is(other, Kind::none), other);
    }
}

TEST_CASE("modifiers of types are numbers, or none") {
    CHECK(modifiers_of("numeric(10,2)") == std::vector<std::string>{"10", "2"});
    CHECK(modifiers_of("numeric(3,-2)") == std::vector<std::string>{"3", "-2"});
    CHECK(modifiers_of("timestamp(3) with time zone") == std::vector<std::string>{"3"});
    CHECK(modifiers_of("public.\"a(1)\"").empty());
    CHECK(modifiers_of("geometry(Point,4326)").empty());
    CHECK(modifiers_of("text").empty());
}

}  // namespace
}  // namespace lockstep::tests
