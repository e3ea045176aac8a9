#include <algorithm>

#include "diff/belonging.hpp"
#include "diff/change.hpp"
#include "diff/compare.hpp"
#include "diff/enum_values.hpp"
#include "diff/fold.hpp"
#include "diff/follow.hpp"
#include "diff/match.hpp"
#include "diff/partition_triggers.hpp"
#include "diff/renames.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

class Differ {
public:
    Differ(Schema const& from, Schema const& to, DiffOptions const& options)
        : from_(from), to_(to), options_(options) {}

    Changes run() {
        auto matching = match(from_, to_, options_);
        add_renames(matching.renames);
        for (auto const& [before, after] : matching.both) {
            compare(*before, *after, changes_.list);
        }
        add_lone(matching.removed, matching.added);
        relate_to_renames(changes_.list, matching.renames);
        find_renamed_values(changes_.list, options_);
        fold_consequences(changes_.list, from_, to_);
        std::stable_sort(
            changes_.list.begin(), changes_.list.end(),
            [](Change const& a, Change const& b) { return a.object().id < b.object().id; });
        changes_.ambiguous = std::move(matching.ambiguous);
        return std::move(changes_);
    }

private:
    void add_renames(std::vector<Rename> const& renames) {
        for (auto const& rename : renames) {
            if (!rename.is_generated) {
                changes_.list.push_back({.action = Action::renamed,
                                         .before = rename.before.object,
                                         .after = rename.after.object});
            }
        }
    }

    void add_lone(std::vector<Lone>& removed, std::vector<Lone>& added) {
        drop_attached(removed, identities_that_end(&Change::before, &Change::new_value));
        drop_attached(added, identities_that_end(&Change::after, &Change::old_value));
        compare_partition_triggers(removed, to_, false, changes_.list);
        compare_partition_triggers(added, from_, true, changes_.list);
        for (auto const& lone : removed) {
            changes_.list.push_back({.action = Action::removed, .before = lone.object});
        }
        for (auto const& lone : added) {
            changes_.list.push_back({.action = Action::added, .after = lone.object});
        }
    }

    using PackedNames = std::set<std::string, std::less<>>;

    /// The sequences of columns that stay, and have an identity on that side alone.
    PackedNames identities_that_end(Object const* Change::*own, Value Change::*others) const {
        PackedNames sequences;
        for (auto const& change : changes_.list) {
            bool const ends = change.property != nullptr && change.property->name == "identity" &&
                              (change.*others).empty();
            if (auto sequence = ends ? identity_sequence(*(change.*own)) : std::nullopt) {
                sequences.insert(std::move(*sequence));
            }
        }
        return sequences;
    }

    /// Leaves out what goes with its table or column though it has a name of its own.
    static void drop_attached(std::vector<Lone>& lones, PackedNames gone) {
        auto const note = [&](Object const& object) {
            gone.emplace(object.id.names.packed());
            if (auto sequence = identity_sequence(object)) {
                gone.insert(std::move(*sequence));
            }
        };
        for (auto const& lone : lones) {
            note(*lone.object);
            for (auto const* const part : lone.parts) {
                note(*part);
            }
        }
        std::erase_if(lones, [&](Lone const& lone) {
            auto const whole = attached_to(*lone.object);
            return whole && gone.contains(*whole);
        });
    }

    Schema const& from_;
    Schema const& to_;
    DiffOptions const& options_;
    Changes changes_;
};

}  // namespace

Changes diff(Schema const& from, Schema const& to, DiffOptions const& options) {
    return Differ(from, to, options).run();
}

}  // namespace lockstep::diff
