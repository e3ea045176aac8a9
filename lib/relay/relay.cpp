#include "relay/relay.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <fmt/core.h>

#include "base/log.hpp"
#include "pg/interrupt.hpp"
#include "relay/decode_error.hpp"
#include "relay/stream_session.hpp"

namespace lockstep::relay {

namespace {

using namespace std::chrono_literals;

constexpr auto shortest_pause = 100ms;
constexpr auto longest_pause = 30'000ms;
constexpr auto standby_interval = 500ms;
/// How long a walsender of a relay that is gone may take to notice.
constexpr auto slot_patience = 2s;
constexpr auto slot_interval = 50ms;
constexpr auto longest_status_interval = 10'000ms;
constexpr auto once_status_interval = 20ms;

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

std::string_view name_of(Phase phase) {
    constexpr std::array names{"starting", "standby", "streaming", "waiting", "stopped"};
    return names.at(static_cast<std::size_t>(phase));
}

Relay::Relay(RelayOptions options, RelayStatus& status)
    : options_(std::move(options)), status_(status) {}

void Relay::set_phase(Phase phase, std::string trouble) {
    status_.change([&](StatusReport& status) {
        status.phase = phase;
        status.trouble = std::move(trouble);
    });
}

void Relay::run() {
    for (bool goes_on = true; goes_on && !pg::interrupted();) {
        try {
            run_session();
            goes_on = false;
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
    log().error("{}", refusal.what());
    if (!options_.goes_on_after_dead_letters || poison_.contains(refusal.position())) {
        set_phase(Phase::stopped, refusal.what());
        throw refusal;
    }
    poison_.emplace(refusal.position(), refusal.why());
    status_.change([](StatusReport& status) { ++status.dead_letters; });
}

void Relay::pause(Error const& why) {
    bool const went_well = pg::Clock::now() - session_began_ > longest_pause;
    failures_ = went_well ? 0 : failures_ + 1;
    auto const pause = pause_after(failures_);
    log().warn("{}; trying again in {} ms", why.what(), pause.count());
    set_phase(Phase::waiting, why.what());
    pg::sleep_for(pause);
}

void Relay::run_session() {
    session_began_ = pg::Clock::now();
    set_phase(Phase::starting, status_.report().trouble);
    HistoryStore store(options_.history, options_.names, options_.source.slot);
    if (!store.is_set_up()) {
        throw Error(ExitCode::not_found,
                    fmt::format("nothing is set up for the slot {}", options_.source.slot),
                    "Set it up: lockstep sync setup");
    }
    auto const state = lead(store);
    if (state.term == 0) {
        return;  // interrupted
    }
    try {
        follow(store, state);
    } catch (Deposed const&) {
        throw;
    } catch (...) {
        store.retire(state.term);
        throw;
    }
    store.retire(state.term);
}

/// Waits until the slot has no other relay that is alive.
RelayState Relay::lead(HistoryStore& store) {
    for (bool is_first = true; !pg::interrupted(); is_first = false) {
        if (auto const state = store.lead(own_name(), options_.lease)) {
            return *state;
        }
        auto const leader = store.leader();
        if (options_.once) {
            throw Error(ExitCode::conflict,
                        fmt::format("the slot {} has a relay: {}", options_.source.slot, leader),
                        "It writes the history; there is nothing to do.");
        }
        if (is_first) {
            log().info("standing by; the relay is {}", leader);
            set_phase(Phase::standby);
        }
        pg::sleep_for(standby_interval);
    }
    return {};
}

/// Where the stream cannot go on from where the history ends, that is written down as the start of
/// a new epoch: no reader of the history takes what follows for all there was.
Lsn Relay::resume(Source& source, HistoryStore& store, RelayState& state) {
    auto const facts = source.facts(state.timeline);
    auto const broken = break_of(state, facts);
    bool const is_other_server =
        facts.timeline != state.timeline || facts.system_identifier != state.system_identifier;
    state.timeline = facts.timeline;
    state.system_identifier = facts.system_identifier;
    if (broken) {
        log().error("{}: a new epoch begins", *broken);
        state.end.lsn = source.make_slot();
        ++state.end.epoch;
        store.begin_epoch(state, *broken);
        status_.change([](StatusReport& status) { ++status.breaks; });
    } else if (is_other_server) {
        log().warn("the source goes on as timeline {}", state.timeline);
        store.note_server(state);
    }
    return facts.written;
}

/// A relay that is gone may still have its walsender: it is waited for, and ended in the end, for
/// this one is the slot's relay now.
void Relay::start(Source& source, RelayState const& state) {
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

void Relay::follow(HistoryStore& store, RelayState state) {
    Source source(options_.source);
    auto const written = resume(source, store, state);
    auto const timeout = source.sender_timeout();
    StreamSession::Options options{.source = options_.source};
    options.status_interval = timeout.count() == 0 ? longest_status_interval
                                                   : std::min<std::chrono::milliseconds>(
                                                         longest_status_interval, timeout / 3);
    if (options_.once) {
        options.until = written;
        options.status_interval = once_status_interval;
    }
    auto const relations = store.relations();
    auto const versions = store.versions();
    start(source, state);
    StreamSession session(options, source, store, state, poison_, status_);
    session.know(relations, versions);
    status_.change([&](StatusReport& status) {
        status.phase = Phase::streaming;
        status.trouble.clear();
        status.epoch = state.end.epoch;
        ++status.sessions;
    });
    log().info("streaming from {} on; the history ends at {}:{}", to_string(state.end.lsn),
               state.end.epoch, state.end.position);
    session.run();
}

}  // namespace lockstep::relay
