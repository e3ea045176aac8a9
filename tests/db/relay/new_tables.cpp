#include "relay/new_tables.hpp"

#include <doctest/doctest.h>

#include "support/scratch.hpp"

namespace lockstep::tests {
namespace {

using relay::SetupOptions;

std::string published(TestDatabase& database) {
    return database.value(
        "SELECT coalesce(string_agg(tablename, ' ' ORDER BY tablename), '') FROM "
        "pg_publication_tables");
}

TEST_CASE("a new table joins the publication; one without an identity is left out and told") {
    TestDatabase it(
        "CREATE PUBLICATION lockstep; CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE bare (id "
        "int); CREATE SCHEMA lockstep; CREATE TABLE lockstep.own (id int PRIMARY KEY)");
    auto const news = relay::publish_new_tables(it.connection(), {});
    CHECK_EQ(published(it), "a");
    CHECK_EQ(news.published.size(), 1);
    REQUIRE_EQ(news.left_out.size(), 1);
    CHECK_EQ(news.left_out[0],
             "public.bare is not published: it has no replica identity, so its UPDATE and DELETE "
             "would be refused; see sync setup --fix");
    CHECK(relay::publish_new_tables(it.connection(), {}).published.empty());
}

TEST_CASE("nothing leaves a publication while the relay runs") {
    TestDatabase it("CREATE TABLE a (id int PRIMARY KEY); CREATE PUBLICATION lockstep FOR TABLE a");
    CHECK(relay::publish_new_tables(it.connection(), {.tables = {"b"}}).published.empty());
    CHECK_EQ(published(it), "a");
}

TEST_CASE("new tables stay out where the config says so, unless it names them") {
    TestDatabase it(
        "CREATE PUBLICATION lockstep; CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int "
        "PRIMARY KEY)");
    SetupOptions const options{.tables = {"*", "public.b"}, .adds_tables = false};
    CHECK_EQ(relay::publish_new_tables(it.connection(), options).published.size(), 1);
    CHECK_EQ(published(it), "b");
}

TEST_CASE("without a publication there is nothing to join") {
    TestDatabase it("CREATE TABLE a (id int PRIMARY KEY)");
    auto const news = relay::publish_new_tables(it.connection(), {});
    CHECK(news.published.empty());
    CHECK(news.left_out.empty());
}

}  // namespace
}  // namespace lockstep::tests
