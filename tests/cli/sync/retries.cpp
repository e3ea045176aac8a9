// --retry: what may pass is tried again.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "support/sync_site.hpp"

namespace lockstep::tests {
namespace {

SyncSite& site() {
    static SyncSite shared;
    return shared;
}

/// Runs the request while `network` is cut, and mends it after two of the pauses at least.
Outcome apply_while_cut(CuttableSocket& network, std::string const& request) {
    network.cut();
    std::thread mending([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        network.mend();
    });
    auto outcome = site().apply(request, {"--retry", "8", "--format", "json"});
    mending.join();
    return outcome;
}

std::string version_of(SyncSite::Id const& id) {
    return site().in_control(
        fmt::format("SELECT version FROM projects WHERE id = '{}'", id.project));
}

TEST_CASE("a target that cannot be reached is tried again, and the change is applied once") {
    auto const id = site().add_project();
    CHECK(apply_while_cut(site().to_target, SyncSite::request(id, 1, SyncSite::add_column("a")))
              .exit_code == 0);
    CHECK(version_of(id) == "2");
}

TEST_CASE(
    "a control database that cannot be reached is tried again, from the first connection on") {
    auto const id = site().add_project();
    CHECK(apply_while_cut(site().to_control, SyncSite::request(id, 1, SyncSite::add_column("a")))
              .exit_code == 0);
    CHECK(version_of(id) == "2");
}

TEST_CASE("a lock is waited for") {
    auto const id = site().add_project();
    auto const set_status = [&](std::string_view status) {
        site().in_control(
            fmt::format("UPDATE projects SET status = '{}', locked_by = 'bob', "
                        "locked_at = now() + '1 hour' WHERE id = '{}'",
                        status, id.project));
    };
    set_status("applying");
    std::thread giving_back([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        set_status("ready");
    });
    auto const outcome =
        site().apply(SyncSite::request(id, 1, SyncSite::add_column("a")), {"--retry", "8"});
    giving_back.join();
    CHECK(outcome.exit_code == 0);
}

TEST_CASE("what no retry can mend is refused at once") {
    auto const id = site().add_project();
    CHECK(site()
              .apply(SyncSite::request(id, 1, R"({"type": "truncate"})"), {"--retry", "100"})
              .exit_code == 2);
}

TEST_CASE("a target that stays away ends the retries with what is the matter") {
    auto const id = site().add_project();
    site().to_target.cut();
    auto const outcome =
        site().apply(SyncSite::request(id, 1, SyncSite::add_column("a")), {"--retry", "1"});
    site().to_target.mend();
    CHECK(outcome.exit_code == 3);
    CHECK(holds(outcome.err, "the target cannot be reached"));
}

TEST_CASE("options that would do nothing alone are refused") {
    CHECK(holds(site().sync_apply({"--yes"}).err, "--yes requires --repair"));
    CHECK(holds(site().sync_apply({"--at-once", "2"}).err,
                "--at-once requires --to-all or --resume"));
}

}  // namespace
}  // namespace lockstep::tests
