#include "config/init.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "config/load.hpp"
#include "support/support.hpp"

using namespace lockstep;

TEST_CASE("init writes a configuration that can be read and names what was found") {
    auto const files = config::init_files(
        {.definitions = {"schema.sql", "migrations:db/\"odd\""}, .database_variable = "SHOP_DB"});
    REQUIRE(files.size() == 3);
    auto const config = config::read(files[0].path, files[0].content, config::Syntax::json).config;
    CHECK(config.database.url_env == "SHOP_DB");
    REQUIRE(config.local_schemas.definitions.size() == 2);
    CHECK(config.local_schemas.definitions[1].source == "migrations:db/\"odd\"");
    CHECK(files[1].executable);
}

TEST_CASE("init without anything found still writes a configuration that can be read") {
    auto const files = config::init_files({.git = false});
    REQUIRE(files.size() == 1);
    CHECK(config::read("c", files[0].content, config::Syntax::json).config.database.url_env ==
          "DATABASE_URL");
}

TEST_CASE("init writes the hook and the workflow that this repository has itself") {
    auto const files = config::init_files({});
    REQUIRE(files.size() == 3);
    CHECK(files[1].content ==
          read_text_file(tests::repository_file("hooks/pre-commit-schema-check.sh")));
    CHECK(files[2].path == ".github/workflows/schema-sync.yml");
    CHECK(files[2].content == read_text_file(tests::repository_file(files[2].path)));
}
