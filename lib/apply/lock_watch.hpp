#pragma once

#include <functional>
#include <memory>
#include <string>

namespace lockstep::apply {

/// Sees from a second connection for whom the first one waits, and says it now and then while it
/// does. Its callback is called from another thread.
class LockWatch {
public:
    using Say = std::function<void(std::string const& whom)>;

    /// `backend` is the process of the first connection's server side.
    LockWatch(std::string const& url, std::string backend, Say say);
    ~LockWatch();
    LockWatch(LockWatch const&) = delete;
    LockWatch& operator=(LockWatch const&) = delete;

    /// For whom it was last seen to wait since the last call; empty when it was not.
    std::string take_last();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::apply
