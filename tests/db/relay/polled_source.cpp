// Polls that stop before the log's end, and what the next one gives then.
#include "relay/polled_source.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include <fmt/core.h>

#include "relay/stream_reader.hpp"
#include "support/relay_slot.hpp"
#include "support/relay_story.hpp"
#include "support/scratch.hpp"

namespace lockstep::relay {
namespace {

using namespace std::chrono_literals;
using tests::Story;
using tests::TestDatabase;

constexpr std::string_view definitions =
    "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int); "
    "CREATE PUBLICATION p FOR TABLE t";

std::string slot_of(TestDatabase& database) {
    auto const name = database.value(
        "SELECT 'polled_' || oid FROM pg_database WHERE datname = "
        "current_database()");
    tests::make_slot(database, name);
    return name;
}

struct Counter : Story {
    void commit(TransactionEnd const& it) override {
        end = it.end_lsn;
        Story::commit(it);
    }
    Lsn end;
};

/// Reads to the present end of the log; all counts as durable at once. Returns what came.
std::vector<std::string> read_all(SourceOptions const& options, int& polls,
                                  std::chrono::milliseconds most_silence = 1min) {
    auto const source = open_source(options);
    auto const facts = source->facts(0);
    source->start(facts.confirmed.value());
    Counter story;
    StreamReader reader(options, *source, story, most_silence, most_silence);
    pg::Wakeup const nobody;
    auto const reached = [&] { return std::max(story.end, reader.server_end()); };
    while (reached() < facts.written) {
        auto const before = reached();
        reader.take_all([] {});
        polls += reached() > before ? 1 : 0;
        reader.report(reached(), reached(), false);
        reader.go_on();
        reader.wait(nobody);
    }
    reader.finish();
    return story.lines;
}

TEST_CASE("a poll that stops before the log's end is followed by one that goes on behind it") {
    TestDatabase database(definitions);
    SourceOptions const options{.url = database.url(),
                                .slot = slot_of(database),
                                .publication = "p",
                                .poll = 1h,
                                .most_at_once = 20};
    std::vector<std::string> expected;
    for (int i = 1; i <= 50; ++i) {
        database.run(fmt::format("INSERT INTO t VALUES ({})", i));
        expected.push_back(fmt::format("insert t -> {}", i));
    }
    int polls = 0;
    auto const lines = read_all(options, polls);
    std::vector<std::string> inserts;
    for (auto const& line : lines) {
        if (line.starts_with("insert")) {
            inserts.push_back(line);
        }
    }
    CHECK_EQ(inserts, expected);
    CHECK_GT(polls, 5);
    CHECK(read_all(options, polls).empty());
}

TEST_CASE("so it is where nothing of all that is to be stored") {
    TestDatabase database(definitions);
    SourceOptions const options{.url = database.url(),
                                .slot = slot_of(database),
                                .publication = "p",
                                .poll = 1h,
                                .most_at_once = 2};
    for (int i = 1; i <= 20; ++i) {
        database.run("SELECT pg_logical_emit_message(false, 'app', 'x')");
        database.run(fmt::format("INSERT INTO other VALUES ({})", i));
    }
    database.run("INSERT INTO t VALUES (1)");
    int polls = 0;
    auto const lines = read_all(options, polls);
    REQUIRE_FALSE(lines.empty());
    CHECK_EQ(lines[lines.size() - 2], "insert t -> 1");
    CHECK_GT(polls, 5);
}

TEST_CASE("a server that is silent because it collects what was asked for is not taken for gone") {
    TestDatabase database(definitions);
    SourceOptions const options{
        .url = database.url(), .slot = slot_of(database), .publication = "p", .poll = 1h};
    constexpr std::size_t rows = 1'000'000;
    database.run(fmt::format("INSERT INTO t SELECT generate_series(1, {})", rows));
    int polls = 0;
    constexpr auto shorter_than_the_collecting = 200ms;
    auto const lines = read_all(options, polls, shorter_than_the_collecting);
    CHECK_EQ(std::ranges::count_if(lines, [](auto const& it) { return it.starts_with("insert"); }),
             rows);
}

TEST_CASE("a slot in use is told as such when the polling starts") {
    TestDatabase database(definitions);
    SourceOptions options{.url = database.url(), .slot = slot_of(database), .publication = "p"};
    auto const streamed = open_source(options);
    streamed->start(streamed->facts(0).confirmed.value());
    options.poll = 1s;
    auto const polled = open_source(options);
    try {
        polled->start(polled->facts(0).confirmed.value());
        FAIL("it started");
    } catch (pg::Error const& error) {
        CHECK_EQ(error.sqlstate(), "55006");
    }
    CHECK(polled->end_reader());
    streamed->finish();
}

TEST_CASE("a server tells by SQL what it tells a walsender") {
    TestDatabase database(definitions);
    SourceOptions options{.url = database.url(), .slot = slot_of(database), .publication = "p"};
    auto const streamed = open_source(options)->facts(0);
    options.poll = 1s;
    auto const polled = open_source(options)->facts(0);
    CHECK_EQ(polled.system_identifier, streamed.system_identifier);
    CHECK_EQ(polled.timeline, streamed.timeline);
    CHECK_GE(polled.written, streamed.written);
    CHECK_EQ(polled.confirmed, streamed.confirmed);
    CHECK_EQ(polled.publication, streamed.publication);
}

}  // namespace
}  // namespace lockstep::relay
