// What goes and comes along with others.
#include <algorithm>

#include "plan/fate.hpp"
#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

bool is_check(Object const& part) {
    return part.id.kind == &kind::constraint && part["type"] == "CHECK";
}

/// Might its name be wanted before the table that it goes with is dropped? Not that of a check,
/// which is the table's own affair.
bool must_give_up_name(Object const& part) {
    auto const& kind = *part.id.kind;
    return kind.create != nullptr && !kind.is_part && kind.holds_data == nullptr && !is_check(part);
}

}  // namespace

/// The object whose drop takes this one along, or `none`. What is put aside goes late: by then the
/// names of its parts must be free.
Index Fate::taken_along_by(Index of_from) const {
    bool const goes_early = must_give_up_name(matched_.from.objects[of_from]);
    auto const uppers = uppers_[of_from];
    auto const upper = std::find_if(uppers.begin(), uppers.end(), [&](Index each) {
        auto const& above = matched_.from.objects[each];
        bool const is_late = is_check(above) ? goes_late(whole_of(matched_.from, each))
                                             : goes_early && goes_late(each);
        return is_gone(each) && !is_late && !has_left(of_from, each);
    });
    return upper == uppers.end() ? none : *upper;
}

bool Fate::has_left(Index lower, Index upper) const {
    auto const& from = matched_.from;
    auto const& object = from.objects[lower];
    bool const is_attached = !object["parent"].empty() || !object["parent_index"].empty();
    auto const table = is_attached || object.is("inherited") ? whole_of(from, lower) : none;
    auto const above = table == none ? none : whole_of(from, upper);
    if (above == none || above == table || is_gone(table)) {
        return false;
    }
    // What a table that stays (or is put aside, but for its columns) drops, it drops of partitions
    // that it had before, too (Kind::remove); but DROP INDEX reaches those alone that are attached.
    bool const drops_itself =
        !is_gone(above) || (is_taken_over(above) && object.id.kind->create != nullptr);
    if (!from.objects[table]["partition_of"].empty() && drops_itself) {
        return is_attached && is_detached_for_a_while(table);
    }
    auto const parents = parents_of(matched_.to, matched_.to.objects[matched_.to_of[table]]);
    auto const after = matched_.to_of[above];
    return after == none || std::find(parents.begin(), parents.end(), after) == parents.end();
}

/// An index goes from below that of a table above with its table alone, or with the other one.
bool Fate::remake_held() {
    bool any = false;
    for (Index i = 0; i < old_.size(); ++i) {
        for (auto const upper : is_gone(i) ? uppers_[i] : std::span<Index const>{}) {
            if (is_held_by(i, upper)) {
                rebuild(upper);
                any = true;
            }
        }
    }
    return any;
}

bool Fate::is_held_by(Index lower, Index upper) const {
    auto const& object = matched_.from.objects[lower];
    bool const is_attached = !object["parent"].empty() || !object["parent_index"].empty();
    bool const is_its_place =
        is_attached && matched_.from.objects[upper].id.kind == object.id.kind && !is_gone(upper);
    auto const table = is_its_place ? whole_of(matched_.from, lower) : none;
    return table != none && !is_gone(table) && !has_left(lower, upper);
}

bool Fate::is_detached_for_a_while(Index partition) const {
    auto const& before = matched_.from.objects[partition];
    auto const& after = matched_.to.objects[matched_.to_of[partition]];
    return before["partition_of"] != after["partition_of"] ||
           before["partition_bound"] != after["partition_bound"];
}

bool Fate::goes_late(Index gone) const {
    auto const upper =
        matched_.from.objects[gone].id.kind->has("partition_of") ? taken_along_by(gone) : none;
    return is_taken_over(gone) || (upper != none && goes_late(upper));
}

Index Fate::dropper(Index of_from) const {
    while (old_[of_from] == Old::goes_with) {
        of_from = taken_along_by(of_from);
    }
    return of_from;
}

void Fate::settle_new() {
    for (Index i = 0; i < new_.size(); ++i) {
        auto const before = matched_.from_of[i];
        if (before == none || is_gone(before)) {
            new_[i] = New::made;
        }
    }
    for (Index i = 0; i < new_.size(); ++i) {
        if (new_[i] == New::made && comes_with_another(i)) {
            new_[i] = New::comes_with;
        }
    }
}

bool Fate::comes_with_another(Index of_to) const {
    auto const& object = matched_.to.objects[of_to];
    auto const& kind = *object.id.kind;
    if (kind.derived) {
        return true;
    }
    if (kind.create != nullptr) {
        return false;
    }
    auto const whole = whole_of(matched_.to, of_to);
    if (whole != none && new_[whole] != New::stands) {
        return true;
    }
    auto const same =
        object.is("inherited") ? same_in_parents(matched_.to, object) : std::vector<Index>{};
    bool const comes_by_link =
        !same.empty() && whole != none && matched_.to.objects[whole]["partition_of"].empty();
    // A table that is made with its columns gives none to those that come to it then.
    return comes_by_link || std::any_of(same.begin(), same.end(), [&](Index parent) {
               auto const above = whole_of(matched_.to, parent);
               return new_[parent] != New::stands && (above == none || new_[above] == New::stands);
           });
}

Index Fate::creator(Index of_to) const {
    while (new_[of_to] == New::comes_with) {
        auto const uppers = uppers_of(matched_.to, of_to);
        auto const made = std::find_if(uppers.begin(), uppers.end(),
                                       [&](Index upper) { return new_[upper] != New::stands; });
        if (made == uppers.end()) {
            break;
        }
        of_to = *made;
    }
    return of_to;
}

}  // namespace lockstep::plan
