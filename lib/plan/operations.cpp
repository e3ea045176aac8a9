#include "plan/operations.hpp"

#include <queue>
#include <tuple>

#include "schema/kind.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

using Node = std::uint32_t;

class Graph {
public:
    Graph(Matched const& matched, Fate const& fate)
        : matched_(matched),
          fate_(fate),
          drops_(matched.from.objects.size(), none),
          asides_(matched.from.objects.size(), none),
          alters_(matched.from.objects.size(), none),
          prepares_(matched.to.objects.size(), none),
          makes_(matched.to.objects.size(), none) {
        add_nodes();
        add_old_edges();
        add_new_edges();
    }

    std::vector<Operation> order() {
        std::vector<Operation> ordered;
        for (Node node = 0; node < operations_.size(); ++node) {
            left_.insert(key(node));
            if (waits_for_[node] == 0) {
                ready_.push(key(node));
            }
        }
        while (!left_.empty()) {
            auto next = *left_.begin();
            while (!ready_.empty() && !left_.contains(ready_.top())) {
                ready_.pop();
            }
            if (!ready_.empty()) {
                next = ready_.top();
                ready_.pop();
            }
            left_.erase(next);
            auto const node = std::get<Node>(next);
            ordered.push_back(operations_[node]);
            for (auto const follower : followers_[node]) {
                if (--waits_for_[follower] == 0) {
                    ready_.push(key(follower));
                }
            }
        }
        return ordered;
    }

private:
    using Key = std::tuple<int, std::int64_t, std::int64_t, Node>;

    Node add_node(Act act, Index object) {
        operations_.push_back({act, object});
        followers_.emplace_back();
        waits_for_.push_back(0);
        return static_cast<Node>(operations_.size() - 1);
    }

    void add_nodes() {
        auto const renames = add_node(Act::rename, none);
        for (Index i = 0; i < fate_.detached().size(); ++i) {
            detaches_.push_back(add_node(Act::detach, i));
        }
        for (Index i = 0; i < drops_.size(); ++i) {
            if (fate_.old_fate(i) == Fate::Old::vanishes) {
                drops_[i] = add_node(Act::drop, i);
            } else if (fate_.old_fate(i) == Fate::Old::set_aside) {
                asides_[i] = add_node(Act::set_aside, i);
                drops_[i] = add_node(Act::drop_aside, i);
                put(renames, asides_[i]);
                put(asides_[i], drops_[i]);
            }
        }
        for (auto const& [object, properties] : fate_.altered()) {
            alters_[object] = add_node(Act::alter, object);
            put(renames, alters_[object]);
            put(add_node(Act::release, object), renames);
        }
        for (Index i = 0; i < makes_.size(); ++i) {
            if (fate_.new_fate(i) == Fate::New::made) {
                makes_[i] = add_node(Act::make, i);
                put(renames, makes_[i]);
                if (matched_.to.objects[i].id.kind->prepare != nullptr) {
                    prepares_[i] = add_node(Act::prepare, i);
                    put(renames, prepares_[i]);
                    put(prepares_[i], makes_[i]);
                }
            }
        }
    }

    void put(Node first, Node second) {
        if (first != none && second != none && first != second &&
            edges_.emplace(first, second).second) {
            followers_[first].push_back(second);
            ++waits_for_[second];
        }
    }

    Node drop_of(Index of_from) const {
        return fate_.is_gone(of_from) ? drops_[fate_.dropper(of_from)] : none;
    }

    /// What gives an object its new form.
    Node provider(Index of_to) const {
        if (fate_.new_fate(of_to) != Fate::New::stands) {
            auto const creator = fate_.creator(of_to);
            auto const whole = whole_of(matched_.to, creator);
            // A column that a view gains comes with the view's replacement.
            bool const comes_with = makes_[creator] == none && whole != none;
            return comes_with ? provider(whole) : makes_[creator];
        }
        auto of_from = matched_.from_of[of_to];
        while (alters_[of_from] == none && fate_.leader(of_from) != none) {
            of_from = fate_.leader(of_from);
        }
        return alters_[of_from];
    }

    void add_old_edges() {
        auto const& from = matched_.from;
        for (Index needed = 0; needed < drops_.size(); ++needed) {
            for (auto const dependent : fate_.dependents(needed)) {
                add_old_edge(dependent, needed);
            }
        }
        for (Node i = 0; i < detaches_.size(); ++i) {
            put(detaches_[i], drop_of(fate_.detached()[i].need));
        }
        // What is in a namespace goes before it.
        for (Index i = 0; i < drops_.size(); ++i) {
            if (drops_[i] != none && from.objects[i].id.kind->catalog == "pg_namespace") {
                for (auto const& inside : from.with_parts(from.objects[i].id.names)) {
                    auto const drop = drop_of(index_of(from, inside));
                    put(drop == drops_[i] ? none : drop, drops_[i]);
                }
            }
        }
    }

    void add_old_edge(Index dependent, Index needed) {
        auto const& object = matched_.from.objects[dependent];
        auto const ignores = object.id.kind->ignores_need;
        if (ignores != nullptr && ignores(object, matched_.from.objects[needed].id)) {
            return;  // a sequence, of the column that owns it
        }
        if (fate_.is_gone(dependent)) {
            if (fate_.is_gone(needed)) {
                put(drop_of(dependent), drop_of(needed));
                return;
            }
            for (; needed != none; needed = fate_.leader(needed)) {
                put(drop_of(dependent), fate_.may_disturb(needed) ? alters_[needed] : none);
            }
            return;
        }
        bool const comes_back = fate_.is_gone(needed) && matched_.to_of[needed] != none &&
                                fate_.old_fate(needed) != Fate::Old::set_aside;
        if (fate_.is_gone(needed) && !comes_back) {
            put(alters_[dependent], drop_of(needed));
        }
    }

    void add_new_edges() {
        auto const& to = matched_.to;
        for (Index i = 0; i < makes_.size(); ++i) {
            auto const node = provider(i);
            if (node == none) {
                continue;
            }
            auto const& object = to.objects[i];
            for (auto const& need : object.needs) {
                auto const needed = find(to, need);
                if (needed != none && has_shell(to.objects[needed], object)) {
                    put(prepares_[needed], node);
                } else if (needed != none) {
                    put_behind(object, needed, node);
                }
            }
            if (fate_.new_fate(i) == Fate::New::made) {
                auto const first = prepares_[i] != none ? prepares_[i] : node;
                put_behind_wholes(i, first);
                put_behind_namesakes(i, first);
            }
        }
    }

    /// A need that `complete` makes up for does not count.
    void put_behind(Object const& object, Index needed, Node node) {
        auto const& kind = *object.id.kind;
        if (kind.ignores_need == nullptr ||
            !kind.ignores_need(object, matched_.to.objects[needed].id)) {
            put(provider(needed), node);
        }
    }

    /// A type's own functions find its shell, which is there already.
    static bool has_shell(Object const& type, Object const& function) {
        return type.id.kind->prepare != nullptr && !type.id.kind->prepare(type).empty() &&
               std::find(type.needs.begin(), type.needs.end(), function.id) != type.needs.end();
    }

    void put_behind_wholes(Index of_to, Node node) {
        auto const& to = matched_.to;
        for (auto const upper : uppers_of(to, of_to)) {
            put_behind(to.objects[of_to], upper, node);
        }
        // A table must have the columns of its parents when it comes to them.
        for (auto const parent : parents_of(to, to.objects[of_to])) {
            for (auto const& part : to.with_parts(to.objects[parent].id.names)) {
                if (part.id.kind->part_of_names != 0 && part.id.kind->create == nullptr) {
                    put(provider(index_of(to, part)), node);
                }
            }
        }
        auto const space = find(to, {find_kind("schema"), to.objects[of_to].id.names.first(1)});
        if (space != none) {
            put(provider(space), node);
        }
    }

    /// The name must be free.
    void put_behind_namesakes(Index of_to, Node node) {
        auto const& names = matched_.to.objects[of_to].id.names;
        for (auto const& other : matched_.from.with_parts(names)) {
            if (other.id.names != names) {
                break;
            }
            auto const index = index_of(matched_.from, other);
            if (fate_.is_gone(index)) {
                auto const dropper = fate_.dropper(index);
                put(asides_[dropper] != none ? asides_[dropper] : drops_[dropper], node);
            }
        }
    }

    Key key(Node node) const {
        auto const& [act, object] = operations_[node];
        auto const index = static_cast<std::int64_t>(object);
        switch (act) {
            case Act::release:
                return {0, 0, index, node};
            case Act::detach:
                return {0, 1, index, node};
            case Act::drop:
            case Act::drop_aside:
                return {1, -rank_of(matched_.from, object), -index, node};
            case Act::rename:
                return {2, 0, 0, node};
            case Act::set_aside:
                return {3, rank_of(matched_.from, object), index, node};
            case Act::prepare:
                return {4, rank_of(matched_.to, object), index, node};
            case Act::alter:
                return {4, rank_of(matched_.from, object), matched_.to_of[object], node};
            case Act::make:
                return {4, rank_of(matched_.to, object), index, node};
        }
        return {};
    }

    static std::int64_t rank_of(Schema const& schema, Index object) {
        return static_cast<std::int64_t>(rank(*schema.objects[object].id.kind));
    }

    Matched const& matched_;
    Fate const& fate_;
    std::vector<Operation> operations_;
    std::vector<std::vector<Node>> followers_;
    std::vector<std::uint32_t> waits_for_;
    std::set<std::pair<Node, Node>> edges_;
    std::vector<Node> detaches_;
    std::vector<Node> drops_;     // of objects of `from`, by index
    std::vector<Node> asides_;    // likewise
    std::vector<Node> alters_;    // likewise
    std::vector<Node> prepares_;  // of objects of `to`, by index
    std::vector<Node> makes_;     // of objects of `to`, by index
    std::set<Key> left_;
    std::priority_queue<Key, std::vector<Key>, std::greater<>> ready_;
};

}  // namespace

std::vector<Operation> ordered_operations(Matched const& matched, Fate const& fate) {
    return Graph(matched, fate).order();
}

}  // namespace lockstep::plan
