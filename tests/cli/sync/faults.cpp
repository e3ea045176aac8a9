// Whatever dies at whatever point, both databases agree afterwards: see lib/sync/fault.hpp.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <fmt/core.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/sync_site.hpp"
#include "sync/fault.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

/// What happens while the tool stands at a fault point, and how it is mended.
struct Event {
    char const* name;
    void (*strike)(SyncSite&);
    void (*mend)(SyncSite&);
};
constexpr Event events[] = {
    {"control killed", [](SyncSite& it) { it.control.kill(); },
     [](SyncSite& it) { it.control.start(); }},
    {"target killed", [](SyncSite& it) { it.target.kill(); },
     [](SyncSite& it) { it.target.start(); }},
    {"network to control cut", [](SyncSite& it) { it.to_control.cut(); },
     [](SyncSite& it) { it.to_control.mend(); }},
    {"network to target cut", [](SyncSite& it) { it.to_target.cut(); },
     [](SyncSite& it) { it.to_target.mend(); }},
};

/// Beside the tests.
std::string binary_with_faults() {
    return (std::filesystem::path(LOCKSTEP_BINARY).parent_path() / "tests/lockstep_faults")
        .string();
}

pg::Command faulty(SyncSite const& site, std::string const& request, std::string const& fault) {
    site.project.write("request.json", request);
    return {.arguments = {binary_with_faults(), "-C", site.project.path(), "sync", "apply",
                          "request.json", "--fault", fault},
            .output = site.project.path("output")};
}

bool is_stopped(pid_t pid) {
    auto const status = read_file_if_any(fmt::format("/proc/{}/stat", pid)).value_or("");
    auto const behind_name = status.rfind(')');
    return behind_name != std::string::npos && status.substr(behind_name, 4) == ") T ";
}

/// Runs it up to the point, lets the event strike, and the tool go on with that.
void run_into(SyncSite& site, std::string const& request, std::string_view point,
              Event const& event) {
    pg::Process tool(faulty(site, request, fmt::format("{}:stop", point)));
    auto const deadline = std::chrono::steady_clock::now() + 20s;
    while (!is_stopped(tool.pid())) {
        REQUIRE(!tool.ended());
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(2ms);
    }
    event.strike(site);
    ::kill(tool.pid(), SIGCONT);
    tool.wait();
    event.mend(site);
}

/// Both sides, and the record, say the same: the change is there, or it is not.
void check_agreement(SyncSite const& site, SyncSite::Id const& id, std::string const& change_id) {
    auto const version = site.in_control(
        fmt::format("SELECT version || ' ' || status FROM projects WHERE id = '{}'", id.project));
    auto const in_schema = site.in_control(fmt::format(
        "SELECT schema_data->'tables'->0->'columns' @> '[{{\"name\": \"note\"}}]' FROM projects "
        "WHERE id = '{}'",
        id.project));
    auto const column = site.in_target(
        fmt::format("SELECT count(*) FROM information_schema.columns WHERE table_schema = '{}' AND "
                    "column_name = 'note'",
                    id.name_space()));
    auto const applied = site.in_target(fmt::format(
        "SELECT count(*) FROM lockstep.applied_change WHERE change_id = '{}'", change_id));
    auto const recorded = site.in_control(
        fmt::format("SELECT count(*) FROM schema_changes WHERE change_id = '{}' AND status = "
                    "'applied'",
                    change_id));
    bool const is_there = version == "2 ready";
    CHECK((is_there || version == "1 ready"));
    CHECK(in_schema == (is_there ? "t" : "f"));
    CHECK(column == (is_there ? "1" : "0"));
    CHECK(applied == (is_there ? "1" : "0"));
    CHECK(recorded == (is_there ? "1" : "0"));
    CHECK(site.in_control("SELECT count(*) FROM schema_changes WHERE status = 'applying'") == "0");
    CHECK(site.in_target("SELECT count(*) FROM pg_prepared_xacts") == "0");
}

/// After the fault: it is recovered, the same request is applied once, and another one can come.
void check_after(SyncSite const& site, SyncSite::Id const& id, std::string const& change_id,
                 std::string const& request) {
    auto const recovered = site.sync_apply({"--recover"});
    CHECK_MESSAGE(recovered.exit_code == 0, recovered.err);
    check_agreement(site, id, change_id);
    for (int i = 0; i < 2; ++i) {
        auto const again = site.apply(request);
        CHECK_MESSAGE(again.exit_code == 0, again.err);
        CHECK(holds(again.out, "the project is at version 2"));
        check_agreement(site, id, change_id);
    }
    auto const next = site.apply(SyncSite::request(id, 2, SyncSite::add_column("more")));
    CHECK_MESSAGE(next.exit_code == 0, next.err);
}

void check_all_faults(SyncSite::Commit commit) {
    SyncSite site(commit);
    for (auto const& point : sync::faults()) {
        INFO("at ", point.name);
        auto const fresh = [&](auto const& strike) {
            auto const id = site.add_project();
            auto const change_id = site.in_control("SELECT gen_random_uuid()");
            auto const request = SyncSite::request(id, 1, SyncSite::add_column("note"), change_id);
            strike(request);
            check_after(site, id, change_id, request);
        };
        {
            INFO("tool killed");
            fresh([&](std::string const& request) {
                pg::Process tool(faulty(site, request, fmt::format("{}:kill", point.name)));
                CHECK(WTERMSIG(tool.wait()) == SIGKILL);
            });
        }
        for (auto const& event : events) {
            INFO(event.name);
            fresh([&](std::string const& request) { run_into(site, request, point.name, event); });
        }
    }
}

TEST_CASE("whatever dies between two steps, both databases agree: with two-phase commit") {
    check_all_faults(SyncSite::Commit::in_two_phases);
}

TEST_CASE("whatever dies between two steps, both databases agree: without two-phase commit") {
    check_all_faults(SyncSite::Commit::in_one_phase);
}

TEST_CASE("the next request takes over from a run that died, once its lease is over") {
    SyncSite site;
    for (auto const* const point : {"after-lock:kill", "after-prepare:kill"}) {
        auto const id = site.add_project();
        auto const change_id = site.in_control("SELECT gen_random_uuid()");
        pg::Process tool(
            faulty(site, SyncSite::request(id, 1, SyncSite::add_column("note"), change_id), point));
        CHECK(WTERMSIG(tool.wait()) == SIGKILL);
        // What had reached the target is finished: then the version has moved on.
        bool const was_finished = std::string_view(point).starts_with("after-prepare");
        auto const next =
            site.apply(SyncSite::request(id, was_finished ? 2 : 1, SyncSite::add_column("more")));
        CHECK_MESSAGE(next.exit_code == 0, next.err);
        CHECK(site.in_control(fmt::format("SELECT version || status FROM projects WHERE id = '{}'",
                                          id.project)) == (was_finished ? "3ready" : "2ready"));
    }
}

TEST_CASE("prepared commits of other control databases are left alone") {
    SyncSite const site;
    site.add_project();
    auto const others = site.in_control("SELECT gen_random_uuid()");
    {
        pg::Connection connection(site.target.url("postgres"));
        for (auto const& name : {others, std::string("no-uuid")}) {
            connection.execute(Sql::from_server(
                fmt::format("BEGIN; SELECT 1; PREPARE TRANSACTION 'lockstep:{}'", name)));
        }
    }
    auto const recovered = site.sync_apply({"--recover"});
    CHECK_MESSAGE(recovered.exit_code == 0, recovered.err);
    CHECK(recovered.out == "nothing was left behind\n");
    CHECK(site.in_target("SELECT count(*) FROM pg_prepared_xacts") == "2");
}

TEST_CASE("the program that users get has no fault points") {
    Project const project;
    CHECK(project.run({"sync", "apply", "--fault", "list"}).exit_code == 2);
}

}  // namespace
}  // namespace lockstep::tests
