#pragma once

#include "schema/kinds/common.hpp"

// What sequences and identity columns, which have one each, share.
namespace lockstep::schema {

struct SequenceLimits {
    std::string_view min, max;
};
/// Of a sequence of type smallint, integer or bigint.
SequenceLimits limits_of(std::string_view type_name);

/// All settings of a sequence, the defaults too, which depend on its type and direction.
struct SequenceSettings {
    std::string type = "bigint";
    std::string start, increment, min, max, cache;
    bool cycle = false;
    bool has_min = false;  // said, not the default
    bool has_max = false;

    bool is_ascending() const { return !increment.starts_with('-'); }
};
SequenceSettings settings_of_sequence(Object const& sequence);
/// Of the sequence behind an identity column.
SequenceSettings settings_of_identity(Object const& column);

/// ` INCREMENT BY 2 NO MAXVALUE …`: what takes one to the other; each is led by `lead` (` SET`).
Sql settings_clauses(SequenceSettings const& before, SequenceSettings const& after,
                     Sql const& lead);
/// Takes the current value into the new range where that is narrower than the old one: it may hold
/// no other.
Statements move_into_range(Sql const& sequence, SequenceSettings const& before,
                           SequenceSettings const& after);
/// Lets a sequence that is new to a column with values go on behind the last of these.
/// Notes where a sequence stands that the column is to lose, for `go_on_behind`, which goes on from
/// there. (After a new connection, it knows the column's values alone.)
Sql keep_position(Sql const& sequence, Object const& column);
Sql go_on_behind(Sql const& sequence, SequenceSettings const& settings, Object const& column);

namespace sequence {

std::optional<Statements> alter_settings(Alteration const& alteration);
std::optional<Statements> alter_unlogged(Alteration const& alteration);
std::optional<Statements> alter_owned_by(Alteration const& alteration);
Statements leave_old_owner(Alteration const& alteration);
Statements leave_owner_made_anew(Object const& sequence, ObjectId const& need);
Statements rename(Object const& before, Object const& after);

}  // namespace sequence

}  // namespace lockstep::schema
