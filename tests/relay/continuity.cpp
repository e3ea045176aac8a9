#include "relay/continuity.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

constexpr Lsn history_end{0x1000};

Lead state() {
    return {.end = {.epoch = 1, .position = 10, .lsn = history_end},
            .system_identifier = "77",
            .timeline = 2,
            .term = 1};
}

SourceFacts same_server() {
    return {.system_identifier = "77",
            .timeline = 2,
            .written = Lsn{0x2000},
            .timelines = {},
            .has_slot = true,
            .confirmed = history_end};
}

TEST_CASE("a stream goes on where the slot confirmed what the history has, or less") {
    auto source = same_server();
    CHECK_FALSE(break_of(state(), source));
    source.confirmed = Lsn{0x500};
    CHECK_FALSE(break_of(state(), source));
}

TEST_CASE("a slot that was dropped, lost or advanced breaks it") {
    auto source = same_server();
    source.has_slot = false;
    CHECK_EQ(break_of(state(), source), "the replication slot was dropped");
    source = same_server();
    source.is_slot_lost = true;
    source.slot_why = "wal_removed";
    CHECK_EQ(break_of(state(), source), "the replication slot is lost: wal_removed");
    source = same_server();
    source.confirmed = Lsn{0x1001};
    CHECK_EQ(
        break_of(state(), source),
        "the replication slot is at 0/1001, past 0/1000, where the history ends: somebody else "
        "has advanced it, or the history was restored");
}

TEST_CASE("a publication that was made anew breaks it; one that was not known before does not") {
    auto source = same_server();
    source.publication = 17;
    CHECK_FALSE(break_of(state(), source));
    auto known = state();
    known.publication = 17;
    CHECK_FALSE(break_of(known, source));
    known.publication = 16;
    CHECK(break_of(known, source));
}

TEST_CASE("another system breaks it, whatever its positions are") {
    auto source = same_server();
    source.system_identifier = "78";
    CHECK_EQ(break_of(state(), source), "the source is another server: system 78, not 77");
}

TEST_CASE("a standby that was promoted behind the end of the history goes on") {
    auto source = same_server();
    source.timeline = 3;
    source.timelines = {{1, Lsn{0x100}}, {2, Lsn{0x1800}}};
    CHECK_FALSE(break_of(state(), source));
}

TEST_CASE(
    "a server whose timelines could not be read breaks it, for nobody knows what is missing") {
    auto source = same_server();
    source.knows_timelines = false;
    CHECK_FALSE(break_of(state(), source));
    source.timeline = 3;
    CHECK_EQ(break_of(state(), source),
             "the source goes on as timeline 3, and where that left timeline 2 could not be read");
}

TEST_CASE("a standby that took over without the slot breaks it, and is told of as that") {
    auto source = same_server();
    source.timeline = 3;
    source.timelines = {{2, Lsn{0x1800}}};
    source.has_slot = false;
    CHECK_EQ(break_of(state(), source),
             "the server that took over as timeline 3 does not have the replication slot: a "
             "standby keeps it from PostgreSQL 17 on, with sync_replication_slots");
}

TEST_CASE("a server that left the timeline before the end of the history breaks it") {
    auto source = same_server();
    source.timeline = 3;
    source.timelines = {{1, Lsn{0x100}}, {2, Lsn{0xFFF}}};
    CHECK_EQ(break_of(state(), source),
             "the source was restored: its timeline 3 left timeline 2 at 0/FFF, before 0/1000, "
             "where the history ends");
    source.timelines = {{1, Lsn{0x100}}};
    CHECK(break_of(state(), source));
}

TEST_CASE("a log that ends before the history does breaks it, also on the same timeline") {
    auto source = same_server();
    source.written = Lsn{0xFFF};
    CHECK_EQ(break_of(state(), source),
             "the source was restored: its log ends at 0/FFF, before 0/1000, where the history "
             "ends");
}

TEST_CASE("a timeline's history is read as the server writes it") {
    auto const switches = read_timeline_history(
        "# comment\n1\t0/3000000\tno recovery target specified\n\n"
        "  2\t1/A0\tat restore point \"x\"\nx\t0/0\tno\n3\tzz\tno\n");
    REQUIRE_EQ(switches.size(), 2);
    CHECK_EQ(switches[0].timeline, 1);
    CHECK_EQ(switches[0].at, Lsn{0x3000000});
    CHECK_EQ(switches[1].timeline, 2);
    CHECK_EQ(switches[1].at, Lsn{0x1'0000'00A0});
}

}  // namespace
}  // namespace lockstep::relay
