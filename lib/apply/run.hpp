#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "apply/schema_message.hpp"
#include "pg/connection.hpp"
#include "plan/plan.hpp"

namespace lockstep::apply {

struct RunOptions {
    /// How long a statement waits for locks before its step is rolled back and tried again: as
    /// long, others that queue up behind it must wait, too.
    std::chrono::milliseconds lock_timeout{2000};
    std::chrono::milliseconds statement_timeout{0};  // 0: as long as it takes
    int retries = 30;                                // of each step, with growing pauses
    std::chrono::milliseconds first_pause{500};
    std::chrono::seconds longest_pause{15};
    /// The fingerprint of the schema as it is now. It is asked after each step of several, so that
    /// a run that goes on sees whether somebody else has changed something meanwhile. Null: it does
    /// not.
    std::function<std::string()> fingerprint{};
    /// What is told in the WAL that the schema is from each step on; nothing where that is empty.
    Arrival arrival{};
};

/// What is told while a plan runs; each may be null. `waits` is called from another thread.
struct RunWatcher {
    std::function<void(std::size_t step, plan::Statement const&)> begins;
    std::function<void(std::string const& whom)> waits;
    std::function<void(std::size_t step, std::string const& why, std::chrono::milliseconds pause)>
        retries;
    std::function<void(std::size_t step)> done;
};

/// Why a run ended before its plan did.
struct Stop {
    enum class Why {
        refused,      // the server refused a statement
        locked,       // a lock was not to be had, as often as it was tried
        interrupted,  // by Ctrl-C
        lost,         // the connection was lost
    };
    Why why = Why::refused;
    std::size_t step = 0;  // from 0; it is not done
    std::string statement;
    pg::ServerMessage said;
    bool in_doubt = false;    // the connection was lost while the step was being committed
    std::string left_behind;  // what a statement outside transactions has left, and how to drop it
};

struct RunResult {
    std::size_t done_before = 0;  // steps that an earlier run had done
    std::size_t done = 0;         // steps that are done now, those among them
    std::optional<Stop> stop;     // nothing: all is done
};

/// A plan on its way on a server. While it lives it holds a lock that keeps others out (an
/// advisory one, of the session: a pooler must not hand the connection on).
class Run {
public:
    /// Connects, takes the lock, and looks how far an earlier run has come. Throws Error(conflict)
    /// where somebody else holds the lock, or another plan is not finished.
    Run(std::string url, plan::Plan const& plan, RunOptions const& options);
    ~Run();
    Run(Run const&) = delete;
    Run& operator=(Run const&) = delete;

    std::size_t done_before() const;
    /// Where an earlier run has come some way: is the schema as that run left it? Throws
    /// Error(conflict) where it is not; false where that cannot be told, because the step that was
    /// cut off is done by now, has left something, or the run ended before it noted the schema.
    bool check_schema();
    pg::Connection& connection();
    RunResult run(RunWatcher const& watcher);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::apply
