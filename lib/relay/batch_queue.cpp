#include "relay/batch_queue.hpp"

#include <utility>

namespace lockstep::relay {

bool BatchQueue::push(Batch& batch, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, timeout, [&] { return is_closed_ || batches_.size() < capacity; });
    if (is_closed_ || batches_.size() >= capacity) {
        return false;
    }
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
}

std::optional<Batch> BatchQueue::take() {
    if (is_closed_ || batches_.empty()) {
        return std::nullopt;
    }
    auto batch = std::move(batches_.front());
    batches_.pop_front();
    is_working_ = true;
    changed_.notify_all();
    return batch;
}

std::optional<Batch> BatchQueue::pop(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, timeout, [&] { return is_closed_ || !batches_.empty(); });
    return take();
}

std::optional<Batch> BatchQueue::try_pop() {
    std::lock_guard const lock(mutex_);
    return take();
}

void BatchQueue::close() {
    std::lock_guard const lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
}

bool BatchQueue::is_closed() const {
    std::lock_guard const lock(mutex_);
    return is_closed_;
}

bool BatchQueue::is_idle() const {
    std::lock_guard const lock(mutex_);
    return batches_.empty() && !is_working_;
}

bool BatchQueue::wait_until_idle(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, timeout,
                             [&] { return is_closed_ || (batches_.empty() && !is_working_); });
}

void BatchQueue::set_done() {
    std::lock_guard const lock(mutex_);
    is_working_ = false;
    changed_.notify_all();
}

}  // namespace lockstep::relay
