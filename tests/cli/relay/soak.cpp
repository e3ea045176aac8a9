// Under steady load nothing grows: memory, descriptors, the log that the slot holds.
// LOCKSTEP_SOAK_SECONDS says for how long, LOCKSTEP_SOAK_ROWS how many rows a second.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
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

constexpr long tenths = 10;

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

/// Memory that is taken while the relay has caught up, not what a moment's backlog adds to it.
Sample least_of(std::span<Sample const> samples) {
    auto least = samples.front();
    for (auto const& each : samples) {
        least.memory_kb = std::min(least.memory_kb, each.memory_kb);
        least.descriptors = std::min(least.descriptors, each.descriptors);
    }
    return least;
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

/// Cuts the history into slices of a tenth of the run, of which `sync prune` drops the old ones:
/// whole, half an hour would fill a disk. The relay looks for this month and the next ones by name,
/// and finds them in another millennium.
void slice_history(RelaySite const& site, std::chrono::milliseconds tenth) {
    auto history = site.to_history();
    pg::Transaction transaction(history);
    auto const months = history.query(
        sql("SELECT c.relname FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON "
            "c.oid = i.inhrelid WHERE i.inhparent = 'lockstep.change_history'::regclass"));
    for (std::size_t i = 0; i < months.size(); ++i) {
        auto const month = sql("lockstep.{}", ident(months.cell(i, 0)));
        history.execute(
            sql("ALTER TABLE lockstep.change_history DETACH PARTITION {}; ALTER TABLE "
                "lockstep.change_history ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})",
                month, month, literal(fmt::format("{}-01-01", 3000 + i)),
                literal(fmt::format("{}-01-01", 3001 + i))));
    }
    for (long slice = 1; slice <= tenths; ++slice) {
        auto const after = [&](long count) {
            return sql("now() + {} * interval '1 ms'", number(tenth.count() * count));
        };
        history.execute(sql(
            "CREATE TABLE lockstep.{} PARTITION OF lockstep.change_history FOR VALUES FROM "
            "({}) TO ({})",
            ident(fmt::format("slice_{}", slice)), slice == 1 ? sql("MINVALUE") : after(slice - 1),
            slice == tenths ? sql("'3000-01-01'") : after(slice)));
    }
    transaction.commit();
}

/// Drops what is older than two slices, beside the relay and the load.
void prune_history(RelaySite const& site, std::chrono::milliseconds tenth) {
    auto const before =
        site.of_history(fmt::format("SELECT now() - interval '{} ms'", 2 * tenth.count()));
    auto const outcome = site.sync({"prune", "--before", before});
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
}

struct Load {
    std::vector<Sample> samples;
    long entries = 1;  // of the history; its first one says what the table looks like
};

/// Ten transactions a second. At each tenth of the time: what the relay takes for that; then the
/// table is emptied, and the history pruned.
Load run_load(RelaySite const& site, std::chrono::milliseconds tenth, long rows) {
    auto source = site.to_source();
    auto const insert =
        sql("INSERT INTO t (a, b) SELECT md5(i::text), now() FROM generate_series(1, {}) AS i",
            number(rows / 10));
    Load load;
    std::jthread pruning;
    auto const began = Clock::now();
    for (auto next = began; Clock::now() < began + tenths * tenth; next += 100ms) {
        std::this_thread::sleep_until(next);
        load.entries += static_cast<long>(source.query(insert).affected());
        if (Clock::now() >= began + tenth * static_cast<long>(load.samples.size() + 1)) {
            load.samples.push_back(sample(site));
            source.execute(sql("TRUNCATE t"));
            ++load.entries;
            pruning = std::jthread([&] { prune_history(site, tenth); });
        }
    }
    return load;
}

/// Positions have no gap, so the last one is the number of all entries, pruned or not; what is
/// left is whole, and tells of each row that is in the table.
void check_history(RelaySite const& site, long entries) {
    CHECK_EQ(site.of_history("SELECT position FROM lockstep.relay_state"), std::to_string(entries));
    CHECK_EQ(site.of_history("SELECT max(position) - min(position) + 1 - count(*) FROM "
                             "lockstep.change_history"),
             "0");
    CHECK_EQ(site.of_history("SELECT count(DISTINCT data ->> 'id') FROM lockstep.change_history "
                             "WHERE position > (SELECT max(position) FROM lockstep.change_history "
                             "WHERE operation = 'TRUNCATE')"),
             site.of_source("SELECT count(*) FROM t"));
}

TEST_CASE("under steady load memory, descriptors and the retained log do not grow") {
    auto const seconds = std::chrono::seconds(number_from("LOCKSTEP_SOAK_SECONDS", 10));
    auto const rows = number_from("LOCKSTEP_SOAK_ROWS", 5'000);
    auto const tenth = std::chrono::milliseconds(seconds) / tenths;
    RelaySite site("CREATE TABLE t (id bigserial PRIMARY KEY, a text, b timestamptz)", "",
                   {"checkpoint_timeout=30s", "max_wal_size=1GB"});
    slice_history(site, tenth);
    site.start_relay();
    auto const load = run_load(site, tenth, rows);
    for (auto const& each : load.samples) {
        MESSAGE(fmt::format("{} kB, {} descriptors, {} kB of log", each.memory_kb, each.descriptors,
                            each.retained_kb));
    }
    REQUIRE_GE(load.samples.size(), 8);
    auto const early = least_of(std::span(load.samples).subspan(1, 3));
    auto const late = least_of(std::span(load.samples).last(3));
    CHECK_LT(late.memory_kb, early.memory_kb + 4'096);
    CHECK_LE(late.descriptors, early.descriptors + 1);
    for (auto const& each : load.samples) {
        CHECK_LT(each.memory_kb, 131'072);
        CHECK_LT(each.retained_kb, most_retained_kb(site, seconds));
    }
    site.stop_relay(SIGTERM);
    site.relay_once();
    check_history(site, load.entries);
}

}  // namespace
}  // namespace lockstep::tests
