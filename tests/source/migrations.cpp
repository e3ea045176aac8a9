#include "source/migrations.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace lockstep;
using namespace lockstep::source;

namespace {

std::string order(std::vector<std::string> paths) {
    return join(replay_order(std::move(paths)), " ");
}

}  // namespace

TEST_CASE("numbers in names are numbers, and down files are left out") {
    CHECK(order({"10_b.sql", "9_a.sql", "100_c.sql"}) == "9_a.sql 10_b.sql 100_c.sql");
    CHECK(order({"2_b.up.sql", "2_b.down.sql", "1_a.up.sql", "1_a.down.sql"}) ==
          "1_a.up.sql 2_b.up.sql");
    CHECK(order({"m/2020_b/migration.sql", "m/2019_a/migration.sql"}) ==
          "m/2019_a/migration.sql m/2020_b/migration.sql");
    CHECK(order({"02_b.sql", "1_a.sql", "003_c.sql"}) == "1_a.sql 02_b.sql 003_c.sql");
}

TEST_CASE("Flyway's versions are compared part by part, repeatable ones run last") {
    CHECK(order({"V2__b.sql", "V1.10__c.sql", "V1__a.sql", "V1_2__d.sql", "U2__b.sql",
                 "R__views.sql"}) == "V1__a.sql V1_2__d.sql V1.10__c.sql V2__b.sql R__views.sql");
}

TEST_CASE("the upward part keeps its lines where they were") {
    CHECK(upward_part("-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDROP TABLE t;\n") ==
          "-- migrate:up\nCREATE TABLE t ();\n               \n             \n");
    CHECK(trim(upward_part("-- +goose Down\nx;\n-- +goose Up\ny;")) == "-- +goose Up\ny;");
    CHECK(trim(upward_part("-- +migrate Up notransaction\ny;\n-- +migrate Down\nx;")) ==
          "-- +migrate Up notransaction\ny;");
    CHECK(upward_part("CREATE TABLE t ();\n-- lockstep: rename a to b\n") ==
          "CREATE TABLE t ();\n-- lockstep: rename a to b\n");
}
