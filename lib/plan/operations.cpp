#include "plan/operations.hpp"

#include <algorithm>

#include "plan/graph.hpp"
#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

class Ordering : public LinkedGraph {
public:
    Ordering(Matched const& matched, Fate const& fate) : LinkedGraph(matched, fate) {
        add_old_edges();
        add_new_edges();
        add_edges_of_takes();
        if (std::any_of(links_.begin(), links_.end(), [](Node link) { return link != none; })) {
            add_edges_of_links();
        }
    }

private:
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
        for (Index i = 0; i < drops_.size(); ++i) {
            if (drops_[i] != none) {
                put_behind_parents(i);
            }
        }
        // What is in a namespace goes before it.
        for (Index i = 0; i < drops_.size(); ++i) {
            if (drops_[i] != none && is_namespace(from.objects[i].id)) {
                for (auto const& inside : from.with_parts(from.objects[i].id.names)) {
                    auto const drop = drop_of(index_of(from, inside));
                    put(drop == drops_[i] ? none : drop, drops_[i]);
                }
            }
        }
    }

    /// What a table has from a parent, or as that has it, can be dropped when it has left that, or
    /// when the parent has it no more.
    void put_behind_parents(Index part) {
        auto const& object = matched_.from.objects[part];
        auto const same = one_with(matched_.from, part);
        for (auto const above : object.is("inherited") ? std::vector<Index>{} : same) {
            put(drops_[above], drops_[part]);
        }
        auto const table =
            object.is("inherited") || !same.empty() ? whole_of(matched_.from, part) : none;
        if (table != none && !matched_.from.objects[table]["inherits"].empty()) {
            put(alters_[table], drops_[part]);
        }
        for (auto const upper :
             table == none ? std::vector<Index>{} : uppers_of(matched_.from, part)) {
            put(fate_.has_left(part, upper) ? alters_[table] : none, drop_of(upper));
        }
    }

    /// What stands above with what is the same part.
    static std::vector<Index> one_with(Schema const& schema, Index part) {
        auto const& object = schema.objects[part];
        return is_one_with_parent(object) ? same_in_parents(schema, object) : std::vector<Index>{};
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
                                fate_.old_fate(needed) != Fate::Old::set_aside &&
                                fate_.needs_again(dependent, needed);
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
                if (needed != none && serves(object, to.objects[needed])) {
                    put(prepares_[needed], node);
                } else if (needed != none) {
                    put_behind(object, needed, node);
                    put_behind_parts_of_type(i, needed, node);
                }
            }
            put_beside_columns_of_parents(i);
            if (fate_.new_fate(i) == Fate::New::made) {
                put_before_parents(i);
                auto const first = prepares_[i] != none ? prepares_[i] : node;
                put_behind_wholes(i, first);
                put_behind_namesakes(i, first);
            }
        }
    }

    /// A type whose values may be stored has its form before anything is of it.
    void put_behind_parts_of_type(Index user, Index type, Node node) {
        auto const before = matched_.from_of[type];
        bool const stands = matched_.to.objects[type].id.kind->set_aside && before != none &&
                            fate_.new_fate(type) == Fate::New::stands;
        for (auto const part : stands ? fate_.lowers(before) : std::span<Index const>{}) {
            auto const after = matched_.to_of[part];
            put(after == none || after == user ? none : provider(after), node);
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

    /// A table that comes to a new parent must have its columns. What it has by itself is the same
    /// column then, and what it lacks comes when the parent gets it.
    void put_beside_columns_of_parents(Index of_to) {
        auto const before = matched_.from_of[of_to];
        auto const alter = before == none || links_[of_to] != none ? none : alters_[before];
        auto const& to = matched_.to;
        auto const& table = to.objects[of_to];
        for (auto const parent : alter == none ? std::vector<Index>{} : parents_of(to, table)) {
            for (auto const& part : to.with_parts(to.objects[parent].id.names)) {
                auto const above = index_of(to, part);
                auto const made = makes_[above];
                auto const names = std::string(table.id.names.packed()) + pack({part.name()});
                auto const own = find(to, {part.id.kind, Names(names)});
                if (part.id.kind->create != nullptr) {
                    bool const is_got = own != none && to.objects[own].is("inherited");
                    put_beside_check(is_got ? above : none, alter);
                    continue;
                }
                bool const has_it = own != none && fate_.new_fate(own) == Fate::New::stands;
                if (made == none) {
                    put_behind_forms(above, has_it ? own : none, alter);
                    continue;
                }
                put(has_it ? made : alter, has_it ? alter : made);
            }
        }
        if (alter != none) {
            leave_before_columns_come(before, alter);
        }
    }

    /// A check that is made anew above is there by then; a new one comes to those below by itself.
    void put_beside_check(Index above, Node alter) {
        if (above != none) {
            bool const was_there = matched_.from_of[above] != none;
            put(was_there ? makes_[above] : alter, was_there ? alter : makes_[above]);
        }
    }

    /// Both the column above and the table's own have the form that they are to have.
    void put_behind_forms(Index above, Index own, Node alter) {
        if (fate_.new_fate(above) == Fate::New::stands && is_retyped(above)) {
            put(provider(above), alter);
            put(own == none ? none : provider(own), alter);
        }
    }

    bool is_retyped(Index of_to) const {
        auto const at = fate_.altered().find(matched_.from_of[of_to]);
        auto const& properties = matched_.to.objects[of_to].id.kind->properties;
        return at != fate_.altered().end() &&
               std::any_of(at->second.begin(), at->second.end(),
                           [&](std::size_t i) { return properties[i].converts; });
    }

    /// What a table gets no more from a parent that it leaves.
    void leave_before_columns_come(Index of_from, Node alter) {
        auto const& to = matched_.to;
        auto const stay = parents_of(to, to.objects[matched_.to_of[of_from]]);
        for (auto const parent : parents_of(matched_.from, matched_.from.objects[of_from])) {
            auto const after = matched_.to_of[parent];
            if (after == none || std::find(stay.begin(), stay.end(), after) != stay.end()) {
                continue;
            }
            for (auto const& part : to.with_parts(to.objects[after].id.names)) {
                put(part.id.kind->create == nullptr ? alter : none, makes_[index_of(to, part)]);
            }
        }
    }

    /// What a table has by itself, too, would be there already when the parent has got it.
    void put_before_parents(Index part) {
        bool const is_own = !matched_.to.objects[part].is("inherited");
        for (auto const above : is_own ? one_with(matched_.to, part) : std::vector<Index>{}) {
            put(makes_[part], makes_[above]);
        }
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
};

}  // namespace

std::vector<Operation> ordered_operations(Matched const& matched, Fate const& fate) {
    return Ordering(matched, fate).order();
}

}  // namespace lockstep::plan
