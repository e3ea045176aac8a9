#include "plan/fate.hpp"

#include <algorithm>

#include "plan/circles.hpp"
#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

Fate::Fate(Matched const& matched)
    : matched_(matched),
      old_(matched.from.objects.size(), Old::stays),
      new_(matched.to.objects.size(), New::stands) {
    note_dependents();
    take_changes();
    for (Index i = 0; i < old_.size(); ++i) {
        if (matched_.to_of[i] == none) {
            vanish(i, Old::vanishes);
        }
    }
    leave_renamed();
    remake();
    settle_alterations();
    while (remake_held()) {
        settle_alterations();
    }
    for (Index i = 0; i < old_.size(); ++i) {
        if (old_[i] == Old::vanishes && taken_along_by(i) != none) {
            old_[i] = Old::goes_with;
        }
    }
    cut_circles();
    settle_new();
}

/// Tables that hold each other by foreign keys cannot take these along: whichever goes first, the
/// other's keys are in its way.
void Fate::cut_circles() {
    std::vector<std::vector<Index>> before(old_.size());
    std::vector<std::pair<Index, Index>> along;
    for (Index needed = 0; needed < old_.size(); ++needed) {
        if (!is_gone(needed)) {
            continue;
        }
        for (auto const dependent : dependents_[needed]) {
            if (is_gone(dependent) && dropper(dependent) != dropper(needed)) {
                before[dropper(dependent)].push_back(dropper(needed));
                along.emplace_back(dependent, needed);
            }
        }
    }
    auto const circle = circles(before);
    std::vector<Index> cut;
    for (auto const& [dependent, needed] : along) {
        if (old_[dependent] == Old::goes_with &&
            circle[dropper(dependent)] == circle[dropper(needed)]) {
            cut.push_back(dependent);
        }
    }
    for (auto const dependent : cut) {
        old_[dependent] = Old::vanishes;
    }
}

void Fate::note_dependents() {
    auto const& from = matched_.from;
    std::vector<Index> uppers;
    for (Index i = 0; i < from.objects.size(); ++i) {
        uppers.clear();
        add_uppers(uppers, from, i);
        for (auto const& need : from.objects[i].needs) {
            auto const needed = find(from, need);
            if (needed == none || needed == i) {
                continue;
            }
            dependents_.note(needed, i);
            if (serves(from.objects[i], from.objects[needed])) {
                uppers.push_back(needed);
            }
        }
        for (auto const upper : uppers) {
            uppers_.note(i, upper);
            lowers_.note(upper, i);
        }
    }
    for (auto* const edges : {&dependents_, &uppers_, &lowers_}) {
        edges->settle(from.objects.size());
    }
}

void Fate::take_changes() {
    std::set<std::pair<Index, std::size_t>> changed;
    for (auto const& change : matched_.changes) {
        changed.emplace(index_of(matched_.to, *change.after),
                        change.kind().index_of(change.property->name));
    }
    for (auto const& change : matched_.changes) {
        auto const property = change.kind().index_of(change.property->name);
        bool const is_own = !is_one_with_parent(*change.after) ||
                            is_of_each(*change.property, *change.after, matched_.to);
        auto const parents =
            is_own ? std::vector<Index>{} : same_in_parents(matched_.to, *change.after);
        auto const old_parents = same_in_parents(matched_.from, *change.before);
        auto const leader = std::find_if(parents.begin(), parents.end(), [&](Index parent) {
            auto const of_from = matched_.from_of[parent];
            return std::find(old_parents.begin(), old_parents.end(), of_from) !=
                       old_parents.end() &&
                   changed.contains({parent, property}) &&
                   matched_.to.objects[parent].get(change.property->name) == change.new_value;
        });
        auto const object = index_of(matched_.from, *change.before);
        if (leader == parents.end()) {
            alter(object, property);
        } else {
            followers_[{matched_.from_of[*leader], property}].push_back(object);
            leader_[object] = matched_.from_of[*leader];
        }
    }
}

void Fate::remake() {
    for (Index i = 0; i < old_.size(); ++i) {
        auto const must = matched_.from.objects[i].id.kind->must_be_remade;
        if (must != nullptr && !is_gone(i) && must(alteration(i))) {
            rebuild(i);
        }
    }
}

void Fate::alter(Index object, std::size_t property) {
    if (!is_gone(object) && altered_[object].insert(property).second) {
        unsettled_.push_back(object);
    }
}

std::optional<Statements> alterations(Alteration const& alteration,
                                      std::set<std::size_t> const& properties) {
    auto const& kind = *alteration.after.id.kind;
    Statements all;
    bool is_replaced = false;
    for (auto const index : properties) {
        auto const& property = kind.properties[index];
        bool const is_common = property.name == "owner" || property.name == "comment";
        if (is_common && property.alter == nullptr) {
            continue;
        }
        auto const change = property.alter != nullptr ? property.alter : kind.replace;
        if (change == nullptr) {
            return std::nullopt;
        }
        if (property.alter == nullptr && std::exchange(is_replaced, true)) {
            continue;
        }
        auto statements = change(alteration);
        if (!statements) {
            return std::nullopt;
        }
        std::move(statements->begin(), statements->end(), std::back_inserter(all));
    }
    return all;
}

/// Altering one object may make others vanish, and what vanishes may make others alter.
void Fate::settle_alterations() {
    while (!unsettled_.empty()) {
        auto const object = unsettled_.back();
        unsettled_.pop_back();
        auto const at = altered_.find(object);
        if (at == altered_.end()) {
            continue;
        }
        auto const properties = at->second;
        if (!alterations(alteration(object), properties)) {
            rebuild(object);
            continue;
        }
        for (auto const property : properties) {
            disturb(object, matched_.from.objects[object].id.kind->properties[property]);
        }
        if (auto const change = alteration(object);
            change.before["owner"] != change.after["owner"]) {
            regrant(object, {change.before["owner"], change.after["owner"]});
        }
    }
}

/// A new owner has what the old one had, and what was granted to him is his own from then on: such
/// grants are made anew.
void Fate::regrant(Index owned, std::set<std::string_view> const& owners) {
    auto const target = matched_.from.objects[owned].id.names;
    for (auto const lower : lowers_[owned]) {
        auto const& object = matched_.from.objects[lower];
        if (object.id.kind == &kind::column) {
            regrant(lower, owners);
        } else if (object.id.kind == &kind::grant &&
                   owners.contains(object.id.names[target.size()]) &&
                   matched_.to_of[lower] != none) {
            rebuild(lower);
        }
    }
}

Alteration Fate::alteration(Index of_from) const {
    return {matched_.from.objects[of_from], matched_.to.objects[matched_.to_of[of_from]],
            matched_.from, matched_.to};
}

bool Fate::may_disturb(Index altered) const {
    auto const at = altered_.find(altered);
    auto const& properties = matched_.from.objects[altered].id.kind->properties;
    return at != altered_.end() &&
           std::any_of(at->second.begin(), at->second.end(),
                       [&](std::size_t i) { return properties[i].disturbs != nullptr; });
}

void Fate::disturb(Index of_from, Property const& property) {
    if (property.disturbs == nullptr) {
        return;
    }
    for (auto const dependent : dependents_[of_from]) {
        if (!is_gone(dependent) && property.disturbs(matched_.from.objects[dependent])) {
            rebuild(dependent);
        }
    }
    auto const& kind = *matched_.from.objects[of_from].id.kind;
    auto const followers = followers_.find({of_from, kind.index_of(property.name)});
    for (auto const follower :
         followers == followers_.end() ? std::vector<Index>{} : followers->second) {
        disturb(follower, property);
    }
}

Index Fate::leader(Index of_from) const {
    auto const at = leader_.find(of_from);
    return at == leader_.end() ? none : at->second;
}

void Fate::rebuild(Index of_from) {
    auto const& kind = *matched_.from.objects[of_from].id.kind;
    auto const whole = kind.remade_with_whole ? whole_of(matched_.from, of_from) : none;
    if (whole != none && !is_gone(whole)) {
        return rebuild(whole);
    }
    auto const can = kind.can_take_over;
    bool const is_taken_over =
        kind.take_over != nullptr && (can == nullptr || can(alteration(of_from)));
    vanish(of_from, kind.set_aside || is_taken_over ? Old::set_aside : Old::vanishes);
}

bool Fate::is_taken_over(Index of_from) const {
    return old_[of_from] == Old::set_aside &&
           matched_.from.objects[of_from].id.kind->take_over != nullptr;
}

bool Fate::is_topmost(Index of_from) const {
    return std::none_of(uppers_[of_from].begin(), uppers_[of_from].end(),
                        [&](Index upper) { return old_[upper] == Old::set_aside; });
}

void Fate::vanish(Index of_from, Old how) {
    if (is_gone(of_from)) {
        return;
    }
    old_[of_from] = how;
    altered_.erase(of_from);
    for (auto const lower : lowers_[of_from]) {
        if (!is_gone(lower) && stays_below(lower, of_from)) {
            vanish_with(lower, of_from);
        } else if (matched_.to_of[of_from] != none) {
            leave_all(lower);
        }
    }
    leave_all(of_from);
    alter_followers(of_from);
}

/// What has a form of its own besides that from above changes by itself where the latter goes.
void Fate::alter_followers(Index gone) {
    for (auto at = followers_.lower_bound({gone, 0}); at != followers_.end(); ++at) {
        if (at->first.first != gone) {
            break;
        }
        for (auto const follower : at->second) {
            alter(follower, at->first.second);
        }
    }
}

void Fate::vanish_with(Index lower, Index upper) {
    if (matched_.from.objects[lower].id.kind->create == nullptr) {
        vanish(lower, Old::vanishes);
    } else if (!detach(lower, upper)) {
        rebuild(lower);
    }
}

void Fate::leave_all(Index gone) {
    for (auto const dependent : is_gone(gone) ? dependents_[gone] : std::span<Index const>{}) {
        leave(dependent, gone);
    }
}

/// Is the object part of the same whole on the other side, too? (Else it leaves it, as a sequence
/// that another column owns now.)
bool Fate::stays_below(Index lower, Index upper) const {
    auto const after = matched_.to_of[lower];
    if (after == none) {
        return false;
    }
    auto const uppers = uppers_of(matched_.to, after);
    return std::find(uppers.begin(), uppers.end(), matched_.to_of[upper]) != uppers.end();
}

/// Is that the namespace that the object leaves by a rename?
bool Fate::has_moved(Index of_from, Index space) const {
    auto const& before = matched_.from.objects[of_from].id;
    auto const& after = matched_.to.objects[matched_.to_of[of_from]].id;
    return is_namespace(matched_.from.objects[space].id) && before.kind->in_namespace &&
           before.names.front() != after.names.front();
}

bool Fate::needs_again(Index dependent, Index need) const {
    auto const needed = matched_.to_of[need];
    auto const& needs = matched_.to.objects[matched_.to_of[dependent]].needs;
    return needed == none || std::any_of(needs.begin(), needs.end(), [&](ObjectId const& need_now) {
               auto const& id = matched_.to.objects[needed].id;
               return need_now == id || is_part_of(need_now, id);
           });
}

/// The dependent is to stay, and what it needs is not.
void Fate::leave(Index dependent, Index need) {
    if (is_gone(dependent) || matched_.to_of[dependent] == none || has_moved(dependent, need)) {
        return;
    }
    bool const comes_back =
        matched_.to_of[need] != none ||
        std::any_of(uppers_[need].begin(), uppers_[need].end(),
                    [&](Index upper) { return is_gone(upper) && matched_.to_of[upper] != none; });
    bool const is_altered = altered_.contains(dependent) ||
                            (leader_.contains(dependent) && !is_gone(leader_.at(dependent)));
    if (is_altered && !(comes_back && needs_again(dependent, need))) {
        return;  // its own change, or that above it, says what it needs instead
    }
    bool const is_of_type =
        old_[need] == Old::set_aside && matched_.from.objects[need].id.kind->part_of_names == 0;
    if (!detach(dependent, need) && !(is_of_type && convert(dependent))) {
        rebuild(dependent);
    }
}

/// What is printed alike may still mean another object, where one took the name of a renamed one.
void Fate::leave_renamed() {
    for (auto const& rename : matched_.renames) {
        for (auto const& part : matched_.from.with_parts(rename.before.object->id.names)) {
            auto const index = index_of(matched_.from, part);
            if (matched_.to_of[index] != none) {
                leave_renamed(index);
            }
        }
    }
}

void Fate::leave_renamed(Index renamed) {
    auto const& now = matched_.to.objects[matched_.to_of[renamed]].id;
    for (auto const dependent : dependents_[renamed]) {
        auto const after = matched_.to_of[dependent];
        if (is_gone(dependent) || after == none) {
            continue;
        }
        auto const& needs = matched_.to.objects[after].needs;
        if (std::find(needs.begin(), needs.end(), now) == needs.end()) {
            rebuild(dependent);
        }
    }
}

bool Fate::detach(Index dependent, Index need) {
    auto const& object = matched_.from.objects[dependent];
    auto const& properties = object.id.kind->properties;
    for (std::size_t i = 0; i < properties.size(); ++i) {
        if (properties[i].detach == nullptr) {
            continue;
        }
        auto statements = properties[i].detach(object, matched_.from.objects[need].id);
        if (!statements.empty()) {
            // It may be free of another part of the same already.
            bool const is_said =
                std::any_of(detached_.begin(), detached_.end(), [&](Detached const& detached) {
                    return detached.object == dependent && detached.statements == statements;
                });
            detached_.push_back({dependent, need, is_said ? Statements{} : std::move(statements)});
            alter(dependent, i);
            return true;
        }
    }
    return false;
}

bool Fate::convert(Index dependent) {
    auto const& properties = matched_.from.objects[dependent].id.kind->properties;
    auto const converts = std::find_if(properties.begin(), properties.end(),
                                       [](Property const& p) { return p.converts; });
    if (converts == properties.end()) {
        return false;
    }
    alter(dependent, static_cast<std::size_t>(converts - properties.begin()));
    // The column of a parent, which is of the type, too, takes it along.
    auto const& after = matched_.to.objects[matched_.to_of[dependent]];
    for (auto const parent : same_in_parents(matched_.to, after)) {
        if (matched_.from_of[parent] != none) {
            leader_.emplace(dependent, matched_.from_of[parent]);
        }
    }
    return true;
}

}  // namespace lockstep::plan
