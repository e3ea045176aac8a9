// Nothing lost, nothing twice: random writers, while the relay, the source and the history's server
// are killed at random moments. LOCKSTEP_CHAOS_KILLS says how often, LOCKSTEP_CHAOS_SEED which
// dice.
#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include <fmt/core.h>

#include "support/history_replay.hpp"
#include "support/relay_site.hpp"
#include "support/relay_workload.hpp"

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

std::uint64_t number_from(char const* variable, std::uint64_t otherwise) {
    char const* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Kills one of the three, and starts it again.
void kill_one(RelaySite& site, std::mt19937_64& random) {
    switch (std::uniform_int_distribution<int>(0, 5)(random)) {
        case 0:
            site.source.kill();
            site.source.start();
            break;
        case 1:
            site.history.kill();
            site.history.start();
            break;
        default:
            site.stop_relay(SIGKILL);
            site.start_relay();
    }
}

void check_history(RelaySite& site) {
    auto source = site.to_source();
    auto history = site.to_history();
    CHECK_EQ(disorder(history), "");
    for (auto const& table : RelayWorkload::tables()) {
        CAPTURE(table);
        auto const key = table == "ledger" ? std::vector<std::string>{"tx", "k"}
                                           : std::vector<std::string>{"id"};
        auto const actual = rows_of(source, table, key);
        CHECK_EQ(difference(replay(history, table, key), actual), "");
    }
    CHECK_EQ(chain_of_history(history), chain_of_slot(source, "witness", RelayWorkload::tables()));
    auto const verified = site.sync({"verify", "--complete"});
    CHECK_MESSAGE(verified.exit_code == 0, verified.out, verified.err);
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.relay_epoch"), "1");
    CHECK_EQ(site.of_history("SELECT count(*) FROM lockstep.dead_letter"), "0");
}

/// `sync` and `settings`: see RelaySite.
void survive(std::uint64_t kills, std::string const& sync,
             std::vector<std::string> const& settings) {
    auto const seed = number_from("LOCKSTEP_CHAOS_SEED", std::random_device{}());
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    RelaySite site(RelayWorkload::definitions(), sync, settings);
    site.in_source("SELECT pg_create_logical_replication_slot('witness', 'test_decoding')");
    site.start_relay();
    RelayWorkload workload(site.source.url("postgres"), 3, seed);
    for (std::uint64_t i = 0; i < kills; ++i) {
        std::this_thread::sleep_for(
            std::chrono::milliseconds(std::uniform_int_distribution<int>(1, 300)(random)));
        kill_one(site, random);
    }
    workload.stop();
    MESSAGE(fmt::format("{} kills, {} transactions, seed {}", kills, workload.committed(), seed));
    site.stop_relay(SIGTERM);
    site.relay_once();
    check_history(site);
}

std::uint64_t quarter_of_the_kills() {
    return number_from("LOCKSTEP_CHAOS_KILLS", 50) / 4;
}

TEST_CASE(
    "whatever is killed, the history tells every change once, in order, in whole transactions") {
    survive(quarter_of_the_kills(), "", {});
}

TEST_CASE("so it does when large transactions are sent before they end") {
    survive(quarter_of_the_kills(), R"(, "streaming": true)", {"logical_decoding_work_mem=64kB"});
}

TEST_CASE("so it does when the plugin is wal2json") {
    survive(quarter_of_the_kills(), R"(, "plugin": "wal2json")", {});
}

TEST_CASE("so it does when the slot is polled") {
    survive(quarter_of_the_kills(), R"(, "poll": "50ms")", {});
}

}  // namespace
}  // namespace lockstep::tests
