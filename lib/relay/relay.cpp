#include "relay/relay.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <fmt/core.h>

#include "base/log.hpp"
#include "pg/interrupt.hpp"
#include "relay/continuity.hpp"
#include "relay/epoch.hpp"
#include "relay/late_columns.hpp"
#include "relay/refusal.hpp"
#include "relay/slot.hpp"
#include "relay/stream_session.hpp"
#include "relay/wal2json.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

constexpr auto shortest_pause = 100ms;
constexpr auto longest_pause = 30'000ms;
constexpr auto standby_interval = 200ms;
/// How long a walsender of a relay that is gone may take to notice.
constexpr auto slot_patience = 2s;
constexpr auto slot_interval = 50ms;
constexpr auto once_report_interval = 20ms;

/// "db3.example, process 4711"
std::string own_name() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return fmt::format("{}, process {}", host.data(), ::getpid());
}

/// A random half of the pause: those who lost the same server do not come back together.
std::chrono::milliseconds pause_after(int failures) {
    static std::mt19937 random{std::random_device{}()};
    constexpr int most_doublings = 9;
    auto const whole =
        std::min(longest_pause, shortest_pause * (1 << std::min(failures, most_doublings)));
    std::uniform_int_distribution<long> between(whole.count() / 2, whole.count());
    return std::chrono::milliseconds(between(random));
}

/// Will trying again be of use? What the stream says wrongly, it will say again.
bool may_pass(Error const& error) {
    return error.code() == ExitCode::cannot_connect || error.code() == ExitCode::server_refused;
}

}  // namespace

Relay::Relay(RelayOptions options, RelayStatus& status)
    : options_(std::move(options)), status_(status) {}

void Relay::set_phase(Phase phase, std::string trouble) {
    status_.change([&](StatusReport& status) {
        status.phase = phase;
        status.trouble = std::move(trouble);
    });
}

void Relay::run() {
    if (options_.source.plugin == "wal2json") {
        log().warn("{}", wal2json_gaps);
    }
    for (bool goes_on = true; goes_on && !pg::interrupted();) {
        try {
            goes_on = !run_session();
        } catch (Refusal const& refusal) {
            put_by(refusal);
        } catch (Deposed const& deposed) {
            if (options_.once) {
                throw;
            }
            log().warn("{}", deposed.what());
        } catch (Error const& error) {
            if (options_.once || pg::interrupted() || !may_pass(error)) {
                set_phase(Phase::stopped, error.what());
                throw;
            }
            pause(error);
        }
    }
    set_phase(Phase::stopped);
}

/// The change is kept aside the next time; that is now.
void Relay::put_by(Refusal const& refusal) {
    if (!options_.goes_on_after_dead_letters || poison_.contains(refusal.position())) {
        set_phase(Phase::stopped, refusal.what());
        throw refusal;
    }
    log_with(spdlog::level::info, refusal.what(), {{"position", refusal.position()}});
    poison_.emplace(refusal.position(), refusal.why());
}

void Relay::pause(Error const& why) {
    bool const went_well = pg::Clock::now() - session_began_ > longest_pause;
    failures_ = went_well ? 0 : failures_ + 1;
    auto const pause = pause_after(failures_);
    log_with(spdlog::level::warn,
             fmt::format("{}; trying again in {} ms{}{}", why.what(), pause.count(),
                         why.hint().empty() ? "" : ". ", why.hint()),
             {{"retry_in_ms", pause.count()}});
    set_phase(Phase::waiting, why.what());
    pg::sleep_for(pause);
}

/// False: another session is wanted.
bool Relay::run_session() {
    session_began_ = pg::Clock::now();
    set_phase(Phase::starting, status_.report().trouble);
    HistoryStore store(options_.history, options_.names, options_.source.slot,
                       options_.most_silence);
    if (!read_state_row(store.connection(), options_.source.slot)) {
        throw Error(ExitCode::not_found,
                    fmt::format("nothing is set up for the slot {}", options_.source.slot),
                    "Set it up: lockstep sync setup");
    }
    require_all_columns(store.connection());
    auto const state = lead(store);
    if (state.term == 0) {
        return true;  // interrupted
    }
    bool is_done = false;
    try {
        is_done = follow(store, state);
    } catch (Deposed const&) {
        throw;
    } catch (...) {
        store.retire(state.term);
        throw;
    }
    store.retire(state.term);
    return is_done;
}

/// Waits until the slot has no other relay that is alive.
Lead Relay::lead(HistoryStore& store) {
    auto state = store.lead(own_name(), options_.lease);
    if (!state) {
        stand_by(store);
    }
    while (!state && !pg::interrupted()) {
        pg::sleep_for(standby_interval);
        state = store.lead(own_name(), options_.lease);
    }
    return state.value_or(Lead{});
}

void Relay::stand_by(HistoryStore& store) {
    auto const row = read_state_row(store.connection(), options_.source.slot);
    auto const leader = row ? fmt::format("{}, since {}", row->leader, row->leader_since) : "";
    if (options_.once) {
        throw Error(ExitCode::conflict,
                    fmt::format("the slot {} has a relay: {}", options_.source.slot, leader),
                    "It writes the history; there is nothing to do.");
    }
    log().info("standing by; the relay is {}", leader);
    set_phase(Phase::standby);
}

/// Where the stream cannot go on from where the history ends, that is written down as the start of
/// a new epoch: no reader of the history takes what follows for all there was.
void Relay::begin_epoch(HistoryStore& store, SourceFacts const& facts, std::string const& reason) {
    log_with(spdlog::level::err, fmt::format("{}: a new epoch begins", reason),
             {{"reason", reason}});
    auto const connect = [&] { return pg::Connection(options_.source.url, {}); };
    auto source = connect();
    if (facts.has_slot) {
        drop_slot(source, options_.source.slot);
    }
    auto const from = create_slot(source, connect,
                                  {.name = options_.source.slot, .plugin = options_.source.plugin},
                                  [&](std::string const& for_whom) {
                                      set_phase(Phase::starting, for_whom);
                                      log().warn("the slot waits: {}", for_whom);
                                  });
    relay::begin_epoch(store.connection(), options_.names,
                       {.slot = options_.source.slot,
                        .lsn = from,
                        .system_identifier = facts.system_identifier,
                        .timeline = static_cast<int>(facts.timeline),
                        .reason = reason});
    status_.change([](StatusReport& status) { ++status.breaks; });
}

/// Does the stream go on where the history ends? If not, it does after this.
bool Relay::goes_on(HistoryStore& store, SourceFacts const& facts, Lead& lead) {
    if (auto const why = break_of(lead, facts)) {
        begin_epoch(store, facts, *why);
        return false;
    }
    if (facts.timeline != lead.timeline) {
        log().warn("the source goes on as timeline {}", facts.timeline);
    }
    if (facts.timeline != lead.timeline || facts.publication != lead.publication) {
        lead.timeline = facts.timeline;
        lead.publication = facts.publication;
        store.note_source(lead);
    }
    return true;
}

/// A relay that is gone may still have its walsender: it is waited for, and ended in the end, for
/// this one is the slot's relay now.
void Relay::start(Source& source, Lead const& state) {
    for (auto const began = pg::Clock::now();;) {
        try {
            source.start(state.end.lsn);
            return;
        } catch (pg::Error const& error) {
            constexpr std::string_view object_in_use = "55006";
            if (error.sqlstate() != object_in_use || pg::interrupted()) {
                throw;
            }
        }
        if (pg::Clock::now() - began > slot_patience) {
            source.end_reader();
        }
        pg::sleep_for(slot_interval);
    }
}

bool Relay::follow(HistoryStore& store, Lead state) {
    auto const source = open_source(options_.source);
    auto const facts = source->facts(state.timeline);
    if (!goes_on(store, facts, state)) {
        return false;
    }
    auto const timeout = source->sender_timeout();
    StreamSession::Options options{.source = options_.source,
                                   .most_silence = options_.most_silence,
                                   .stops_at_dead_letters = !options_.goes_on_after_dead_letters};
    if (timeout.count() > 0) {
        options.report_interval = std::min(options.report_interval, timeout / 3);
        options.most_silence = std::min(options.most_silence, timeout);
    }
    if (options_.source.poll) {
        // Where there is nothing to store, the slot goes on all the same.
        options.report_interval = std::min(options.report_interval, *options_.source.poll);
    }
    if (options_.once) {
        options.until = facts.written;
        options.report_interval = once_report_interval;
    }
    auto const relations = store.relations();
    auto const versions = store.versions();
    start(*source, state);
    StreamSession session(options, *source, store, state, poison_, status_);
    session.know(relations, versions);
    status_.change([&](StatusReport& status) {
        status.phase = Phase::streaming;
        status.trouble.clear();
        status.is_source_changed = false;
        status.epoch = state.end.epoch;
        ++status.sessions;
    });
    log_with(spdlog::level::info,
             fmt::format("streaming from {} on; the history ends at {}:{}",
                         to_string(state.end.lsn), state.end.epoch, state.end.position),
             {{"epoch", state.end.epoch},
              {"position", state.end.position},
              {"lsn", to_string(state.end.lsn)}});
    session.run();
    return true;
}

}  // namespace lockstep::relay
