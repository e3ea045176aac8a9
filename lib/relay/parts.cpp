#include "relay/parts.hpp"

#include <utility>

namespace lockstep::relay {

void Parts::push(Batch batch) {
    Waiting waiting{.batch = std::move(batch)};
    auto& rows = waiting.batch.rows;
    if (in_memory_ + rows.size() <= most_in_memory_ && !file_) {
        in_memory_ += rows.size();
    } else {
        if (!file_) {
            file_.emplace();
        }
        file_->append(rows);
        waiting.bytes_in_file = std::exchange(rows, {}).size();
    }
    waiting_.push_back(std::move(waiting));
}

Batch Parts::pop() {
    auto waiting = std::move(waiting_.front());
    waiting_.pop_front();
    if (waiting.bytes_in_file > 0) {
        waiting.batch.rows = file_->read(read_at_, waiting.bytes_in_file);
        read_at_ += static_cast<long>(waiting.bytes_in_file);
    } else {
        in_memory_ -= waiting.batch.rows.size();
    }
    if (waiting_.empty()) {
        clear();
    }
    return std::move(waiting.batch);
}

void Parts::clear() {
    waiting_.clear();
    file_.reset();
    in_memory_ = 0;
    read_at_ = 0;
}

}  // namespace lockstep::relay
