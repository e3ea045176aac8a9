#include "plan/order.hpp"

#include <algorithm>
#include <optional>
#include <queue>
#include <set>
#include <utility>

namespace lockstep::plan {

using schema::Object;
using schema::ObjectId;
using schema::Schema;

namespace {

/// The graph of what needs what, over indexes into Schema::objects.
class Graph {
public:
    explicit Graph(Schema const& schema)
        : schema_(schema), dependents_(schema.objects.size()), waits_for_(schema.objects.size()) {
        for (std::size_t i = 0; i < schema.objects.size(); ++i) {
            add_needs(i);
        }
    }

    std::vector<Object const*> order() {
        std::vector<Object const*> ordered;
        for (std::size_t i = 0; i < schema_.objects.size(); ++i) {
            if (creator(i) == i) {
                left_.insert(key(i));
            }
        }
        for (auto const& entry : left_) {
            if (waits_for_[entry.second].empty()) {
                ready_.push(entry);
            }
        }
        while (!left_.empty()) {
            // A circle: its first object goes before what it needs.
            auto const next = ready_.empty() ? *left_.begin() : ready_.top();
            if (!ready_.empty()) {
                ready_.pop();
            }
            if (left_.erase(next) != 0) {
                ordered.push_back(&schema_.objects[next.second]);
                release_dependents(next.second);
            }
        }
        return ordered;
    }

private:
    using Key = std::pair<std::size_t, std::size_t>;  // rank of the kind, index

    Key key(std::size_t index) const { return {rank(*schema_.objects[index].id.kind), index}; }

    std::optional<std::size_t> index_of(ObjectId const& id) const {
        auto const* const found = schema_.find(id);
        return found == nullptr
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(found - schema_.objects.data()));
    }

    /// The object whose creation makes this one: itself, or its table for a column.
    std::size_t creator(std::size_t index) const {
        auto const& object = schema_.objects[index];
        if (object.id.kind->create != nullptr || object.id.kind->part_of_names == 0) {
            return index;
        }
        auto const whole = object.id.names.first(object.id.kind->part_of_names);
        for (auto const& candidate : schema_.with_parts(whole)) {
            if (candidate.id.names != whole) {
                break;
            }
            if (candidate.id.kind->create != nullptr) {
                return static_cast<std::size_t>(&candidate - schema_.objects.data());
            }
        }
        return index;
    }

    void add_edge(std::size_t dependent, std::size_t needed) {
        if (dependent != needed && waits_for_[dependent].insert(needed).second) {
            dependents_[needed].push_back(dependent);
        }
    }

    void add_needs(std::size_t index) {
        auto const& object = schema_.objects[index];
        auto const dependent = creator(index);
        for (auto const& need : object.needs) {
            if (object.id.kind->ignores_need != nullptr &&
                object.id.kind->ignores_need(object, need)) {
                continue;
            }
            if (auto const needed = index_of(need)) {
                // A type's own functions find its shell, which is there already.
                auto const& target = schema_.objects[*needed];
                bool const has_shell = target.id.kind->prepare != nullptr &&
                                       !target.id.kind->prepare(target).empty() &&
                                       std::find(target.needs.begin(), target.needs.end(),
                                                 object.id) != target.needs.end();
                if (!has_shell) {
                    add_edge(dependent, creator(*needed));
                }
            }
        }
        add_whole(object, dependent);
    }

    /// A part follows its whole; all follow their namespace.
    void add_whole(Object const& object, std::size_t dependent) {
        auto names = object.id.names.without_last();
        for (; !names.empty(); names = names.without_last()) {
            for (auto const& whole : schema_.with_parts(names)) {
                if (whole.id.names != names) {
                    break;
                }
                add_edge(dependent,
                         creator(static_cast<std::size_t>(&whole - schema_.objects.data())));
            }
        }
    }

    void release_dependents(std::size_t index) {
        for (auto const dependent : dependents_[index]) {
            waits_for_[dependent].erase(index);
            if (waits_for_[dependent].empty()) {
                ready_.push(key(dependent));
            }
        }
    }

    Schema const& schema_;
    std::vector<std::vector<std::size_t>> dependents_;
    std::vector<std::set<std::size_t>> waits_for_;
    std::set<Key> left_;
    std::priority_queue<Key, std::vector<Key>, std::greater<>> ready_;
};

}  // namespace

std::vector<Object const*> creation_order(Schema const& schema) {
    return Graph(schema).order();
}

}  // namespace lockstep::plan
