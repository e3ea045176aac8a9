#include "config/database.hpp"

#include <doctest/doctest.h>

using namespace lockstep::config;

namespace {

DatabaseChoice choose(std::string_view json, Environment const& environment,
                      std::string_view option = {}) {
    return choose_database(read("c.json", json, Syntax::json).config, environment, option);
}

}  // namespace

TEST_CASE("the database comes from the option, the environment, libpq's own, then the config") {
    auto const* const config = R"({"database": {"url": "postgresql://config"}})";
    Environment environment{{"LOCKSTEP_DB", "postgresql://twin"},
                            {"LOCKSTEP_DATABASE_URL", "postgresql://ours"},
                            {"DATABASE_URL", "postgresql://common"},
                            {"PGHOST", "libpq"}};
    CHECK(choose(config, environment, "postgresql://option").url == "postgresql://option");
    CHECK(choose(config, environment).from == "environment LOCKSTEP_DB");
    environment.erase("LOCKSTEP_DB");
    CHECK(choose(config, environment).url == "postgresql://ours");
    environment.erase("LOCKSTEP_DATABASE_URL");
    CHECK(choose(config, environment).url == "postgresql://common");
    environment.erase("DATABASE_URL");
    CHECK(choose(config, environment).url.empty());
    CHECK(choose(config, environment).from == "environment PGHOST");
    environment.erase("PGHOST");
    CHECK(choose(config, environment).url == "postgresql://config");
    CHECK(choose(config, environment).from == "config database.url");
}

TEST_CASE("a variable that is empty counts as not set") {
    auto const choice =
        choose(R"({"database": {"url_env": "APP_DB"}})", {{"DATABASE_URL", ""}, {"APP_DB", ""}});
    CHECK_FALSE(choice.configured);
    CHECK(choice.missing == std::vector<std::string>{"\"database.url_env\" names the environment "
                                                     "variable APP_DB, which is not set."});
}

TEST_CASE("without any database the three ways to name one are told") {
    CHECK(choose("{}", {}).missing ==
          std::vector<std::string>{"No database is named: give --db URL, or set DATABASE_URL, or "
                                   "\"database.url_env\" in the configuration."});
}

TEST_CASE("a Supabase project and its password give a URL, the password encoded") {
    CHECK(
        choose("{}", {{"SUPABASE_PROJECT_ID", "abcd"}, {"SUPABASE_DB_PASSWORD", "p@ss/w%"}}).url ==
        "postgresql://postgres:p%40ss%2Fw%25@db.abcd.supabase.co:5432/postgres");
    CHECK(choose(R"({"database": {"url_env": "SUPABASE_URL"}})",
                 {{"SUPABASE_URL", "https://abcd.supabase.co/"}, {"SUPABASE_DB_PASSWORD", "p"}})
              .url == "postgresql://postgres:p@db.abcd.supabase.co:5432/postgres");
    CHECK(choose("{}", {{"SUPABASE_DB_URL", "postgresql://all"}}).url == "postgresql://all");
}

TEST_CASE("what a Supabase connection lacks is told") {
    CHECK(choose("{}", {{"SUPABASE_PROJECT_ID", "abcd"}, {"SUPABASE_SERVICE_KEY", "k"}}).missing ==
          std::vector<std::string>{
              "SUPABASE_PROJECT_ID names the Supabase project abcd; set SUPABASE_DB_PASSWORD too, "
              "or SUPABASE_DB_URL alone.",
              "SUPABASE_SERVICE_KEY is a key for Supabase's web interface; it opens no PostgreSQL "
              "connection."});
    CHECK(choose("{}", {{"SUPABASE_DB_PASSWORD", "p"}}).missing ==
          std::vector<std::string>{
              "SUPABASE_DB_PASSWORD is set; set SUPABASE_PROJECT_ID or SUPABASE_URL too."});
    CHECK(choose("{}", {{"SUPABASE_PROJECT_ID", "a@evil/x"}, {"SUPABASE_DB_PASSWORD", "p"}})
              .missing ==
          std::vector<std::string>{"SUPABASE_PROJECT_ID holds no Supabase project id."});
}

TEST_CASE("a database by name never ends up at another one") {
    auto const* const config = R"({"databases": {"a": "postgresql://a", "b": {"url_env": "B_URL"},
        "c": {"project_id_env": "C_ID"}, "d": {}, "fleet": ["?"]}})";
    Environment const environment{{"SUPABASE_DB_URL", "postgresql://else"},
                                  {"SUPABASE_PROJECT_ID", "else"},
                                  {"SUPABASE_DB_PASSWORD", "p"},
                                  {"C_ID", "cccc"}};
    CHECK(choose(config, environment, "a").url == "postgresql://a");
    CHECK(choose(config, environment, "a").from == "--db, config databases.a.url");
    CHECK_FALSE(choose(config, environment, "b").configured);
    CHECK(choose(config, environment, "c").url ==
          "postgresql://postgres:p@db.cccc.supabase.co:5432/postgres");
    CHECK(choose(config, environment, "d").missing ==
          std::vector<std::string>{"\"databases.d\" has neither \"url\" nor \"url_env\"."});
    CHECK(fleet_names(read("c", config, Syntax::json).config) ==
          std::vector<std::string>{"a", "b", "c", "d"});
}

TEST_CASE("an option has a twin in the environment") {
    CHECK(variable_of_option("--fail-on") == "LOCKSTEP_FAIL_ON");
    CHECK(variable_of_option("db") == "LOCKSTEP_DB");
}
