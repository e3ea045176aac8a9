#include "sql/tokens.hpp"

#include <doctest/doctest.h>
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <fmt/core.h>

using namespace lockstep;
using namespace lockstep::script;

namespace {

std::string kinds_of(std::string_view text) {
    std::string all;
    for (auto const& token : tokens_of(text)) {
        constexpr std::string_view letters = "wqsnp.cm";
        all += letters[static_cast<std::size_t>(token.kind)];
    }
    return all;
}

/// The texts of the tokens, a bar between.
std::string ours(std::string const& text) {
    std::string all;
    Lexer lexer(text, "x.sql");
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        all += fmt::format("{}|", token.text);
    }
    return all;
}

/// The same by PostgreSQL's own scanner.
std::string postgres(std::string const& text) {
    auto const result = pg_query_scan(text.c_str());
    REQUIRE_MESSAGE(result.error == nullptr, text);
    auto* const scan = pg_query__scan_result__unpack(
        nullptr, result.pbuf.len, reinterpret_cast<std::uint8_t const*>(result.pbuf.data));
    std::string all;
    for (std::size_t i = 0; i < scan->n_tokens; ++i) {
        auto const begin = static_cast<std::size_t>(scan->tokens[i]->start);
        auto const end = static_cast<std::size_t>(scan->tokens[i]->end);
        all += fmt::format("{}|", std::string_view(text).substr(begin, end - begin));
    }
    pg_query__scan_result__free_unpacked(scan, nullptr);
    pg_query_free_scan_result(result);
    return all;
}

}  // namespace

TEST_CASE("tokens are those that PostgreSQL's own scanner finds") {
    for (std::string const text : {
             "SELECT 1, 1.5, .5, 1e10, 1.5E-3, $1, a$b, a.b.c, _x",
             "SELECT 'a''b', E'a\\'b', e'\\\\', B'01', X'FF'",
             "SELECT 'a'\n  'b', E'a'\n'\\'b' , 'c' 'd'",
             "SELECT $$a;b$$, $tag$ $$ ; $x$ $tag$, $a$b$a$",
             "SELECT \"a\"\"b\", \"sp ace\"",
             "SELECT a/*x /* nested */ y*/+b --c\n, d",
             "SELECT a<>b, a!=b, a>=b, a->b, a->>'x', a#>>'{}', a||b, a@>b, a?|b, a~*b",
             "SELECT 1*-1, a<-1, 2@-1, a=+1, a|/-b, a--c\n",
             "SELECT a::int, a[1:2], f(x := 1, y => 2), a <= b",
             "größe + été",
         }) {
        CHECK(ours(text) == postgres(text));
    }
}

TEST_CASE("forms that libpg_query's scanner does not report as PostgreSQL reads them") {
    CHECK(ours("N'x' U&'\\0441' U&\"\\0441\" 'a' -- joined\n 'b'") ==
          "N'x'|U&'\\0441'|U&\"\\0441\"|'a' -- joined\n 'b'|");
}

TEST_CASE("each token has its kind") {
    CHECK(kinds_of("SELECT \"a\", 'x', 1.5, $1 -- c") == "wq.s.n.p");
    CHECK(kinds_of("E'x' U&\"y\" $$z$$") == "sqs");
}

TEST_CASE("a keyword is told without regard to case, and a quoted name is none") {
    auto const tokens = tokens_of("Create \"create\"");
    CHECK(tokens[0].is("create"));
    CHECK_FALSE(tokens[1].is("create"));
}

TEST_CASE("a name is folded, or freed of quotes and escapes") {
    auto const tokens = tokens_of(R"(MyTable "My""Table" U&"d\0061t\+000061" U&"a\\b")");
    CHECK(name_of(tokens[0]) == "mytable");
    CHECK(name_of(tokens[1]) == "My\"Table");
    CHECK(name_of(tokens[2]) == "data");
    CHECK(name_of(tokens[3]) == "a\\b");
}

TEST_CASE("what does not end is an error at its start") {
    CHECK_THROWS_WITH_AS(ours("SELECT 1,\n  'abc"),
                         "x.sql:2:3: this string has no end: ' is missing\n    'abc\n    ^",
                         ParseError);
    CHECK_THROWS_WITH_AS(ours("/* a /* b */"),
                         "x.sql:1:1: this comment has no end: */ is missing\n  /* a /* b */\n  ^",
                         ParseError);
    CHECK_THROWS_WITH_AS(ours("a $x$ $y$ $$"),
                         "x.sql:1:3: this string has no end: $x$ is missing\n  a $x$ $y$ $$\n    ^",
                         ParseError);
    CHECK_THROWS_WITH_AS(ours("\"a"),
                         "x.sql:1:1: this quoted name has no end: \" is missing\n  \"a\n  ^",
                         ParseError);
    CHECK_THROWS_AS(ours("E'a\\"), ParseError);
}

TEST_CASE("with standard_conforming_strings off a backslash escapes in any string") {
    CHECK(tokens_of(R"('a\'b' c)", false).size() == 2);
    CHECK_THROWS_AS(tokens_of(R"('a\'b' c)"), ParseError);
}
