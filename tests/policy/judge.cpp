#include "policy/judge.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "policy/rules.hpp"
#include "schema/kind.hpp"
#include "support/build.hpp"

using namespace lockstep;
using namespace lockstep::policy;
using namespace lockstep::schema;
using namespace lockstep::tests;

namespace {

Kind const table{.name = "table",
                 .sql_name = "TABLE",
                 .catalog = "pg_class",
                 .properties = {{"owner"}, {"comment"}, {"row_security", Shape::flag}}};
Kind const column{.name = "column",
                  .sql_name = "COLUMN",
                  .catalog = "pg_class",
                  .names = {"schema", "table", "name"},
                  .properties = {{"comment"},
                                 {"type"},
                                 {"not_null", Shape::flag},
                                 {"default"},
                                 {"identity"},
                                 {"generated"}},
                  .part_of_names = 2};
Kind const enum_type{.name = "enum",
                     .sql_name = "TYPE",
                     .catalog = "pg_type",
                     .properties = {{"values", Shape::list}}};

/// One finding a line: severity, rule, why.
std::string findings(Schema const& definitions, Schema const& database, Policy const& policy = {}) {
    std::string text;
    auto const changes = diff::diff(definitions, database);
    for (auto const& finding : judge(changes, policy)) {
        text +=
            fmt::format("{} {}: {}{}\n", to_string(finding.severity), finding.rule, finding.why,
                        finding.accepted.empty() ? "" : " [accepted: " + finding.accepted + "]");
    }
    return text;
}

Schema with_column(std::initializer_list<Set> properties) {
    return Build()
        .add(table, {"public", "t"})
        .add(column, {"public", "t", "c"}, properties)
        .schema();
}

Schema with_values(std::initializer_list<std::string_view> values) {
    auto const packed = pack(values);
    return Build().add(enum_type, {"public", "e"}, {{"values", packed}}).schema();
}

}  // namespace

TEST_CASE("added is what the database has and the definitions lack") {
    auto const none = Build().knows(table).knows(column).schema();
    auto const some = with_column({{"type", "text"}});
    CHECK(findings(none, some) ==
          "high table_added: the database has a table that no definition speaks of\n");
    CHECK(findings(some, none) == "critical table_removed: reads and writes of the table fail\n");
}

TEST_CASE("a type that no longer fits is critical, a wider one is high") {
    auto const small = with_column({{"type", "character varying(20)"}});
    auto const large = with_column({{"type", "character varying(50)"}});
    CHECK(findings(small, large) ==
          "high column_type_modified: the database allows values that code may not expect\n");
    CHECK(findings(large, small) ==
          "critical column_type_modified: a value of the one type may not fit into the other\n");
}

TEST_CASE("which types fit into which") {
    CHECK(fits_into("integer", "bigint"));
    CHECK_FALSE(fits_into("bigint", "integer"));
    CHECK(fits_into("numeric(10,2)", "numeric(12,2)"));
    CHECK_FALSE(fits_into("numeric(10,2)", "numeric(10,3)"));
    CHECK(fits_into("numeric(10,2)", "numeric"));
    CHECK_FALSE(fits_into("numeric", "numeric(10,2)"));
    CHECK(fits_into("varchar(20)", "text"));
    CHECK_FALSE(fits_into("text", "varchar(20)"));
    CHECK(fits_into("timestamp(3) with time zone", "timestamptz"));
    CHECK_FALSE(fits_into("timestamp with time zone", "timestamp without time zone"));
    CHECK_FALSE(fits_into("integer[]", "bigint"));
    CHECK(fits_into("integer[]", "bigint[]"));
    CHECK_FALSE(fits_into("character(3)", "character(5)"));
}

TEST_CASE("a missing value of an enum is critical, another one high, the order medium") {
    CHECK(findings(with_values({"a", "b"}), with_values({"a"}))
              .starts_with("critical enum_values_modified"));
    CHECK(findings(with_values({"a"}), with_values({"a", "b"}))
              .starts_with("high enum_values_modified"));
    CHECK(findings(with_values({"a", "b"}), with_values({"b", "a"}))
              .starts_with("medium enum_values_modified"));
    CHECK(findings(with_values({"a", "b"}), with_values({"a", "c"}))
              .starts_with("critical enum_values_renamed"));
}

TEST_CASE("the config's last matching rule wins, by the whole rule or by the kind's") {
    auto const one = with_column({{"type", "integer"}});
    auto const two = with_column({{"type", "bigint"}});
    auto const judged = [&](std::vector<SeverityRule> rules) {
        auto const text =
            findings(one, two, {.severities = std::move(rules), .accepted = {}, .today = ""});
        return text.substr(0, text.find(' '));
    };
    CHECK(judged({}) == "high");
    CHECK(judged({{"column_modified", "*", Severity::low}}) == "low");
    CHECK(judged({{"column_type_modified", "*", Severity::critical}}) == "critical");
    CHECK(judged({{"column_*", "*", Severity::low}, {"*", "public.*", Severity::medium}}) ==
          "medium");
    CHECK(judged({{"*", "other.*", Severity::low}}) == "high");
    CHECK(judged({{"*", "public.t.c", Severity::ignore}}).empty());
    CHECK(judged({{"column_added", "*", Severity::low}}) == "high");
}

TEST_CASE("accepted drift is silenced until it expires, and says so then") {
    auto const one = with_column({{"type", "integer"}});
    auto const two = with_column({{"type", "bigint"}});
    auto const changes = diff::diff(one, two);
    Policy policy{.severities = {}, .accepted = {}, .today = "2026-11-21"};
    policy.accepted = accept_all(judge(changes, policy), "known since May", "2026-11-21");
    REQUIRE(policy.accepted.size() == 1);
    CHECK(policy.accepted[0].object == "column public.t.c");
    CHECK(policy.accepted[0].finding.size() == 16);
    CHECK(findings(one, two, policy) ==
          "high column_type_modified: the database allows values that code may not expect "
          "[accepted: known since May]\n");
    CHECK(accept_all(judge(changes, policy), "again", "").empty());
    policy.today = "2026-11-22";
    CHECK(findings(one, two, policy) ==
          "high column_type_modified: the database allows values that code may not expect; it was "
          "accepted until 2026-11-21: known since May\n");
}

TEST_CASE("an accepted finding is another one when its values change") {
    auto const one = with_column({{"type", "integer"}});
    auto const of = [&](char const* type) {
        auto const other = with_column({{"type", type}});
        return fingerprint(judge(diff::diff(one, other), {}).at(0));
    };
    CHECK(of("bigint") == of("bigint"));
    CHECK(of("bigint") != of("text"));
}

TEST_CASE("findings come worst first, then by object") {
    auto const definitions = Build()
                                 .add(table, {"public", "a"}, {{"comment", "x"}})
                                 .add(table, {"public", "b"}, {{"row_security", "true"}})
                                 .schema();
    auto const database =
        Build().add(table, {"public", "a"}).add(table, {"public", "b"}, {{"owner", "me"}}).schema();
    CHECK(findings(definitions, database) ==
          "critical table_row_security_modified: row security is off: whoever may read the table "
          "reads every row\n"
          "medium table_owner_modified: the owner may alter and drop it, and its rights count in "
          "views and SECURITY DEFINER functions\n"
          "low table_comment_modified: documentation: nothing behaves differently\n");
}

TEST_CASE("severities have names, and are found by them") {
    for (auto const severity : {Severity::ignore, Severity::low, Severity::critical}) {
        CHECK(severity_from(to_string(severity)) == severity);
    }
    CHECK_FALSE(severity_from("severe").has_value());
}
