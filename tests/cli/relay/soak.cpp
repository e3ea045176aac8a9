// Under steady load nothing grows: memory, descriptors, the log that the slot holds.
// LOCKSTEP_SOAK_SECONDS says for how long, LOCKSTEP_SOAK_ROWS how many rows a second.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <fmt/core.h>

#include "support/relay_site.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

long number_from(char const* variable, long otherwise) {
    char const* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtol(text, nullptr, 10);
}

struct Sample {
    long memory_kb = 0;
    long descriptors = 0;
    long retained_kb = 0;
};

long memory_kb_of(pid_t pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) {
            return std::strtol(line.c_str() + 6, nullptr, 10);
        }
    }
    return 0;
}

Sample sample(RelaySite const& site) {
    auto const folder = fmt::format("/proc/{}/fd", site.relay_pid());
    return {.memory_kb = memory_kb_of(site.relay_pid()),
            .descriptors = std::distance(std::filesystem::directory_iterator(folder), {}),
            .retained_kb = std::stol(site.of_source(
                "SELECT (pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) / 1024)::bigint FROM "
                "pg_replication_slots"))};
}

/// A slot lets go of the log in steps: when it has passed a snapshot of what is running, which the
/// server writes every 15 seconds or so. A minute of log is what it may hold, and a few files.
long most_retained_kb(RelaySite const& site, std::chrono::seconds duration) {
    constexpr long few_files = 65'536;
    auto const written =
        std::stol(site.of_source("SELECT (pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') / "
                                 "1024)::bigint"));
    return written * 60 / std::max(60L, static_cast<long>(duration.count())) + few_files;
}

/// Ten transactions a second, and what the relay takes for that, ten times in all.
std::vector<Sample> run_load(RelaySite const& site, std::chrono::seconds duration, long rows) {
    auto source = site.to_source();
    auto const insert =
        sql("INSERT INTO t (a, b) SELECT md5(i::text), now() FROM generate_series(1, {}) AS i",
            number(rows / 10));
    std::vector<Sample> samples;
    auto const began = Clock::now();
    auto const at = [&](long tenth) { return began + duration * tenth / 10; };
    for (auto next = began; Clock::now() < began + duration; next += 100ms) {
        std::this_thread::sleep_until(next);
        source.execute(insert);
        if (Clock::now() >= at(static_cast<long>(samples.size()) + 1)) {
            samples.push_back(sample(site));
        }
    }
    return samples;
}

TEST_CASE("under steady load memory, descriptors and the retained log do not grow") {
    auto const seconds = std::chrono::seconds(number_from("LOCKSTEP_SOAK_SECONDS", 10));
    auto const rows = number_from("LOCKSTEP_SOAK_ROWS", 5'000);
    RelaySite site("CREATE TABLE t (id bigserial PRIMARY KEY, a text, b timestamptz)", "",
                   {"checkpoint_timeout=30s", "max_wal_size=1GB"});
    site.start_relay();
    auto const samples = run_load(site, seconds, rows);
    for (auto const& each : samples) {
        MESSAGE(fmt::format("{} kB, {} descriptors, {} kB of log", each.memory_kb, each.descriptors,
                            each.retained_kb));
    }
    REQUIRE_GE(samples.size(), 8);
    auto const& early = samples.at(2);
    auto const& late = samples.back();
    CHECK_LT(late.memory_kb, early.memory_kb + 8'192);
    CHECK_LE(late.descriptors, early.descriptors + 1);
    CHECK_LT(late.retained_kb, most_retained_kb(site, seconds));
    CHECK_LT(late.memory_kb, 131'072);
    site.stop_relay(SIGTERM);
    site.relay_once();
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.change_history WHERE operation = "
                             "'INSERT'"),
             site.of_source("SELECT count(*) FROM t"));
}

}  // namespace
}  // namespace lockstep::tests
