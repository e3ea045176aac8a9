#pragma once

#include <chrono>
#include <string>

#include "relay/history_store.hpp"
#include "relay/history_tables.hpp"
#include "relay/relay_status.hpp"
#include "relay/source.hpp"

namespace lockstep::relay {

class Refusal;
struct SourceFacts;

struct RelayOptions {
    SourceOptions source;
    std::string history;  // a URL
    HistoryNames names;
    bool once = false;  // ends when all is durable that was committed before it began
    /// A server that does not answer for so long is taken for gone.
    std::chrono::milliseconds most_silence{60'000};
    /// A relay that was not seen for so long is taken for gone.
    std::chrono::milliseconds lease{30'000};
    /// No: a change that cannot be stored ends the relay, instead of being put by.
    bool goes_on_after_dead_letters = true;
};

/// From the write-ahead log to the history, for as long as it takes: connections that break, and
/// servers that are not there for a while, are connected to again, with growing pauses. All that it
/// knows from one connection to the next is where the history ends, as the history says it.
class Relay {
public:
    Relay(RelayOptions options, RelayStatus& status);

    /// Until SIGINT or SIGTERM came; or, `once`, until all is durable. Throws what it cannot mend;
    /// `once`, also what trying again could mend.
    void run();

private:
    bool run_session();
    bool follow(HistoryStore& store, Lead state);
    Lead lead(HistoryStore& store);
    void stand_by(HistoryStore& store);
    static void start(Source& source, Lead const& state);
    bool goes_on(HistoryStore& store, SourceFacts const& facts, Lead& lead);
    void begin_epoch(HistoryStore& store, SourceFacts const& facts, std::string const& reason);
    void pause(Error const& why);
    void put_by(Refusal const& refusal);
    void set_phase(Phase phase, std::string trouble = {});

    RelayOptions options_;
    RelayStatus& status_;
    Poison poison_;
    std::chrono::steady_clock::time_point session_began_{};
    int failures_ = 0;  // in a row, of sessions that did not last
};

}  // namespace lockstep::relay
