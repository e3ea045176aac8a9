#include "plan/graph.hpp"

#include <algorithm>

#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

Graph::Graph(Matched const& matched, Fate const& fate)
    : matched_(matched),
      fate_(fate),
      drops_(matched.from.objects.size(), none),
      asides_(matched.from.objects.size(), none),
      takes_(matched.from.objects.size(), none),
      alters_(matched.from.objects.size(), none),
      prepares_(matched.to.objects.size(), none),
      makes_(matched.to.objects.size(), none),
      links_(matched.to.objects.size(), none) {
    add_nodes();
    place_columns();
}

std::vector<Operation> Graph::order() {
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

Node Graph::add_node(Act act, Index object) {
    operations_.push_back({act, object});
    followers_.emplace_back();
    waits_for_.push_back(0);
    return static_cast<Node>(operations_.size() - 1);
}

void Graph::add_nodes() {
    auto const renames = add_node(Act::rename, none);
    for (Index i = 0; i < fate_.detached().size(); ++i) {
        detaches_.push_back(add_node(Act::detach, i));
    }
    add_drops(renames);
    add_alterations(renames);
    add_creations(renames);
    add_moves(renames);
}

void Graph::add_drops(Node renames) {
    for (Index i = 0; i < drops_.size(); ++i) {
        if (fate_.old_fate(i) == Fate::Old::vanishes) {
            drops_[i] = add_node(Act::drop, i);
        } else if (fate_.old_fate(i) == Fate::Old::set_aside) {
            asides_[i] = add_node(Act::set_aside, i);
            drops_[i] = add_node(Act::drop_aside, i);
            put(renames, asides_[i]);
            put(asides_[i], drops_[i]);
            if (fate_.is_taken_over(i) && fate_.is_topmost(i)) {
                takes_[i] = add_node(Act::take_over, i);
                put(asides_[i], takes_[i]);
                put(takes_[i], drops_[i]);
            }
        }
    }
}

void Graph::add_alterations(Node renames) {
    for (auto const& [object, properties] : fate_.altered()) {
        alters_[object] = add_node(Act::alter, object);
        put(renames, alters_[object]);
        put(add_node(Act::release, object), renames);
        auto const& kind = *matched_.from.objects[object].id.kind;
        if (std::any_of(properties.begin(), properties.end(),
                        [&](std::size_t i) { return kind.properties[i].links; })) {
            auto& link = links_[matched_.to_of[object]];
            link = add_node(Act::link, matched_.to_of[object]);
            put(alters_[object], link);
        }
    }
    // What an object has from one above changes there first, unless it is yet to come below that.
    for (auto const& [object, properties] : fate_.altered()) {
        auto const leader = fate_.leader(object);
        auto const whole = whole_of(matched_.to, matched_.to_of[object]);
        bool const is_linked = whole != none && links_[whole] != none;
        put(leader == none || is_linked ? none : alters_[leader], alters_[object]);
    }
}

void Graph::add_creations(Node renames) {
    for (Index i = 0; i < makes_.size(); ++i) {
        if (fate_.new_fate(i) == Fate::New::made) {
            makes_[i] = add_node(Act::make, i);
            auto const& object = matched_.to.objects[i];
            // What comes to a namespace is among the renames.
            put(is_namespace(object.id) ? none : renames, makes_[i]);
            if (object.id.kind->link != nullptr && !object.id.kind->link(object).empty()) {
                links_[i] = add_node(Act::link, i);
                put(makes_[i], links_[i]);
            }
            if (matched_.to.objects[i].id.kind->prepare != nullptr) {
                prepares_[i] = add_node(Act::prepare, i);
                put(renames, prepares_[i]);
                put(prepares_[i], makes_[i]);
            }
        }
    }
}

/// What comes to another namespace finds it, and has left the old one when that goes.
void Graph::add_moves(Node renames) {
    auto const space = [](Schema const& schema, Object const& object) {
        auto const& kind = *object.id.kind;
        return kind.in_namespace ? find(schema, {&kind::name_space, object.id.names.first(1)})
                                 : none;
    };
    for (auto const& rename : matched_.renames) {
        auto const before = space(matched_.from, *rename.before.object);
        auto const after = space(matched_.to, *rename.after.object);
        put(renames, before == none ? none : drops_[before]);
        put(after == none ? none : makes_[after], renames);
    }
}

/// New columns come in the order in which their table lists them, not in that of their names.
void Graph::place_columns() {
    auto const& objects = matched_.to.objects;
    std::map<Index, std::vector<Index>> made;  // by their table or type, in the order of names
    for (Index i = 0; i < makes_.size(); ++i) {
        bool const is_column =
            objects[i].id.kind == &kind::column || objects[i].id.kind == &kind::attribute;
        auto const whole = is_column && makes_[i] != none ? whole_of(matched_.to, i) : none;
        if (whole != none) {
            made[whole].push_back(i);
        }
    }
    for (auto const& [whole, columns] : made) {
        auto place = columns.begin();
        for (auto const name : objects[whole].list("columns").items()) {
            auto const column = std::find_if(columns.begin(), columns.end(), [&](Index each) {
                return objects[each].name() == name;
            });
            if (column != columns.end() && place != columns.end()) {
                places_[*column] = *place++;
            }
        }
    }
}

void Graph::put(Node first, Node second) {
    if (first != none && second != none && first != second &&
        edges_.emplace(first, second).second) {
        followers_[first].push_back(second);
        ++waits_for_[second];
    }
}

Node Graph::drop_of(Index of_from) const {
    return fate_.is_gone(of_from) ? drops_[fate_.dropper(of_from)] : none;
}

Node Graph::provider(Index of_to) const {
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

namespace {

std::int64_t rank_of(Schema const& schema, Index object) {
    return static_cast<std::int64_t>(rank(*schema.objects[object].id.kind));
}

}  // namespace

Graph::Key Graph::key(Node node) const {
    auto const& [act, object] = operations_[node];
    auto const index = static_cast<std::int64_t>(object);
    switch (act) {
        case Act::release:
            return {0, 0, index, node};
        case Act::detach:
            return {0, 1, index, node};
        case Act::drop:
        case Act::drop_aside:
            if (matched_.from.objects[object].id.kind->fires_for_ddl) {
                return {-1, 0, index, node};
            }
            return {1, -rank_of(matched_.from, object), -index, node};
        case Act::rename:
            return {2, 0, 0, node};
        case Act::set_aside:
            return {3, rank_of(matched_.from, object), index, node};
        case Act::prepare:
            return {4, rank_of(matched_.to, object), index, node};
        case Act::alter:
            return {4, rank_of(matched_.from, object), matched_.to_of[object], node};
        case Act::make: {
            auto const place = places_.find(object);
            auto const at = place == places_.end() ? index : std::int64_t{place->second};
            return {4, rank_of(matched_.to, object), at, node};
        }
        case Act::link:
            return {4, rank_of(matched_.to, object), index, node};
        case Act::take_over:
            return {4, rank_of(matched_.from, object), matched_.to_of[object], node};
    }
    return {};
}

}  // namespace lockstep::plan
