#include "diff/enum_values.hpp"

#include <algorithm>

#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

using Items = std::vector<std::string_view>;

bool has(Items const& items, std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

Change renamed(Change const& change, std::string_view before, std::string_view after) {
    auto rename = change;
    rename.action = Action::renamed;
    rename.old_value = Value(before);
    rename.new_value = Value(after);
    return rename;
}

/// The renames that make the whole change, or nothing.
std::vector<Change> renames_by_place(Change const& change) {
    auto const before = change.old_value.list().items();
    auto const after = change.new_value.list().items();
    std::vector<Change> renames;
    if (before.size() != after.size()) {
        return renames;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == after[i]) {
            continue;
        }
        if (has(after, before[i]) || has(before, after[i])) {
            return {};
        }
        renames.push_back(renamed(change, before[i], after[i]));
    }
    return renames;
}

bool is_hinted(Change const& change, DiffOptions const& options) {
    auto const names = std::string(change.after->id.names.packed());
    auto const before = change.old_value.list().items();
    return std::any_of(options.renames.begin(), options.renames.end(), [&](RenameHint const& hint) {
        return hint.kind == change.after->id.kind && hint.from.starts_with(names) &&
               has(before, Names(hint.from).back()) &&
               Names(hint.from).size() == change.after->id.names.size() + 1;
    });
}

}  // namespace

void find_renamed_values(std::vector<Change>& changes, DiffOptions const& options) {
    std::vector<Change> all;
    for (auto const& change : changes) {
        bool const may = change.action == Action::modified && change.kind().name == "enum" &&
                         change.property->shape == Shape::list &&
                         (options.detect_renames || is_hinted(change, options));
        auto const renames = may ? renames_by_place(change) : std::vector<Change>{};
        if (renames.empty()) {
            all.push_back(change);
        }
        all.insert(all.end(), renames.begin(), renames.end());
    }
    changes = std::move(all);
}

}  // namespace lockstep::diff
