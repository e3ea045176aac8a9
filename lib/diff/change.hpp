#pragma once

#include <string>
#include <vector>

#include "schema/schema.hpp"

namespace lockstep::diff {

/// `renamed` with a property is a value of an enum: `old_value` is called `new_value` now.
enum class Action { added, removed, modified, renamed };

/// One difference on the way from one schema to another. Points into both, which must outlive it.
struct Change {
    Action action = Action::modified;
    schema::Object const* before = nullptr;      // null when added
    schema::Object const* after = nullptr;       // null when removed
    schema::Property const* property = nullptr;  // what was modified; null otherwise
    schema::Value old_value{};
    schema::Value new_value{};
    /// The renamed object (as it is after) whose new name is all that this modified text differs
    /// by; PostgreSQL prints it anew by itself once that is renamed. Null: a difference of its own.
    schema::Object const* follows = nullptr;

    schema::Object const& object() const { return after != nullptr ? *after : *before; }
    schema::Kind const& kind() const { return *object().id.kind; }
};

/// A rename that the user told us of: in the config or by `-- lockstep: rename a to b`.
struct RenameHint {
    schema::Kind const* kind = nullptr;
    std::string from;  // packed names
    std::string to;
};

/// Two or more objects that could each be what a removed one was renamed to.
struct AmbiguousRename {
    schema::Object const* before = nullptr;
    std::vector<schema::Object const*> candidates;
};

struct DiffOptions {
    std::vector<RenameHint> renames{};
    bool detect_renames = true;
};

struct Changes {
    std::vector<Change> list;  // in the order of the objects' ids
    std::vector<AmbiguousRename> ambiguous;
};

/// The changes that take `from` to `to`. What either side does not know (a kind, a property) is no
/// change. An added or removed object is one change: its parts, and what cannot be without it (the
/// indexes of a table, the sequence of a column), are not listed besides. Nor is what another
/// change brings about: a partitioned table's new column in its partitions. A renamed one is
/// compared with what it was. Nor is it a change when one generated name ("t_a_key1") stands for
/// another.
Changes diff(schema::Schema const& from, schema::Schema const& to, DiffOptions const& options = {});

/// One sentence: "column public.orders.total: type is numeric(12,2), was numeric(10,2)".
std::string describe(Change const& change);

}  // namespace lockstep::diff
