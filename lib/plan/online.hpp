#pragma once

#include <map>
#include <optional>
#include <set>

#include "plan/fate.hpp"

namespace lockstep::plan {

/// Decides what of a plan is done while others go on using the tables, and asks the kinds how (see
/// schema::Online). Nothing stands for: as in any other plan.
class OnlineWriter {
public:
    OnlineWriter(Matched const& matched, Fate const& fate);

    std::optional<schema::OnlineStatements> creation(Index of_to) const;
    std::optional<schema::OnlineStatements> completion(Index of_to) const;
    /// Behind all else; then it is not dropped before.
    std::optional<Statements> removal(Index of_from) const;
    /// The same of what is made anew: the new one first.
    std::optional<Statements> replacement(Index of_from) const;
    std::optional<Statements> alteration(Index of_from, std::size_t property) const;
    std::optional<Statements> release(Index of_from, std::size_t property) const;

private:
    void note_needed();
    void note_names();
    bool table_stands(Index of_to) const;
    bool is_linked_anew(Index table_of_to) const;
    bool table_keeps_its_name(Index of_from) const;
    bool can_go_later(Index of_from) const;
    bool has_early_part(schema::Names table) const;
    bool name_is_taken(Index of_from) const;
    bool name_below_is_taken(Index of_from) const;
    std::vector<Index> const* takers_of(Index of_from) const;
    bool has_counterpart(Index of_from) const { return matched_.to_of[of_from] != none; }

    Matched const& matched_;
    Fate const& fate_;
    std::map<std::string, std::vector<Index>> names_;  // objects of `to`
    std::set<schema::ObjectId> needed_;                // by what is made or altered before the end
};

}  // namespace lockstep::plan
