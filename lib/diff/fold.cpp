#include "diff/fold.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

std::string key(Action action, Kind const& kind, std::string_view packed_names,
                std::string_view property) {
    std::string text = pack({kind.name, property});
    text += static_cast<char>('0' + static_cast<int>(action));
    return text.append(packed_names);
}

std::string_view property_of(Change const& change) {
    return change.property == nullptr ? std::string_view{} : change.property->name;
}

/// The changes by what they change.
class Folding {
public:
    Folding(std::vector<Change> const& changes, Schema const& from, Schema const& to)
        : from_(from), to_(to) {
        for (auto const& change : changes) {
            known_.emplace(key(change.action, change.kind(), change.object().id.names.packed(),
                               property_of(change)),
                           &change);
            note_primary_key(change);
        }
    }

    bool follows(Change const& change) const {
        auto const& object = change.object();
        if (change.action == Action::renamed) {
            return false;
        }
        if (change.action != Action::modified && change.kind().derived) {
            return true;
        }
        return follows_parent(change) || comes_with_index(change) || comes_with_key(change) ||
               comes_with_attachment(change) || follows_owner(change) ||
               (change.action != Action::modified &&
                has(change.action, change.kind(), whole_of_partition(object), {}));
    }

private:
    Schema const& side(Change const& change) const {
        return change.action == Action::removed ? from_ : to_;
    }

    Change const* find(Action action, Kind const& kind, std::string_view packed_names,
                       std::string_view property) const {
        auto const at = known_.find(key(action, kind, packed_names, property));
        return packed_names.empty() || at == known_.end() ? nullptr : at->second;
    }

    bool has(Action action, Kind const& kind, std::string_view packed_names,
             std::string_view property) const {
        return find(action, kind, packed_names, property) != nullptr;
    }

    /// A partition's own table: foreign tables may be partitions of tables.
    std::string whole_of_partition(Object const& object) const {
        auto const parent = object["partition_of"];
        return parent.empty() ? std::string{} : names_of_dotted(parent);
    }

    /// The table that something is part of, of whatever kind it is.
    Object const* table_of(Object const& part, Schema const& schema) const {
        if (part.id.kind->part_of_names == 0) {
            return nullptr;
        }
        auto const names = part.id.names.first(part.id.kind->part_of_names);
        for (auto const& object : schema.with_parts(names)) {
            if (object.id.names != names) {
                break;
            }
            if (object.id.kind->has("partition_of")) {
                return &object;
            }
        }
        return nullptr;
    }

    /// The same change of the parent's column or constraint of that name.
    bool follows_parent(Change const& change) const {
        auto const& object = change.object();
        auto const* const table = table_of(object, side(change));
        bool const modified = change.action == Action::modified;
        bool const is_own = !is_one_with_parent(object) ||
                            (modified && is_of_each(*change.property, object, side(change)));
        if (table == nullptr || is_own || (!modified && !object.is("inherited"))) {
            return false;
        }
        auto const parents = parents_of(*table);
        return std::any_of(parents.begin(), parents.end(), [&](std::string const& parent) {
            auto const names = parent + pack({object.name()});
            auto const* const same = find(change.action, change.kind(), names, property_of(change));
            return same != nullptr && (!modified || same->new_value == change.new_value);
        });
    }

    /// The partitioned index, or key, that it is attached to came or went.
    bool comes_with_index(Change const& change) const {
        if (change.action == Action::modified) {
            return false;
        }
        auto const& object = change.object();
        if (auto const parent = object["parent"]; !parent.empty()) {
            return has(change.action, change.kind(), names_of_dotted(parent), {});
        }
        auto const parent = object["parent_index"];
        auto const* const table = parent.empty() ? nullptr : table_of(object, side(change));
        if (table == nullptr) {
            return false;
        }
        auto const index = names_of_dotted(parent);
        auto const names = whole_of_partition(*table) + pack({Names(index).back()});
        return has(change.action, change.kind(), names, {});
    }

    void note_primary_key(Change const& change) {
        auto const& object = change.object();
        if (change.action == Action::modified || object["type"] != "PRIMARY KEY") {
            return;
        }
        for (auto const column : object.list("columns").items()) {
            auto names = std::string(object.id.names.without_last().packed());
            names += pack({column});
            key_columns_.emplace(change.action, std::move(names));
        }
    }

    bool comes_with_key(Change const& change) const {
        if (property_of(change) != "not_null") {
            return false;
        }
        auto const action = change.new_value.empty() ? Action::removed : Action::added;
        return key_columns_.contains({action, std::string(change.object().id.names.packed())});
    }

    /// What a table has got, or lost, with its parent.
    bool comes_with_attachment(Change const& change) const {
        auto const& object = change.object();
        auto const property = property_of(change);
        if (property == "partition_bound") {
            return has(Action::modified, change.kind(), object.id.names.packed(), "partition_of");
        }
        bool const is_link =
            property == "inherited" || property == "parent" || property == "parent_index";
        bool const is_attached = change.action != Action::modified && !object["parent"].empty();
        if (!is_link && !is_attached) {
            return false;
        }
        auto const dotted = object["table"];
        auto const* const table = dotted.empty() ? table_of(object, side(change)) : nullptr;
        auto const names = table != nullptr
                               ? std::string(table->id.names.packed())
                               : (dotted.empty() ? std::string{} : names_of_dotted(dotted));
        auto const* const table_kind = find_kind("table");
        auto const& kind = table != nullptr ? *table->id.kind : *table_kind;
        return has(Action::modified, kind, names, "partition_of") ||
               has(Action::modified, kind, names, "inherits");
    }

    /// A table takes the sequences that its columns own along.
    bool follows_owner(Change const& change) const {
        auto const owner = change.object()["owned_by"];
        if (property_of(change) != "unlogged" || owner.empty()) {
            return false;
        }
        auto const column = names_of_dotted(owner);
        return has(Action::modified, *find_kind("table"), Names(column).without_last().packed(),
                   "unlogged");
    }

    Schema const& from_;
    Schema const& to_;
    std::unordered_map<std::string, Change const*> known_;
    std::set<std::pair<Action, std::string>> key_columns_;
};

}  // namespace

void fold_consequences(std::vector<Change>& changes, Schema const& from, Schema const& to) {
    Folding const folding(changes, from, to);
    std::vector<bool> follows(changes.size());
    std::transform(changes.begin(), changes.end(), follows.begin(),
                   [&](Change const& change) { return folding.follows(change); });
    std::size_t at = 0;
    std::erase_if(changes, [&](Change const&) { return follows[at++]; });
}

}  // namespace lockstep::diff
