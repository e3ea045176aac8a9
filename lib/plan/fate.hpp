#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "plan/edges.hpp"
#include "plan/matched.hpp"
#include "schema/kind.hpp"

namespace lockstep::plan {

/// What is to happen to the objects of both schemas.
class Fate {
public:
    explicit Fate(Matched const& matched);

    enum class Old : std::uint8_t {
        stays,      // perhaps altered
        vanishes,   // is dropped, for good or to be made anew
        goes_with,  // the same, but the drop of another object takes it along
        set_aside,  // is renamed, and dropped when all values have left it
    };
    enum class New : std::uint8_t {
        stands,      // was there, perhaps altered
        made,        // by a statement of its own
        comes_with,  // the creation of its whole makes it
    };
    /// Statements that free an object from what is made anew.
    struct Detached {
        Index object = none;  // of `from`
        Index need = none;
        Statements statements;
    };

    Old old_fate(Index of_from) const { return old_[of_from]; }
    New new_fate(Index of_to) const { return new_[of_to]; }
    bool is_gone(Index of_from) const { return old_[of_from] != Old::stays; }
    /// Is it put aside, so that what is stored in it can be taken over?
    bool is_taken_over(Index of_from) const;
    /// Of what is put aside: is it no part of anything else that is?
    bool is_topmost(Index of_from) const;
    /// The properties to alter of an object that stays, by its index in `from`; in the kind's
    /// order.
    std::map<Index, std::set<std::size_t>> const& altered() const { return altered_; }
    std::vector<Detached> const& detached() const { return detached_; }
    /// Is it altered so that what depends on it may be in the way? Then what goes, goes before.
    bool may_disturb(Index altered) const;
    /// Objects of `from` that need the object directly.
    std::span<Index const> dependents(Index of_from) const { return dependents_[of_from]; }
    /// Objects of `from` that are part of the object, or have what they are from it.
    std::span<Index const> lowers(Index of_from) const { return lowers_[of_from]; }
    /// The object whose drop takes this one along: itself where it has a drop of its own.
    Index dropper(Index of_from) const;
    /// The object whose creation makes this one.
    Index creator(Index of_to) const;

    /// The part of a parent whose alteration is this one's, too; `none` where there is none.
    Index leader(Index of_from) const;

    /// Does the table that has the lower from the upper one's leave that, and stay itself? Then it
    /// does so first.
    bool has_left(Index lower, Index upper) const;

    /// Of what has a counterpart: does that need what is made anew, too?
    bool needs_again(Index dependent, Index need) const;

    schema::Alteration alteration(Index of_from) const;

private:
    void note_dependents();
    void cut_circles();
    void take_changes();
    void remake();
    void alter(Index of_from, std::size_t property);
    void leave_renamed();
    void leave_renamed(Index renamed);
    void settle_alterations();
    bool remake_held();
    bool is_held_by(Index lower, Index upper) const;
    void regrant(Index owned, std::set<std::string_view> const& owners);
    void disturb(Index of_from, schema::Property const& property);
    void rebuild(Index of_from);
    void vanish(Index of_from, Old how);
    void vanish_with(Index lower, Index upper);
    void alter_followers(Index gone);
    void leave_all(Index gone);
    bool stays_below(Index lower, Index upper) const;
    bool has_moved(Index of_from, Index space) const;
    void leave(Index dependent, Index need);
    bool detach(Index dependent, Index need);
    bool convert(Index dependent);
    Index taken_along_by(Index of_from) const;
    bool is_detached_for_a_while(Index partition) const;
    bool goes_late(Index gone) const;
    void settle_new();
    bool comes_with_another(Index of_to) const;

    Matched const& matched_;
    std::vector<Old> old_;
    std::vector<New> new_;
    Edges dependents_;
    Edges uppers_;  // whose drop takes an object of `from` along
    Edges lowers_;  // what its drop takes along
    std::map<Index, std::set<std::size_t>> altered_;
    std::map<std::pair<Index, std::size_t>, std::vector<Index>> followers_;  // by property
    std::map<Index, Index> leader_;
    std::vector<Detached> detached_;
    std::vector<Index> unsettled_;  // objects of `from` that have new alterations
};

/// What brings the properties (indexes in the kind's table) to their new values in place, without
/// owner and comment; nothing where it cannot be done.
std::optional<Statements> alterations(schema::Alteration const& alteration,
                                      std::set<std::size_t> const& properties);

}  // namespace lockstep::plan
