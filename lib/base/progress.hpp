#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace lockstep {

/// A line on a terminal that says what is being done, for work that takes a while: it appears after
/// half a second, moves, and is gone when the work is. Does nothing at all (not even a thread)
/// where it is not enabled.
class Progress {
public:
    using Write = std::function<void(std::string_view)>;

    explicit Progress(bool enabled,
                      std::chrono::milliseconds delay = std::chrono::milliseconds(500),
                      Write write = {});
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    /// What is being done from now on: "reading the catalog of db.example". Any thread may call.
    void say(std::string_view what);
    /// Takes the line away, before something else is printed.
    void clear();

private:
    struct State;
    std::unique_ptr<State> state_;  // null: not enabled
};

}  // namespace lockstep
