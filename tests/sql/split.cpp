#include "sql/split.hpp"

#include <doctest/doctest.h>
#include <pg_query.h>

#include <filesystem>
#include <map>
#include <random>

#include "base/error.hpp"
#include "base/text.hpp"

using namespace lockstep;
using namespace lockstep::script;

namespace {

std::vector<std::string> texts(std::string const& script) {
    std::vector<std::string> all;
    auto const parts = split("x.sql", script);
    for (auto const& statement : parts.statements) {
        all.emplace_back(statement.text);
    }
    return all;
}

using Texts = std::vector<std::string>;

/// An include from a map of names.
SplitOptions from_map(std::map<std::string, std::string> const& files) {
    return {.include = [&files](std::string const&, std::string const& name, bool) {
        return ScriptFile{name, files.at(name)};
    }};
}

std::string message_of(std::string const& script, SplitOptions const& options = {}) {
    try {
        split("x.sql", script, options);
    } catch (ParseError const& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("statements end at semicolons that stand outside of quotes, comments and parentheses") {
    CHECK(texts("a; b ;c") == Texts{"a", "b", "c"});
    CHECK(texts("SELECT ';', $$;$$, \";\" /* ; */ -- ;\n, 1; x") ==
          Texts{"SELECT ';', $$;$$, \";\" /* ; */ -- ;\n, 1", "x"});
    CHECK(texts("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); x").size() == 2);
    CHECK(texts(" ; ;; -- nothing\n").empty());
}

TEST_CASE("a body of BEGIN ATOMIC … END is one statement, with CASE inside") {
    std::string const body =
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; "
        "SELECT CASE WHEN true THEN CASE WHEN a THEN 1 END END; END";
    CHECK(texts(body + "; SELECT 2") == Texts{body, "SELECT 2"});
    std::string const replaced =
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END";
    CHECK(texts(replaced + ";x") == Texts{replaced, "x"});
    CHECK(texts("BEGIN; CREATE TABLE t (a int); END; x").size() == 4);
}

TEST_CASE("a statement knows its offset and its line") {
    auto const script = split("x.sql", "\n-- first\n  a;\n\nb\n;");
    REQUIRE(script.statements.size() == 2);
    CHECK(script.statements[0].offset == 12);
    CHECK(script.statements[0].line == 3);
    CHECK(script.statements[1].line == 5);
}

TEST_CASE("the data of COPY FROM stdin are skipped") {
    CHECK(texts("COPY t (a) FROM stdin;\n1;'\n$$\n\\.\nSELECT 1;") ==
          Texts{"COPY t (a) FROM stdin", "SELECT 1"});
    CHECK(texts("COPY t FROM STDIN WITH (FORMAT csv); -- data\n1\r\n\\.\r\nx").size() == 2);
    CHECK(texts("copy t from stdin;\n\\.\n") == Texts{"copy t from stdin"});
    CHECK(texts("COPY t FROM stdin;\n1\n2") == Texts{"COPY t FROM stdin"});
    CHECK(texts("COPY t TO stdout; 'x'").size() == 2);
    CHECK(split("x", "COPY t FROM stdin;\n\\.\n").statements[0].copies_data);
}

TEST_CASE("psql commands that only show are ignored, wherever they stand") {
    CHECK(texts("\\restrict abc\n\\set ON_ERROR_STOP on\n\\echo it's\nSELECT 1;\n\\pset null '-'\n"
                "\\timing\n\\x\n\\dt+ public.*\n\\unrestrict abc\nSELECT 2 \\g\nx\\;y") ==
          Texts{"SELECT 1", "SELECT 2", "x", "y"});
    CHECK(texts("\\echo a \\\\ SELECT 1; \\q\n nonsense '") == Texts{"SELECT 1"});
    CHECK(texts("garbage \\r\nSELECT 1") == Texts{"SELECT 1"});
}

TEST_CASE("psql commands that decide what happens are refused with their place") {
    CHECK(message_of("SELECT 1\n  \\gexec\n") ==
          "x.sql:2:3: the psql command \\gexec cannot be run here\n    \\gexec\n    ^");
    CHECK(message_of("\\! rm -rf x").starts_with("x.sql:1:1: the psql command \\! "));
    CHECK(message_of("\\copy t from f").starts_with("x.sql:1:1: the psql command \\copy "));
    CHECK(message_of("\\if true\n\\endif").starts_with("x.sql:1:1: the psql command \\if "));
    CHECK(message_of("\\.\n").starts_with("x.sql:1:1: \\. stands here"));
    CHECK(message_of("\\encoding LATIN1").starts_with("x.sql:1:1: only files in UTF-8"));
    CHECK(message_of("\\set AUTOCOMMIT off").starts_with("x.sql:1:1: \\set AUTOCOMMIT off"));
    CHECK(message_of("\\g out.txt").starts_with("x.sql:1:1: \\g with arguments"));
    CHECK(message_of("\\connect a\n\\connect b")
              .starts_with("x.sql:2:1: this connects to a second database, \"b\" after \"a\""));
    CHECK(message_of("\\i other.sql").starts_with("x.sql:1:1: files cannot be included here"));
}

TEST_CASE("a psql variable that was set is not put in silently") {
    CHECK(message_of("\\set t users\nSELECT * FROM :t")
              .starts_with("x.sql:2:15: the psql variable :t cannot be followed here"));
    CHECK(message_of("\\set t users\nSELECT :'t'").starts_with("x.sql:2:8: "));
    CHECK(texts("\\set int 1\nSELECT a::int, b[1:2], ':int'").size() == 1);
}

TEST_CASE("the database that the script connects to is known") {
    CHECK(split("x", "\\connect -reuse-previous=on \"dbname='shop'\"\n").database == "'shop'");
    CHECK(split("x", "\\connect shop\n").database == "shop");
}

TEST_CASE("included files stand where they are named") {
    std::map<std::string, std::string> const files{{"b.sql", "b1;\n\\ir c.sql\nb2"},
                                                   {"c.sql", "c;"}};
    auto const script = split("a.sql", "a1;\n\\i b.sql\na2;", from_map(files));
    std::string all;
    for (auto const& statement : script.statements) {
        all += script.files[statement.file].name + ":" + std::to_string(statement.line) + " " +
               std::string(statement.text) + "|";
    }
    CHECK(all == "a.sql:1 a1|b.sql:1 b1|c.sql:1 c|b.sql:3 b2|a.sql:3 a2|");
}

TEST_CASE("a file that includes itself is an error") {
    std::map<std::string, std::string> const files{{"b.sql", "\\i x.sql"}, {"x.sql", ""}};
    CHECK(message_of("\\i b.sql\n", from_map(files)) ==
          "b.sql:1:1: x.sql includes itself\n  \\i x.sql\n  ^");
    std::map<std::string, std::string> const twice{{"b.sql", "b;"}};
    CHECK(split("x.sql", "\\i b.sql\n\\i b.sql\n", from_map(twice)).statements.size() == 2);
}

TEST_CASE("directives are collected with their place") {
    auto const script = split("x.sql", "a;\n  -- lockstep: rename table a to b \n-- else\nb;");
    REQUIRE(script.directives.size() == 1);
    CHECK(script.directives[0].text == "rename table a to b");
    CHECK(script.directives[0].line == 2);
    CHECK(script.directives[0].offset == 5);
}

TEST_CASE("SET standard_conforming_strings is followed") {
    CHECK(texts("SET standard_conforming_strings = off; SELECT 'a\\';b'; "
                "SET standard_conforming_strings TO 'on'; SELECT 'a\\'; b")
              .size() == 5);
}

TEST_CASE("splitting loses nothing but blanks, comments and semicolons") {
    constexpr std::string_view pieces[] = {
        "a",  " ",  ";",     "'x;y'", "$$;$$", "(",      ")",         "\n", "-- c;\n", "/* ; */",
        "\"", "\"", "BEGIN", "END",   "CASE",  "CREATE", "FUNCTION ", "é",  "1.5",     "E'\\''"};
    std::mt19937 random(7);  // NOLINT: the same texts each time
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = 0; i < 20; ++i) {
            text += pieces[random() % std::size(pieces)];
        }
        try {
            auto const script = split("x", text);
            std::size_t end = 0;
            std::string gaps;
            for (auto const& statement : script.statements) {
                REQUIRE(statement.offset >= end);
                REQUIRE(text.substr(statement.offset, statement.text.size()) == statement.text);
                gaps += text.substr(end, statement.offset - end) + "\n";
                end = statement.offset + statement.text.size();
            }
            gaps += text.substr(end);
            CHECK_MESSAGE(split("gaps", gaps).statements.empty(), text);
        } catch (ParseError const&) {
            continue;  // an odd quote
        }
    }
}

TEST_CASE("statements are those that PostgreSQL's own parser splits off") {
    for (std::string const text :
         {"SELECT 1; SELECT ';' ; CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT "
          "3;",
          "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT $$;$$;"}) {
        auto const result = pg_query_split_with_parser(text.c_str());
        auto const mine = texts(text);
        REQUIRE(static_cast<std::size_t>(result.n_stmts) == mine.size());
        for (std::size_t i = 0; i < mine.size(); ++i) {
            auto const& statement = *result.stmts[i];
            auto const theirs =
                std::string_view(text).substr(static_cast<std::size_t>(statement.stmt_location),
                                              static_cast<std::size_t>(statement.stmt_len));
            CHECK(mine[i] == trim(theirs));
        }
        pg_query_free_split_result(result);
    }
}
