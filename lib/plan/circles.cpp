#include "plan/circles.hpp"

#include <algorithm>
#include <utility>

namespace lockstep::plan {

namespace {

constexpr auto unknown = static_cast<std::uint32_t>(-1);

/// Tarjan's algorithm, with a stack of its own: chains of objects may be long.
class Search {
public:
    explicit Search(std::vector<std::vector<std::uint32_t>> const& followers)
        : followers_(followers),
          number_(followers.size(), unknown),
          lowest_(followers.size(), unknown),
          circle_(followers.size(), unknown) {}

    std::vector<std::uint32_t> run() {
        for (std::uint32_t node = 0; node < followers_.size(); ++node) {
            if (number_[node] == unknown) {
                visit(node);
            }
        }
        return std::move(circle_);
    }

private:
    void visit(std::uint32_t first) {
        enter(first);
        while (!path_.empty()) {
            auto& [node, next] = path_.back();
            if (next == followers_[node].size()) {
                leave(node);
                continue;
            }
            auto const follower = followers_[node][next++];
            if (number_[follower] == unknown) {
                enter(follower);
            } else if (circle_[follower] == unknown) {
                lowest_[node] = std::min(lowest_[node], number_[follower]);
            }
        }
    }

    void enter(std::uint32_t node) {
        number_[node] = lowest_[node] = count_++;
        open_.push_back(node);
        path_.emplace_back(node, 0);
    }

    void leave(std::uint32_t node) {
        path_.pop_back();
        if (!path_.empty()) {
            auto const above = path_.back().first;
            lowest_[above] = std::min(lowest_[above], lowest_[node]);
        }
        while (lowest_[node] == number_[node] && circle_[node] == unknown) {
            circle_[open_.back()] = node;
            open_.pop_back();
        }
    }

    std::vector<std::vector<std::uint32_t>> const& followers_;
    std::vector<std::uint32_t> number_;
    std::vector<std::uint32_t> lowest_;
    std::vector<std::uint32_t> circle_;
    std::vector<std::uint32_t> open_;
    std::vector<std::pair<std::uint32_t, std::size_t>> path_;
    std::uint32_t count_ = 0;
};

}  // namespace

std::vector<std::uint32_t> circles(std::vector<std::vector<std::uint32_t>> const& followers) {
    return Search(followers).run();
}

}  // namespace lockstep::plan
