#include "relay/polled_source.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/log.hpp"
#include "relay/numbers.hpp"
#include "relay/polled_row.hpp"
#include "relay/server_state.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

/// What is to be read may be much, and the first row comes when the server has read all of it: how
/// long that takes is no statement's limit.
pg::ConnectOptions without_limit(SourceOptions const& source) {
    auto options = source_connection(source);
    options.settings.emplace_back("statement_timeout", "0");
    return options;
}

}  // namespace

PolledSource::PolledSource(SourceOptions const& options)
    : Source(options), copy_(options.url, without_limit(options)) {}

PolledSource::Look PolledSource::look() {
    auto const rows =
        command(sql("SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN "
                    "pg_catalog.pg_last_wal_replay_lsn() ELSE "
                    "pg_catalog.pg_current_wal_flush_lsn() END, (SELECT confirmed_flush_lsn FROM "
                    "pg_catalog.pg_replication_slots WHERE slot_name = {})",
                    literal(options().slot)));
    return {.end = to_lsn(rows.cell(0, 0)), .confirmed = parse_lsn(rows.cell(0, 1))};
}

SourceFacts PolledSource::server(std::uint32_t known) {
    auto const state = read_server_state(copy_.connection());
    SourceFacts facts{.system_identifier = state.system_identifier,
                      .timeline = static_cast<std::uint32_t>(state.timeline),
                      .written = look().end,
                      .timelines = {}};
    if (facts.timeline != known && facts.timeline > 1) {
        read_timelines(facts);
    }
    return facts;
}

/// SQL has no TIMELINE_HISTORY, and the file is for superusers and those who may read it.
void PolledSource::read_timelines(SourceFacts& facts) {
    auto const may_read = command(
        sql("SELECT pg_catalog.has_function_privilege('pg_catalog.pg_read_file(text, bigint, "
            "bigint, boolean)', 'EXECUTE')"));
    facts.knows_timelines = may_read.cell(0, 0) == "t";
    if (facts.knows_timelines) {
        auto const path = fmt::format("pg_wal/{:08X}.history", facts.timeline);
        auto const file =
            command(sql("SELECT pg_catalog.pg_read_file({}, 0, 1048576, true)", literal(path)));
        facts.knows_timelines = !file.is_null(0, 0);
        facts.timelines = read_timeline_history(file.cell(0, 0));
    }
}

Sql PolledSource::advance() const {
    return sql("SELECT pg_catalog.pg_replication_slot_advance({}, {})", literal(options().slot),
               lsn_literal(durable_));
}

/// `upto_nchanges` counts at the ends of transactions alone, as it should.
Sql PolledSource::peek(Lsn until, int most) const {
    std::vector<Sql> arguments{literal(options().slot), lsn_literal(until),
                               most > 0 ? number(most) : sql("NULL")};
    for (auto const& [name, value] : plugin_options()) {
        arguments.push_back(literal(name));
        arguments.push_back(literal(value));
    }
    return sql("{}({})",
               is_wal2json() ? sql("pg_catalog.pg_logical_slot_peek_changes")
                             : sql("pg_catalog.pg_logical_slot_peek_binary_changes"),
               comma_separated(arguments));
}

/// While the server reads its log it sends nothing, and so would not notice that we are gone, nor
/// leave the slot to whoever comes next. Not all systems that PostgreSQL runs on can tell (manual,
/// client_connection_check_interval).
void PolledSource::ask_to_be_watched() {
    try {
        command(sql("SET client_connection_check_interval = '2s'"));
    } catch (pg::Error const& error) {
        log().debug("the server does not watch its connection: {}", error.what());
    }
}

/// Looks for the first record alone, to see whether the slot is free.
void PolledSource::start(Lsn from) {
    constexpr Lsn at_once{1};
    ask_to_be_watched();
    confirmed_ = look().confirmed.value_or(Lsn{});
    command(sql("SELECT count(*) FROM {}", peek(at_once, 1)));
    durable_ = from;
    may_poll_ = true;
}

/// What was confirmed by others has been taken by them: what that means is found out by beginning
/// again.
void PolledSource::poll() {
    next_poll_ = pg::Clock::now() + *options().poll;
    auto const now = look();
    if (!now.confirmed || *now.confirmed != confirmed_) {
        throw Error(ExitCode::server_refused,
                    now.confirmed
                        ? fmt::format("the replication slot is at {}, not at {}, where it was left",
                                      to_string(*now.confirmed), to_string(confirmed_))
                        : "the replication slot was dropped");
    }
    if (now.end == passed_ && durable_ <= confirmed_) {
        return;
    }
    auto const text = sql("COPY (SELECT lsn, data FROM {}) TO STDOUT (FORMAT binary)",
                          peek(now.end, options().most_at_once));
    copy_.start(durable_ > confirmed_ ? sql("{}; {}", advance(), text) : text);
    confirmed_ = std::max(confirmed_, durable_);
    until_ = now.end;
    count_ = 0;
    may_poll_ = false;
}

std::optional<Frame> PolledSource::next() {
    if (!copy_.is_running()) {
        return std::nullopt;
    }
    while (auto const message = copy_.next()) {
        if (auto const row = read_polled_row(*message)) {
            ++count_;
            last_ = row->lsn;
            return XLogData{
                .begin = row->lsn, .server_end = row->lsn, .sent = {}, .data = row->data};
        }
    }
    return copy_.is_running() ? std::nullopt : std::optional<Frame>(end_of_poll());
}

/// Where the poll stopped before the log's end, the next one is at once, and must begin further on:
/// also where nothing of all that is to be stored.
KeepAlive PolledSource::end_of_poll() {
    if (options().most_at_once > 0 && count_ >= options().most_at_once) {
        next_poll_ = {};
        return {.server_end = last_, .sent = {}, .reply_requested = true};
    }
    passed_ = until_;
    return {.server_end = until_, .sent = {}};
}

bool PolledSource::wait(std::chrono::microseconds timeout, pg::Wakeup const& wakeup) {
    if (may_poll_ && pg::Clock::now() >= next_poll_) {
        poll();
    }
    if (may_poll_) {
        auto const left =
            std::chrono::ceil<std::chrono::microseconds>(next_poll_ - pg::Clock::now());
        timeout = std::clamp<std::chrono::microseconds>(left, 0us, timeout);
    }
    return copy_.wait(timeout, wakeup);
}

/// The server reads its log to the end before it gives anything; meanwhile it holds the slot.
bool PolledSource::may_be_silent() {
    if (!copy_.is_running()) {
        return true;
    }
    pg::Connection other(options().url, source_connection(options()));
    auto const held = other.query(
        sql("SELECT 1 FROM pg_catalog.pg_replication_slots WHERE slot_name = {} AND active_pid IS "
            "NOT NULL",
            literal(options().slot)));
    return held.size() > 0;
}

void PolledSource::finish() noexcept {
    try {
        if (copy_.is_running()) {
            copy_.give_up();  // whoever comes next asks again, and confirms
        } else if (durable_ > confirmed_) {
            command(advance());
        }
    } catch (std::exception const& error) {
        log().debug("the slot was left where it was: {}", error.what());
    }
}

}  // namespace lockstep::relay
