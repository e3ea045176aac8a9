#pragma once

#include <deque>
#include <optional>

#include "relay/batch.hpp"
#include "relay/nameless_file.hpp"

namespace lockstep::relay {

/// The beginning of a transaction that is too large for one batch, until its commit is seen. The
/// first megabytes stay in memory, the rest waits in a file without a name, which is gone when this
/// process is.
class Parts {
public:
    explicit Parts(std::size_t in_memory = 24'000'000) : most_in_memory_(in_memory) {}

    bool is_empty() const { return waiting_.empty(); }
    /// Throws Error when the disk is full.
    void push(Batch batch);
    /// The oldest one.
    Batch pop();
    void clear();

private:
    struct Waiting {
        Batch batch;  // without rows, if they are in the file
        std::size_t bytes_in_file = 0;
    };

    std::size_t most_in_memory_;
    std::size_t in_memory_ = 0;
    std::deque<Waiting> waiting_;
    std::optional<NamelessFile> file_;
    long read_at_ = 0;
};

}  // namespace lockstep::relay
