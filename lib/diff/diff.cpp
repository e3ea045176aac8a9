#include <algorithm>

#include "diff/belonging.hpp"
#include "diff/change.hpp"
#include "diff/compare.hpp"
#include "diff/enum_values.hpp"
#include "diff/fold.hpp"
#include "diff/follow.hpp"
#include "diff/join.hpp"
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
        take(join(from_, to_));
        compare_renamed();
        add_lone();
        relate_to_renames(changes_.list, renames_);
        find_renamed_values(changes_.list, options_);
        fold_consequences(changes_.list, from_, to_);
        std::stable_sort(
            changes_.list.begin(), changes_.list.end(),
            [](Change const& a, Change const& b) { return a.object().id < b.object().id; });
        return std::move(changes_);
    }

private:
    void take(Joined joined) {
        for (auto const& [before, after] : joined.both) {
            compare(*before, *after, changes_.list);
        }
        find_renames(joined, from_, to_, options_, renames_, changes_.ambiguous);
        std::move(joined.removed.begin(), joined.removed.end(), std::back_inserter(removed_));
        std::move(joined.added.begin(), joined.added.end(), std::back_inserter(added_));
    }

    /// What was renamed is compared under its new name, and so are its parts, among which more
    /// renames may be found.
    void compare_renamed() {
        for (std::size_t i = 0; i < renames_.size(); ++i) {
            auto const rename = renames_[i];
            auto const& before = *rename.before.object;
            auto const& after = *rename.after.object;
            if (!rename.is_generated) {
                changes_.list.push_back(
                    {.action = Action::renamed, .before = &before, .after = &after});
            }
            compare(before, after, changes_.list);
            take(join_parts(rename.before, rename.after, from_, to_));
        }
    }

    void add_lone() {
        drop_attached(removed_, identities_that_end(&Change::before, &Change::new_value));
        drop_attached(added_, identities_that_end(&Change::after, &Change::old_value));
        compare_partition_triggers(removed_, to_, false, changes_.list);
        compare_partition_triggers(added_, from_, true, changes_.list);
        for (auto const& lone : removed_) {
            changes_.list.push_back({.action = Action::removed, .before = lone.object});
        }
        for (auto const& lone : added_) {
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
    std::vector<Rename> renames_;
    std::vector<Lone> removed_;
    std::vector<Lone> added_;
};

}  // namespace

Changes diff(Schema const& from, Schema const& to, DiffOptions const& options) {
    return Differ(from, to, options).run();
}

}  // namespace lockstep::diff
