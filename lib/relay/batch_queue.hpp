#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "relay/batch.hpp"

namespace lockstep::relay {

/// Between the thread that decodes and the one that writes. It holds few batches: when it is full,
/// the stream is not read on, and the server waits.
class BatchQueue {
public:
    /// False: it is still full after so long, and the batch was not taken.
    bool push(Batch& batch, std::chrono::milliseconds timeout);
    /// The next one, once there is one; nothing when it was closed, or after so long.
    std::optional<Batch> pop(std::chrono::milliseconds timeout);
    /// The next one, if there is one.
    std::optional<Batch> try_pop();
    /// Wakes whoever waits; what is in it is taken no more.
    void close();
    bool is_closed() const;

    /// Is nothing in it, and what was taken last written?
    bool is_idle() const;
    /// Waits for that, so long at most.
    bool wait_until_idle(std::chrono::milliseconds timeout);
    /// The taker is done with all that it took.
    void set_done();

private:
    std::optional<Batch> take();

    static constexpr std::size_t capacity = 2;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> batches_;
    bool is_working_ = false;
    bool is_closed_ = false;
};

}  // namespace lockstep::relay
