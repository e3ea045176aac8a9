#pragma once

#include <vector>

#include "plan/fate.hpp"

namespace lockstep::plan {

enum class Act : std::uint8_t {
    release,     // `object` of `from`, which is altered: frees what others may take
    detach,      // frees an object from what is made anew; `object` counts into Fate::detached
    drop,        // `object` of `from`
    rename,      // all renames, at once
    set_aside,   // `object` of `from`: a type, a table that is made anew
    prepare,     // `object` of `to`: the shell of a type
    alter,       // `object` of `from`, which stays
    make,        // `object` of `to`
    link,        // `object` of `to`: to what stands above it
    take_over,   // `object` of `from`: what is stored in it goes from the old one to the new
    drop_aside,  // `object` of `from`: set aside before
};

struct Operation {
    Act act = Act::rename;
    Index object = none;
};

/// All operations, in an order in which they can be run: dependents are dropped before what they
/// need, made after it; what stays is altered when there is what it needs, and before what it
/// needed goes. Otherwise drops come first, then by kind and name: the same input gives the same
/// order. Circles are cut where that is least likely to harm, at the object that is first by kind.
std::vector<Operation> ordered_operations(Matched const& matched, Fate const& fate);

}  // namespace lockstep::plan
