// Many at once, and many targets.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "pg/connection.hpp"
#include "support/sync_site.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("a thousand requests at once over ten projects: no version is left out or taken twice") {
    SyncSite const site;
    constexpr int projects = 10;
    constexpr int requests = 1000;
    constexpr int processes = 16;
    std::vector<SyncSite::Id> ids;
    for (int i = 0; i < projects; ++i) {
        ids.push_back(site.add_project());
    }
    std::atomic<int> next = 0;
    std::atomic<int> applied = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> other = 0;
    auto const start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (int worker = 0; worker < processes; ++worker) {
            threads.emplace_back([&] {
                for (int i = next++; i < requests; i = next++) {
                    auto const request = SyncSite::request(
                        ids[static_cast<std::size_t>(i % projects)], 1 + i / (2 * projects),
                        SyncSite::add_column(fmt::format("c{}", i)));
                    auto const code =
                        site.apply(request, {"--retry", i % 3 == 0 ? "0" : "2"}).exit_code;
                    (code == 0 ? applied : code == 5 ? refused : other)++;
                }
            });
        }
    }
    auto const took = std::chrono::steady_clock::now() - start;
    CHECK(other == 0);
    CHECK(applied + refused == requests);
    CHECK(site.in_control("SELECT count(*) FROM schema_changes WHERE status = 'applied' AND "
                          "change_type = 'add_column'") == std::to_string(applied));
    // Versions 1, 2, 3, … of each project, and that of the project is the last.
    CHECK(
        site.in_control("SELECT count(*) FROM (SELECT project_id FROM schema_changes WHERE status "
                        "= 'applied' GROUP BY 1 HAVING min(version) <> 1 OR max(version) <> "
                        "count(*) OR count(DISTINCT version) <> count(*)) x") == "0");
    CHECK(site.in_control("SELECT count(*) FROM projects p WHERE status <> 'ready' OR version <> "
                          "(SELECT max(version) FROM schema_changes WHERE project_id = p.id AND "
                          "status = 'applied')") == "0");
    CHECK(site.in_control("SELECT count(*) FROM schema_changes WHERE status = 'failed' AND "
                          "error_code NOT IN (409, 423)") == "0");
    CHECK(site.in_target("SELECT count(*) FROM lockstep.applied_change") ==
          site.in_control("SELECT count(*) FROM schema_changes WHERE status = 'applied'"));
    auto const stats = site.sync_apply({"--stats"});
    MESSAGE(applied.load(), " applied, ", refused.load(), " refused in ",
            std::chrono::duration_cast<std::chrono::milliseconds>(took).count(), " ms\n",
            stats.out);
    CHECK(stats.exit_code == 0);
}

TEST_CASE(
    "a fleet: each target has the change or says why not, and --resume brings it to the rest") {
    SyncSite site;
    auto const id = site.add_project();
    for (int i = 0; i < 4; ++i) {
        site.in_target(fmt::format("CREATE DATABASE fleet{}", i));
        site.in_control(fmt::format(
            "INSERT INTO deployment_configs (organization_id, connection) VALUES ('{}', '{}')",
            id.organization, site.target.url(fmt::format("fleet{}", i))));
    }
    // They have not got the table that the project has: it is brought to them first.
    auto const first =
        site.in_control("SELECT change_id FROM schema_changes WHERE status = 'applied'");
    CHECK(site.sync_apply({"--resume", first}).exit_code == 0);
    // The one with the lowest id is the organisation's own, and goes with the control database.
    auto const last = site.in_control(
        fmt::format("SELECT connection FROM deployment_configs WHERE organization_id "
                    "= '{}' ORDER BY id DESC LIMIT 1",
                    id.organization));
    auto const in_last = [&](std::string const& statement) {
        pg::Connection connection(last);
        auto const rows = connection.query(Sql::from_server(statement));
        return rows.size() == 0 ? std::string() : std::string(rows.cell(0, 0));
    };
    CHECK(in_last("SELECT count(*) FROM lockstep.applied_change") == "1");
    in_last(fmt::format("ALTER TABLE \"{}\".orders ADD note int", id.name_space()));
    auto const change_id = site.in_control("SELECT gen_random_uuid()");
    auto const outcome =
        site.apply(SyncSite::request(id, 1, SyncSite::add_column("note"), change_id),
                   {"--to-all", "--at-once", "2"});
    CHECK(outcome.exit_code == 7);
    CHECK(holds(outcome.out, "4 of 5 targets have it"));
    CHECK(holds(outcome.err, "column orders.note is too much"));
    in_last(fmt::format("ALTER TABLE \"{}\".orders DROP note", id.name_space()));
    auto const resumed = site.sync_apply({"--resume", change_id, "--format", "json"});
    CHECK(resumed.exit_code == 0);
    auto const json = nlohmann::json::parse(resumed.out);
    CHECK(json["success"] == true);
    CHECK(json["targets"].size() == 5);
    CHECK(in_last("SELECT count(*) FROM lockstep.applied_change") == "2");
}

}  // namespace
}  // namespace lockstep::tests
