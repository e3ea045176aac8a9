// What is refused: with which code, and what is left unchanged.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "pg/connection.hpp"
#include "support/sync_site.hpp"

namespace lockstep::tests {
namespace {

SyncSite& site() {
    static SyncSite shared;
    return shared;
}

struct Refusal {
    int code = 0;
    std::string error;
    std::string detail;
    int exit_code = 0;
};

Refusal refused(std::string const& request, std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--format", "json"});
    auto const outcome = site().apply(request, arguments);
    auto const json = nlohmann::json::parse(outcome.out, nullptr, false);
    REQUIRE_MESSAGE(json.is_object(), outcome.out, outcome.err);
    CHECK(json["success"] == false);
    return {json["code"], json.value("error", ""), json.value("detail", ""), outcome.exit_code};
}

/// The project as it was, and one more failed change in its record.
void check_unchanged(SyncSite::Id const& id, int code) {
    CHECK(site().in_control(fmt::format(
              "SELECT version || status || coalesce(locked_by, '') FROM projects WHERE id = '{}'",
              id.project)) == "1ready");
    CHECK(site().in_control(fmt::format(
              "SELECT status || error_code FROM schema_changes WHERE project_id = '{}' ORDER BY "
              "created_at DESC LIMIT 1",
              id.project)) == fmt::format("failed{}", code));
}

TEST_CASE("400: a request that is none") {
    for (auto const& [text, error] :
         {std::pair("", "the request is no JSON"), std::pair("[]", " must be an object"),
          std::pair("{}", "organization_id is missing"),
          std::pair(R"({"organization_id": 1})", "organization_id must be a text")}) {
        auto const refusal = refused(text);
        CHECK(refusal.code == 400);
        CHECK(refusal.exit_code == 2);
        CHECK(refusal.error == error);
    }
    auto const id = site().add_project();
    CHECK(refused(SyncSite::request({"x", "y"}, 1, SyncSite::add_column("a"))).code == 400);
    CHECK(refused(SyncSite::request(id, 1, R"({"type": "truncate"})")).code == 400);
    CHECK(refused(std::string(9'000'000, ' ')).error == "the request is larger than 8 MB");
    CHECK(refused(std::string(100'000, '[')).error == "the request is nested too deeply");
}

TEST_CASE("400: types and expressions that are not allowed, recorded and never run") {
    auto const id = site().add_project();
    for (std::string_view const column :
         {R"json({"name": "a", "type": "no_such_type"})json",
          R"json({"name": "a", "type": "text; DROP TABLE x"})json",
          R"json({"name": "a", "type": "text", "default": "pg_read_file('/etc/passwd')"})json",
          R"json({"name": "a", "type": "text", "default": "(SELECT 1)"})json"}) {
        auto const change =
            fmt::format(R"({{"type": "add_column", "table": "orders", "column": {}}})", column);
        CHECK(refused(SyncSite::request(id, 1, change)).code == 400);
        check_unchanged(id, 400);
    }
}

TEST_CASE("400: data that would be lost, unless the request allows it") {
    auto const id = site().add_project();
    auto const change = R"({"type": "drop_table", "table": "orders"})";
    auto const refusal = refused(SyncSite::request(id, 1, change));
    CHECK(refusal.code == 400);
    CHECK(holds(refusal.error, R"("allow": ["data_loss"])"));
    CHECK(holds(refusal.detail, "orders"));
    check_unchanged(id, 400);
}

TEST_CASE("400: a new_schema_data that is not what the change makes") {
    auto const id = site().add_project();
    auto request = SyncSite::request(id, 1, SyncSite::add_column("a"));
    request.insert(request.find('{') + 1, R"("new_schema_data": {"tables": []}, )");
    CHECK(refused(request).error ==
          "new_schema_data is not what the change makes of the project's schema");
}

TEST_CASE("404: no such project, or another organisation's") {
    auto const id = site().add_project();
    auto const nobody = site().in_control("SELECT gen_random_uuid()");
    CHECK(
        refused(SyncSite::request({nobody, id.organization}, 1, SyncSite::add_column("a"))).code ==
        404);
    auto const refusal =
        refused(SyncSite::request({id.project, nobody}, 1, SyncSite::add_column("a")));
    CHECK(refusal.code == 404);
    CHECK(refusal.exit_code == 4);
}

TEST_CASE("409: a version that is old, or ahead") {
    auto const id = site().add_project();
    for (int const version : {0, 2}) {
        auto const refusal = refused(SyncSite::request(id, version, SyncSite::add_column("a")));
        CHECK(refusal.code == 409);
        CHECK(refusal.exit_code == 5);
        check_unchanged(id, 409);
    }
    // Tried again, it reloads the version.
    CHECK(site()
              .apply(SyncSite::request(id, 0, SyncSite::add_column("a")), {"--retry", "1"})
              .exit_code == 0);
}

TEST_CASE("409: a change_id that another change has") {
    auto const id = site().add_project();
    auto const change_id = site().in_control("SELECT gen_random_uuid()");
    CHECK(site().apply(SyncSite::request(id, 1, SyncSite::add_column("a"), change_id)).exit_code ==
          0);
    CHECK(refused(SyncSite::request(id, 2, SyncSite::add_column("b"), change_id)).error ==
          "another change has this change_id");
}

TEST_CASE("423: somebody holds the lock; who, and since when") {
    auto const id = site().add_project();
    site().in_control(
        fmt::format("UPDATE projects SET status = 'applying', locked_by = 'bob', "
                    "locked_at = now() + '1 hour' WHERE id = '{}'",
                    id.project));
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    CHECK(refusal.code == 423);
    CHECK(refusal.exit_code == 5);
    CHECK(holds(refusal.error, "the project is locked by bob since "));
}

TEST_CASE("500: a lock in the target that is held for longer than the timeout") {
    auto const id = site().add_project();
    pg::Connection holder(site().target.url("postgres"));
    holder.execute(Sql::from_server(
        fmt::format("BEGIN; LOCK TABLE \"{}\".orders IN ACCESS SHARE MODE", id.name_space())));
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    CHECK(refusal.code == 500);
    CHECK(refusal.exit_code == 7);
    CHECK(holds(refusal.error, "lock timeout"));
    check_unchanged(id, 500);
}

TEST_CASE("500: the target is down, and no other way: nothing is locked afterwards") {
    auto const id = site().add_project();
    site().to_target.cut();
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    site().to_target.mend();
    CHECK(refusal.code == 500);
    CHECK(refusal.exit_code == 3);
    CHECK(holds(refusal.error, "the target cannot be reached"));
    check_unchanged(id, 500);
}

TEST_CASE("the control database is down: the answer says so") {
    auto const id = site().add_project();
    site().to_control.cut();
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    site().to_control.mend();
    CHECK(refusal.code == 500);
    CHECK(refusal.exit_code == 3);
}

TEST_CASE("500: deployment_configs holds nothing for the organisation") {
    auto const id = site().add_project();
    auto const shared = site().in_control(
        "SELECT connection FROM deployment_configs WHERE organization_id IS NULL");
    site().in_control("DELETE FROM deployment_configs WHERE organization_id IS NULL");
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    site().in_control(
        fmt::format("INSERT INTO deployment_configs (connection) VALUES ('{}')", shared));
    CHECK(refusal.code == 500);
    CHECK(holds(refusal.error, "has no target"));
    check_unchanged(id, 500);
}

TEST_CASE("500: a target of the organisation that is not active, or has a wrong address") {
    auto const id = site().add_project();
    auto const add = [&](std::string_view connection, std::string_view status) {
        site().in_control(fmt::format("DELETE FROM deployment_configs WHERE organization_id = '{}'",
                                      id.organization));
        site().in_control(
            fmt::format("INSERT INTO deployment_configs (organization_id, connection, status) "
                        "VALUES ('{}', '{}', '{}')",
                        id.organization, connection, status));
        auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
        CHECK(refusal.code == 500);
        check_unchanged(id, 500);
        return refusal.error;
    };
    CHECK(holds(add("postgresql:///x?host=/nowhere", "inactive"), "is inactive, not active"));
    CHECK(holds(add("postgresql:///x?host=/nowhere", "active"), "the target cannot be reached"));
    CHECK(holds(add(site().target.url("none"), "active"), "the target cannot be reached"));
}

TEST_CASE("500: a wrong password, or no rights in the target; no message holds the password") {
    auto const id = site().add_project();
    site().in_target("CREATE ROLE guest LOGIN PASSWORD 'right'");
    site().target.ask_for_password("guest");
    auto const error_with = [&](std::string const& password) {
        site().in_control(fmt::format("DELETE FROM deployment_configs WHERE organization_id = '{}'",
                                      id.organization));
        auto url = site().target.url("postgres");
        url.replace(url.find("lockstep_scratch@"), 17, "guest:" + password + "@");
        site().in_control(
            fmt::format("INSERT INTO deployment_configs (organization_id, connection) "
                        "VALUES ('{}', '{}')",
                        id.organization, url));
        auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
        CHECK(refusal.code == 500);
        check_unchanged(id, 500);
        CHECK(!holds(refusal.error + refusal.detail, password));
        return refusal.error;
    };
    CHECK(holds(error_with("wr0ng"), "password authentication failed for user \"guest\""));
    CHECK(holds(error_with("right"), "permission denied"));
}

TEST_CASE("a request that is none, or is not there, is refused before anything is connected to") {
    site().to_control.cut();
    auto const missing = site().sync_apply({"none.json"});
    auto const refusal = refused("{}");
    site().to_control.mend();
    CHECK(missing.exit_code == 4);
    CHECK(holds(missing.err, "cannot read none.json"));
    CHECK(refusal.error == "organization_id is missing");
}

TEST_CASE("500: a target that is not what the project's schema says, with the differences") {
    auto const id = site().add_project();
    site().in_target(fmt::format("ALTER TABLE \"{}\".orders ADD secret text, ALTER id TYPE int",
                                 id.name_space()));
    auto const refusal = refused(SyncSite::request(id, 1, SyncSite::add_column("a")));
    CHECK(refusal.code == 500);
    CHECK(holds(refusal.error, "the target is not what the project's schema says"));
    CHECK(refusal.detail ==
          "column orders.id: integer NOT NULL, should be bigint NOT NULL\n"
          "column orders.secret is too much");
    check_unchanged(id, 500);
    auto const shown = site().sync_apply({"--repair", id.project});
    CHECK(holds(shown.out, "-- The way back; --yes runs it"));
    CHECK(holds(shown.out, "DROP COLUMN secret"));
    CHECK(site().sync_apply({"--repair", id.project, "--yes"}).exit_code == 0);
    CHECK(site().apply(SyncSite::request(id, 1, SyncSite::add_column("a"))).exit_code == 0);
}

TEST_CASE("a default that somebody has changed is found, and goes back to how it was applied") {
    auto const id = site().add_project();
    CHECK(site()
              .apply(SyncSite::request(id, 1, R"json({"type": "add_column", "table": "orders",
                  "column": {"name": "a", "type": "text", "default": "lower('X')"}})json"))
              .exit_code == 0);
    site().in_target(
        fmt::format("ALTER TABLE \"{}\".orders ALTER a SET DEFAULT 'y'", id.name_space()));
    CHECK(refused(SyncSite::request(id, 2, SyncSite::add_column("b"))).detail ==
          "default orders.a: 'y'::text, should be lower('X'::text)");
    CHECK(site().sync_apply({"--repair", id.project, "--yes"}).exit_code == 0);
    CHECK(site().apply(SyncSite::request(id, 2, SyncSite::add_column("b"))).exit_code == 0);
}

TEST_CASE("--dry-run shows the SQL, its hazards and both schemas, and changes nothing") {
    auto const id = site().add_project();
    auto const outcome = site().apply(
        SyncSite::request(id, 1, R"({"type": "modify_column", "table": "orders", "column": "id",
                                     "changes": {"type": "numeric"}})"),
        {"--dry-run"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.out, "ALTER COLUMN id TYPE numeric"));
    CHECK(holds(outcome.out, "-- hazard: "));
    CHECK(holds(outcome.out, "\"type\": \"bigint\""));
    CHECK(holds(outcome.out, "\"type\": \"numeric\""));
    CHECK(site().in_control(
              fmt::format("SELECT version FROM projects WHERE id = '{}'", id.project)) == "1");
}

TEST_CASE("looking at a target for the first time leaves nothing in it") {
    auto const id = site().add_project();
    site().in_target("CREATE DATABASE fresh");
    auto const fresh = site().target.url("fresh");
    site().in_control(fmt::format(
        "INSERT INTO deployment_configs (organization_id, connection) VALUES ('{}', '{}')",
        id.organization, fresh));
    site().in_control(fmt::format(
        "UPDATE projects SET schema_data = '{{}}', version = 0 WHERE id = '{}'", id.project));
    CHECK(site()
              .apply(SyncSite::request(
                         id, 0, R"({"type": "add_table", "table": {"name": "x", "columns": []}})"),
                     {"--dry-run"})
              .exit_code == 0);
    CHECK(site().sync_apply({"--repair", id.project}).exit_code == 0);
    pg::Connection connection(fresh);
    CHECK(connection.query(Sql::from_server("SELECT to_regnamespace('lockstep')")).is_null(0, 0));
}

TEST_CASE("setup goes a second time without a change, and drops nothing that holds projects") {
    site().add_project();
    CHECK(site().project.run({"sync", "setup", "--control"}).exit_code == 0);
    auto const refusal = site().project.run({"sync", "setup", "--control", "--drop"});
    CHECK(refusal.exit_code == 6);
    CHECK(holds(refusal.err, "the control database holds "));
}

}  // namespace
}  // namespace lockstep::tests
