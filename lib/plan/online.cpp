#include "plan/online.hpp"

#include <algorithm>

#include "schema/kind.hpp"

namespace lockstep::plan {

using namespace schema;

OnlineWriter::OnlineWriter(Matched const& matched, Fate const& fate)
    : matched_(matched), fate_(fate) {
    note_needed();
    note_names();
}

void OnlineWriter::note_needed() {
    auto const& to = matched_.to;
    auto const note = [&](Object const& object) {
        needed_.insert(object.needs.begin(), object.needs.end());
    };
    for (Index i = 0; i < to.objects.size(); ++i) {
        auto const& object = to.objects[i];
        auto const make = object.id.kind->create;
        bool const is_made = fate_.new_fate(i) == Fate::New::made;
        // What has nothing to say yet (a foreign key) is made at the end.
        if (is_made && make != nullptr && !make(object, to).empty()) {
            note(object);
        }
    }
    for (auto const& [object, properties] : fate_.altered()) {
        note(to.objects[matched_.to_of[object]]);
    }
}

/// The table that it is on is there before and after, with those who use it. One that comes to
/// another table must have all its parts by then.
bool OnlineWriter::table_stands(Index of_to) const {
    auto const whole = whole_of(matched_.to, of_to);
    return whole != none && matched_.to.objects[whole].id.kind->catalog == "pg_class" &&
           fate_.new_fate(whole) == Fate::New::stands && !is_linked_anew(whole);
}

bool OnlineWriter::is_linked_anew(Index table_of_to) const {
    auto const altered = fate_.altered().find(matched_.from_of[table_of_to]);
    auto const& properties = matched_.to.objects[table_of_to].id.kind->properties;
    return altered != fate_.altered().end() &&
           std::any_of(altered->second.begin(), altered->second.end(),
                       [&](std::size_t property) { return properties[property].links; });
}

std::optional<OnlineStatements> OnlineWriter::creation(Index of_to) const {
    auto const& object = matched_.to.objects[of_to];
    auto const create = object.id.kind->online.create;
    if (create == nullptr || !table_stands(of_to)) {
        return std::nullopt;
    }
    auto statements = create(object, matched_.from, matched_.to);
    // What others need cannot wait. Nor can what is there now and goes: a key keeps rows apart.
    bool const cannot_wait = needed_.contains(object.id) || matched_.from_of[of_to] != none;
    return statements && statements->at_once.empty() && cannot_wait ? std::nullopt : statements;
}

std::optional<OnlineStatements> OnlineWriter::completion(Index of_to) const {
    auto const& object = matched_.to.objects[of_to];
    auto const complete = object.id.kind->online.complete;
    if (complete == nullptr || !table_stands(of_to)) {
        return std::nullopt;
    }
    return complete(object, matched_.from, matched_.to);
}

bool OnlineWriter::table_keeps_its_name(Index of_from) const {
    auto const whole = whole_of(matched_.from, of_from);
    if (whole == none) {
        return true;  // it is itself a table
    }
    return !fate_.is_gone(whole) && matched_.from.objects[whole].id.names ==
                                        matched_.to.objects[matched_.to_of[whole]].id.names;
}

/// Nothing that it needs changes before the end, and nothing else takes its name.
bool OnlineWriter::can_go_later(Index of_from) const {
    auto const& from = matched_.from;
    if (fate_.old_fate(of_from) != Fate::Old::vanishes || name_is_taken(of_from) ||
        !table_keeps_its_name(of_from)) {
        return false;
    }
    return std::all_of(from.objects[of_from].needs.begin(), from.objects[of_from].needs.end(),
                       [&](ObjectId const& need) {
                           auto const index = find(from, need);
                           return index == none ||
                                  (!fate_.is_gone(index) && !fate_.altered().contains(index) &&
                                   fate_.leader(index) == none);
                       });
}

/// What is made or renamed, and the indexes of keys, by namespace and name.
void OnlineWriter::note_names() {
    auto const& to = matched_.to;
    for (Index i = 0; i < to.objects.size(); ++i) {
        auto const& id = to.objects[i].id;
        bool const has_index = id.kind->online.replace != nullptr;
        bool const is_new = fate_.new_fate(i) != Fate::New::stands ||
                            matched_.from.objects[matched_.from_of[i]].id.names != id.names;
        if (is_new && (has_index || id.names.size() == 2)) {
            names_[pack({id.names.front(), id.names.back()})].push_back(i);
        }
    }
}

/// By another object than the one that it becomes.
bool OnlineWriter::name_is_taken(Index of_from) const {
    auto const* const takers = takers_of(of_from);
    bool const is_taken =
        takers != nullptr && std::any_of(takers->begin(), takers->end(), [&](Index taker) {
            return matched_.from_of[taker] != of_from;
        });
    return is_taken || name_below_is_taken(of_from);
}

/// The name of what goes with it: a table's indexes.
bool OnlineWriter::name_below_is_taken(Index of_from) const {
    auto const lowers = fate_.lowers(of_from);
    return std::any_of(lowers.begin(), lowers.end(), [&](Index lower) {
        return takers_of(lower) != nullptr || name_below_is_taken(lower);
    });
}

std::vector<Index> const* OnlineWriter::takers_of(Index of_from) const {
    auto const& names = matched_.from.objects[of_from].id.names;
    auto const at = names_.find(pack({names.front(), names.back()}));
    return at == names_.end() ? nullptr : &at->second;
}

std::optional<Statements> OnlineWriter::removal(Index of_from) const {
    auto const& object = matched_.from.objects[of_from];
    auto const remove = object.id.kind->online.remove;
    if (remove == nullptr || has_counterpart(of_from) || !can_go_later(of_from)) {
        return std::nullopt;
    }
    return remove(object, matched_.from, matched_.to);
}

std::optional<Statements> OnlineWriter::replacement(Index of_from) const {
    auto const replace = matched_.from.objects[of_from].id.kind->online.replace;
    if (replace == nullptr || !has_counterpart(of_from) || !can_go_later(of_from)) {
        return std::nullopt;
    }
    auto const after = matched_.to_of[of_from];
    bool const was_called_so =
        matched_.to.objects[after].id.names == matched_.from.objects[of_from].id.names;
    if (!was_called_so || !table_stands(after) || needed_.contains(matched_.to.objects[after].id)) {
        return std::nullopt;
    }
    return replace(fate_.alteration(of_from));
}

/// A key that cannot wait, which may be made only when its columns are as they are to be.
bool OnlineWriter::has_early_part(Names table) const {
    auto const parts = matched_.to.with_parts(table);
    return std::any_of(parts.begin(), parts.end(), [&](Object const& part) {
        return part.id.kind->online.replace != nullptr && needed_.contains(part.id) &&
               fate_.new_fate(index_of(matched_.to, part)) != Fate::New::stands;
    });
}

std::optional<Statements> OnlineWriter::alteration(Index of_from, std::size_t property) const {
    auto const alteration = fate_.alteration(of_from);
    auto const alter = alteration.before.id.kind->properties[property].alter_online;
    if (alter == nullptr || !table_stands(matched_.to_of[of_from]) ||
        has_early_part(alteration.after.id.names.without_last())) {
        return std::nullopt;
    }
    return alter(alteration);
}

std::optional<Statements> OnlineWriter::release(Index of_from, std::size_t property) const {
    auto const alteration = fate_.alteration(of_from);
    auto const release = alteration.before.id.kind->properties[property].release_online;
    return release == nullptr ? std::nullopt : release(alteration);
}

}  // namespace lockstep::plan
