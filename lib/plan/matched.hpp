#pragma once

#include <vector>

#include "diff/match.hpp"
#include "schema/schema.hpp"

namespace lockstep::plan {

using Index = std::uint32_t;
inline constexpr Index none = static_cast<Index>(-1);

/// Two schemas, and for every object of either its counterpart in the other. Objects are told by
/// their index in Schema::objects.
struct Matched {
    Matched(schema::Schema const& from, schema::Schema const& to, diff::DiffOptions const& options);

    schema::Schema const& from;
    schema::Schema const& to;
    std::vector<Index> to_of;    // of an object of `from`; `none` where it is to go
    std::vector<Index> from_of;  // of an object of `to`; `none` where it is new
    std::vector<diff::Rename> renames;
    std::vector<diff::Change> changes;  // modified properties and values of enums that are renamed
};

Index index_of(schema::Schema const& schema, schema::Object const& object);
/// `none` when there is no such object.
Index find(schema::Schema const& schema, schema::ObjectId const& id);

/// The object that an object goes with when that is dropped, and comes with when it is made: the
/// table of a column, of an index; the column that owns a sequence; the partitioned index that an
/// index is attached to. `none` for all others.
Index whole_of(schema::Schema const& schema, Index object);

/// The same part of the tables that its own table inherits from, or is a partition of: the parent's
/// column or constraint of that name.
std::vector<Index> same_in_parents(schema::Schema const& schema, schema::Object const& part);

/// The tables that a table inherits from or is a partition of.
std::vector<Index> parents_of(schema::Schema const& schema, schema::Object const& table);

/// Is it one of the functions that the type itself needs, as what reads its values?
bool serves(schema::Object const& function, schema::Object const& type);

/// All objects whose drop takes this one along: its whole, and what it has from a parent.
void add_uppers(std::vector<Index>& uppers, schema::Schema const& schema, Index object);
std::vector<Index> uppers_of(schema::Schema const& schema, Index object);
/// Of those, what is of its own kind: the same part of the tables above.
std::vector<Index> same_above(schema::Schema const& schema, Index part);

}  // namespace lockstep::plan
