#include <doctest/doctest.h>

#include "plan/plan.hpp"
#include "plan/resume.hpp"
#include "plan/transactions.hpp"

using namespace lockstep;
using namespace lockstep::plan;

namespace {

/// Each step as the numbers of its statements: "1 2 | (3) | 4", in parentheses outside of one.
std::string steps(std::vector<std::string> const& texts) {
    std::vector<Statement> statements;
    for (auto const& text : texts) {
        Statement statement{.text = Sql::from_server(text), .about = {}};
        statement.transaction = transaction_of(statement.text);
        statements.push_back(std::move(statement));
    }
    std::string shown;
    int number = 0;
    for (auto const& step : grouped(std::move(statements))) {
        shown += shown.empty() ? "" : " | ";
        shown += step.in_transaction ? "" : "(";
        for (std::size_t i = 0; i < step.statements.size(); ++i) {
            shown += (i == 0 ? "" : " ") + std::to_string(++number);
        }
        shown += step.in_transaction ? "" : ")";
    }
    return shown;
}

}  // namespace

TEST_CASE("transactions are as large as allowed") {
    CHECK(steps({}).empty());
    CHECK(steps({"CREATE TABLE a ()", "CREATE TABLE b ()"}) == "1 2");
    CHECK(steps({"CREATE TABLE a ()", "CREATE INDEX CONCURRENTLY i ON a (x)",
                 "DROP INDEX CONCURRENTLY j", "CREATE TABLE b ()"}) == "1 | (2) | (3) | 4");
    CHECK(steps({"ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID",
                 "ALTER TABLE a VALIDATE CONSTRAINT c", "ALTER TABLE a DROP CONSTRAINT c"}) ==
          "1 | 2 | 3");
    CHECK(steps({"ALTER TABLE a DETACH PARTITION b CONCURRENTLY"}) == "(1)");
    CHECK(steps({"ALTER TABLE a DETACH PARTITION b"}) == "1");
    CHECK(steps({"REINDEX TABLE CONCURRENTLY a", "VACUUM a"}) == "(1) | (2)");
}

TEST_CASE("a new value of an enum is committed before it is used, and not before") {
    std::string const add = "ALTER TYPE mood ADD VALUE 'so so' AFTER 'bad'";
    CHECK(steps({add, "CREATE TABLE b ()"}) == "1 2");
    CHECK(steps({add, "ALTER TABLE a ALTER m SET DEFAULT 'so so'::mood"}) == "1 | 2");
    CHECK(steps({add, "ALTER TYPE mood ADD VALUE 'x' BEFORE 'so so'"}) == "1 2");
}

TEST_CASE("a subscription is made outside of transactions only where it makes a slot") {
    CHECK(steps({"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p"}) == "(1)");
    CHECK(steps({"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)"}) ==
          "1");
}

TEST_CASE("what a build that was cut off leaves is known by its name, its table and its state") {
    auto const built = resumption(sql("CREATE UNIQUE INDEX CONCURRENTLY \"i'x\" ON public.t (a)"));
    REQUIRE(built);
    CHECK(built->leftover.text() ==
          "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.\"i''x\"') "
          "AND indrelid = to_regclass('public.t') AND NOT indisvalid)");
    CHECK(built->cleanup.text() == "DROP INDEX CONCURRENTLY public.\"i'x\"");
    auto const detached =
        resumption(sql("ALTER TABLE public.t DETACH PARTITION public.p "
                       "CONCURRENTLY"));
    REQUIRE(detached);
    CHECK(detached->cleanup.text() == "ALTER TABLE public.t DETACH PARTITION public.p FINALIZE");
    CHECK(!resumption(sql("CREATE INDEX i ON public.t (a)")));
}
