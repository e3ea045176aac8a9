#include "plan/graph.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "schema/kind.hpp"

namespace lockstep::plan {

using namespace schema;

void LinkedGraph::add_edges_of_links() {
    auto const& to = matched_.to;
    for (Index i = 0; i < links_.size(); ++i) {
        if (links_[i] != none) {
            for (auto const upper : uppers_of(to, i)) {
                put(provider(upper), links_[i]);
            }
        }
        auto const table = whole_of(to, i);
        if (table != none && links_[table] != none) {
            put_beside_link(i, links_[table]);
        }
    }
    put_unmatched_behind_links();
}

/// A new index above that a table has no counterpart of (it was made ON ONLY) comes when that table
/// is linked: linking would make the counterpart.
void LinkedGraph::put_unmatched_behind_links() {
    auto const& to = matched_.to;
    std::map<Index, std::vector<Index>> linked;  // tables, by the table that they come to
    std::set<std::pair<Index, Index>> matched;   // an index above, and a table that has its like
    for (Index i = 0; i < links_.size(); ++i) {
        bool const is_table = whole_of(to, i) == none;
        for (auto const upper :
             links_[i] != none && is_table ? uppers_of(to, i) : std::vector<Index>{}) {
            linked[upper].push_back(i);
        }
        for (auto const above : is_table ? std::vector<Index>{} : same_above(matched_.to, i)) {
            matched.emplace(above, whole_of(to, i));
        }
    }
    for (Index i = 0; i < makes_.size() && !linked.empty(); ++i) {
        bool const is_spread = makes_[i] != none && to.objects[i].id.kind->link != nullptr;
        auto const at = is_spread ? linked.find(whole_of(to, i)) : linked.end();
        for (auto const table : at == linked.end() ? std::vector<Index>{} : at->second) {
            put(matched.contains({i, table}) ? none : links_[table], makes_[i]);
        }
    }
}

/// What a table has must be as in the table that it comes to, or comes when that gets it. An
/// index that is there above would be made here, too, were it not there already; one that is
/// new there finds it linked.
void LinkedGraph::put_beside_link(Index part, Node link) {
    auto const same = same_above(matched_.to, part);
    bool const is_new_above =
        std::any_of(same.begin(), same.end(), [&](Index above) { return makes_[above] != none; });
    auto const& object = matched_.to.objects[part];
    auto const of_from = matched_.from_of[part];
    if (fate_.new_fate(part) == Fate::New::stands) {
        auto const leader = fate_.leader(of_from);
        put(alters_[of_from], link);
        put(leader == none ? none : link, leader == none ? none : alters_[leader]);
    } else if (makes_[part] != none && !is_new_above) {
        auto const& kind = *object.id.kind;
        bool const is_cloned =
            object.is("inherited") && kind.link == nullptr && kind.create != nullptr;
        put(is_cloned ? link : makes_[part], is_cloned ? makes_[part] : link);
        put(link, links_[part]);
    }
    for (auto const above : same) {
        bool const stands = fate_.new_fate(part) == Fate::New::stands;
        bool const is_led = stands && fate_.leader(of_from) != none &&
                            fate_.leader(of_from) == matched_.from_of[above];
        put(stands && !is_led ? provider(above) : none, link);
        if (!stands && makes_[above] != none &&
            fate_.creator(part) != whole_of(matched_.to, part)) {
            put(link, makes_[above]);
            put_behind_parts(part, above);
        }
    }
}

/// A new index of a table that itself comes to one that has it: it is whole by then.
void LinkedGraph::put_behind_parts(Index part, Index above) {
    auto const table = whole_of(matched_.to, above);
    auto const higher = same_above(matched_.to, above);
    bool const is_new =
        std::any_of(higher.begin(), higher.end(), [&](Index each) { return makes_[each] != none; });
    if (table != none && links_[part] != none && !is_new) {
        put(links_[part], links_[table]);
    }
}

void LinkedGraph::add_edges_of_takes() {
    for (Index i = 0; i < takes_.size(); ++i) {
        if (takes_[i] == none) {
            continue;
        }
        put(provider(matched_.to_of[i]), takes_[i]);
    }
    for (Index i = 0; i < asides_.size(); ++i) {
        for (auto const part :
             fate_.is_taken_over(i) ? fate_.lowers(i) : std::span<Index const>{}) {
            bool const vanishes = fate_.old_fate(part) == Fate::Old::vanishes;
            put_beside_aside(vanishes ? part : none, i);
        }
    }
    for (Index i = 0; i < makes_.size(); ++i) {
        for (auto const upper : fate_.new_fate(i) == Fate::New::made ? uppers_of(matched_.to, i)
                                                                     : std::vector<Index>{}) {
            put_beside_take(i, upper);
        }
    }
}

/// The parts give up their names before; but what hangs on a part of a table above can do so only
/// when its own table has left that.
void LinkedGraph::put_beside_aside(Index part, Index aside) {
    auto const uppers = part == none ? std::vector<Index>{} : uppers_of(matched_.from, part);
    bool const hangs = std::any_of(uppers.begin(), uppers.end(), [&](Index upper) {
        return whole_of(matched_.from, upper) != none && !fate_.is_gone(upper);
    });
    auto const drop = part == none ? none : drops_[part];
    put(hangs ? asides_[aside] : drop, hangs ? drop : asides_[aside]);
}

/// Rows come when there are all partitions, and before what looks at each of them.
void LinkedGraph::put_beside_take(Index of_to, Index upper) {
    auto const& object = matched_.to.objects[of_to];
    auto const ignores = object.id.kind->ignores_need;
    if (ignores != nullptr && ignores(object, matched_.to.objects[upper].id)) {
        return;
    }
    auto const before = matched_.from_of[upper];
    auto const take = before == none ? none : takes_[before];
    if (object.id.kind->holds_data != nullptr || object.id.kind->has("partition_of")) {
        put(take == none ? none : makes_[of_to], take);
        put(take == none ? none : links_[of_to], take);
        for (auto const above : uppers_of(matched_.to, upper)) {
            put_beside_take(of_to, above);
        }
    } else {
        put(take, makes_[of_to]);
    }
}

}  // namespace lockstep::plan
