#include "diff/renames.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "diff/belonging.hpp"
#include "diff/generated_names.hpp"
#include "diff/signature.hpp"
#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

/// Does PostgreSQL have a way to rename such an object? Of the others, like definitions mean
/// nothing: the same privileges for another role are no rename.
bool can_be_renamed(Object const& object) {
    constexpr auto never = std::to_array<std::string_view>(
        {"access method", "cast", "default privilege", "extension", "grant", "operator",
         "publication schema", "publication table", "security label", "transform", "user mapping"});
    return std::find(never.begin(), never.end(), object.id.kind->name) == never.end();
}

bool is_column(Object const& object) {
    auto const name = object.id.kind->name;
    return name == "column" || name == "attribute" || name == "view column";
}

bool names_others(Object const& object) {
    return attached_to(object).has_value() ||
           (object.id.kind->part_of_names != 0 && !is_column(object));
}

/// The columns of its table that stand before and behind a column and that both schemas have: a
/// renamed column has the same, one that was dropped and one that was added need not.
std::string neighbours(Object const& column, Schema const& own, Schema const& other) {
    auto const table_names = column.id.names.without_last();
    auto const is_there = [&](std::string_view name) {
        auto const names = std::string(table_names.packed()) + pack({name});
        return other.find(*column.id.kind, Names(names)) != nullptr;
    };
    for (auto const& table : own.with_parts(table_names)) {
        auto const columns = table.id.names == table_names ? table.list("columns") : TextList();
        auto const items = columns.items();
        auto const at = std::find(items.begin(), items.end(), column.name());
        if (at == items.end()) {
            continue;
        }
        auto const behind = std::find_if(at + 1, items.end(), is_there);
        auto const before = std::find_if(std::make_reverse_iterator(at), items.rend(), is_there);
        return pack({before == items.rend() ? "" : *before, behind == items.end() ? "" : *behind});
    }
    return {};
}

/// The tables that a column's table has it from: a child's column is renamed with theirs alone.
std::vector<std::string> givers(Object const& column, Schema const& own) {
    auto const table_names = column.id.names.without_last();
    std::vector<std::string> names;
    for (auto const& table : own.with_parts(table_names)) {
        if (!column.is("inherited") || table.id.names != table_names) {
            break;
        }
        for (auto const parent : table.list("inherits").items()) {
            names.push_back(names_of_dotted(parent));
        }
    }
    return names;
}

bool can_be_moved(Object const& object) {
    return can_be_renamed(object) && object.id.kind->in_namespace && !is_namespace(object.id) &&
           object.id.kind->part_of_names == 0 && !attached_to(object);
}

/// Finds renames among the objects of one join.
class Finder {
public:
    Finder(Joined& joined, Schema const& from, Schema const& to, std::vector<Rename>& renames,
           std::vector<AmbiguousRename>& ambiguous)
        : joined_(joined), from_(from), to_(to), renames_(renames), ambiguous_(ambiguous) {}

    void take_hints(std::vector<RenameHint> const& hints) {
        for (auto const& hint : hints) {
            auto* const before = find(joined_.removed, hint.kind, hint.from);
            auto* const after = find(joined_.added, hint.kind, hint.to);
            if (before != nullptr && after != nullptr) {
                take(*before, *after);
            }
        }
        drop_taken();
    }

    /// What names tables and columns (an index, a constraint) goes second: these may have new names
    /// by then.
    void detect(bool second) {
        for (auto const& rename : renames_) {
            new_names_.emplace(rename.before.object->name(), rename.after.object->name());
        }
        Groups groups;
        for (auto& lone : joined_.removed) {
            if (can_be_renamed(*lone.object) && names_others(*lone.object) == second) {
                add(groups, lone, true);
            }
        }
        for (auto& lone : joined_.added) {
            if (can_be_renamed(*lone.object) && names_others(*lone.object) == second) {
                add(groups, lone, false);
            }
        }
        for (auto& [key, group] : groups) {
            settle(group.first, group.second);
        }
        drop_taken();
    }

    /// What has its name still, in another namespace: alone, or with others that it refers to.
    void detect_moves() {
        for (bool const with_others : {false, true}) {
            Groups groups;
            for (auto& lone : joined_.removed) {
                add_move(groups, lone, with_others, true);
            }
            for (auto& lone : joined_.added) {
                add_move(groups, lone, with_others, false);
            }
            for (auto& [key, group] : groups) {
                if (group.first.size() == 1 && group.second.size() == 1) {
                    take(*group.first.front(), *group.second.front());
                }
            }
            drop_taken();
        }
    }

private:
    using Groups = std::map<std::string, std::pair<std::vector<Lone*>, std::vector<Lone*>>>;

    static Lone* find(std::vector<Lone>& lones, Kind const* kind, std::string const& names) {
        for (auto& lone : lones) {
            if (lone.object != nullptr && lone.object->id == ObjectId{kind, Names(names)}) {
                return &lone;
            }
        }
        return nullptr;
    }

    std::string_view new_name(std::string_view name) const {
        auto const found = new_names_.find(name);
        return found == new_names_.end() ? name : found->second;
    }

    /// The namespace that an object has come to with the table that it is attached to.
    std::string_view space_of(Object const& object) const {
        auto const space = object.id.names.front();
        auto const whole = attached_to(object);
        for (auto const& rename : whole ? renames_ : std::vector<Rename>{}) {
            if (Names(*whole).starts_with(rename.before.object->id.names)) {
                return rename.after.object->id.names.front();
            }
        }
        return space;
    }

    void add(Groups& groups, Lone& lone, bool is_before) const {
        auto const& object = *lone.object;
        auto const skip = is_before ? joined_.skip_before : joined_.skip_after;
        auto const space = object.id.names.front();
        auto const new_space = is_before && skip == 0 ? space_of(object) : space;
        bool const has_moved = new_space != space;
        auto const text = signature(lone, [&](std::string_view name) {
            return has_moved && name == space ? new_space : is_before ? new_name(name) : name;
        });
        if (text.empty()) {
            return;
        }
        auto key =
            (has_moved ? pack({object.id.kind->name, new_space}) : parent_key(object, skip)) + text;
        if (is_column(*lone.object)) {
            key += is_before ? neighbours(*lone.object, from_, to_)
                             : neighbours(*lone.object, to_, from_);
            for (auto const& giver : givers(*lone.object, is_before ? from_ : to_)) {
                auto const name = Names(giver).back();
                key += pack({is_before ? new_name(name) : name});
            }
        }
        auto& group = groups[key];
        (is_before ? group.first : group.second).push_back(&lone);
    }

    static void add_move(Groups& groups, Lone& lone, bool with_others, bool is_before) {
        auto const& object = *lone.object;
        if (!can_be_moved(object)) {
            return;
        }
        auto const space = object.id.names.front();
        auto const names = object.id.names.packed().substr(space.size() + 1);
        auto const text = signature(lone, [&](std::string_view name) {
            return with_others && name == space ? std::string_view{} : name;
        });
        auto& group = groups[pack({object.id.kind->name}).append(names) + text];
        (is_before ? group.first : group.second).push_back(&lone);
    }

    void settle(std::vector<Lone*> const& before, std::vector<Lone*> const& after) {
        if (before.size() == 1 && after.size() == 1) {
            take(*before.front(), *after.front());
            return;
        }
        if (after.empty()) {
            return;
        }
        for (auto const* const lone : before) {
            auto& entry = ambiguous_.emplace_back();
            entry.before = lone->object;
            for (auto const* const candidate : after) {
                entry.candidates.push_back(candidate->object);
            }
        }
    }

    void take(Lone& before, Lone& after) {
        bool const generated =
            has_generated_name(*before.object) && has_generated_name(*after.object);
        renames_.push_back({before, after, generated});
        before.object = nullptr;
        after.object = nullptr;
    }

    void drop_taken() {
        auto const is_taken = [](Lone const& lone) { return lone.object == nullptr; };
        std::erase_if(joined_.removed, is_taken);
        std::erase_if(joined_.added, is_taken);
    }

    Joined& joined_;
    Schema const& from_;
    Schema const& to_;
    std::vector<Rename>& renames_;
    std::vector<AmbiguousRename>& ambiguous_;
    std::unordered_map<std::string_view, std::string_view> new_names_;
};

}  // namespace

void find_renames(Joined& joined, Schema const& from, Schema const& to, DiffOptions const& options,
                  std::vector<Rename>& renames, std::vector<AmbiguousRename>& ambiguous) {
    if (joined.removed.empty() || joined.added.empty()) {
        return;
    }
    Finder finder(joined, from, to, renames, ambiguous);
    finder.take_hints(options.renames);
    if (options.detect_renames) {
        finder.detect(false);
    }
    // What is in a namespace that has come or gone may come from, or have gone to, another.
    open_namespaces(joined.removed);
    open_namespaces(joined.added);
    finder.take_hints(options.renames);
    if (options.detect_renames) {
        finder.detect_moves();
        finder.detect(true);
    }
    close_namespaces(joined.removed);
    close_namespaces(joined.added);
}

}  // namespace lockstep::diff
