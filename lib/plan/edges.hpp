#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace lockstep::plan {

/// For each of many objects the few that it is related to, in the order in which they were noted:
/// two arrays instead of a list each, for there may be hundreds of thousands.
class Edges {
public:
    using Index = std::uint32_t;

    void note(Index from, Index to) { noted_.emplace_back(from, to); }

    /// To be called when all is noted, with the number of objects.
    void settle(std::size_t count) {
        first_.assign(count + 1, 0);
        for (auto const& [from, to] : noted_) {
            ++first_[from + 1];
        }
        for (std::size_t i = 0; i < count; ++i) {
            first_[i + 1] += first_[i];
        }
        to_.resize(noted_.size());
        auto next = first_;
        for (auto const& [from, to] : noted_) {
            to_[next[from]++] = to;
        }
        noted_ = {};
    }

    std::span<Index const> operator[](Index from) const {
        return std::span(to_).subspan(first_[from], first_[from + 1] - first_[from]);
    }

private:
    std::vector<std::pair<Index, Index>> noted_;
    std::vector<std::size_t> first_;  // in `to_`
    std::vector<Index> to_;
};

}  // namespace lockstep::plan
