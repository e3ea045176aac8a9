#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apply/fill.hpp"
#include "diff/change.hpp"
#include "pg/error.hpp"
#include "plan/plan.hpp"
#include "schema/schema.hpp"
#include "source/source.hpp"

namespace lockstep::apply {

/// Why a plan is not proved.
struct Unproved {
    enum class At {
        start,    // the schema to start from could not be built in the scratch database
        run,      // a statement of the plan was refused there
        result,   // all ran, and led elsewhere
        rows,     // rows that it should have kept are not what they were
        promise,  // a statement does to a table what an online plan promises not to do
    };
    At at = At::start;
    std::string statement{};          // the one that was refused
    std::string about{};              // the object that it is about
    pg::ServerMessage said{};         // by the server, of the statement; nothing from rows
    std::vector<std::string> left{};  // what differs from where the plan should have led
    bool on_rows = false;             // it was refused for what is in the rows
    bool on_made_up_rows = false;     // which were made up
};

/// Some lines that say it, without a newline at the end.
std::string describe(Unproved const& unproved);

/// What came of running a plan, and then its revert, in a scratch database.
struct Rehearsal {
    std::optional<Unproved> plan;    // nothing: the plan is proved
    std::optional<Unproved> revert;  // of the plan's revert; nothing as well
    int server_version = 0;          // of the scratch server
    /// What each statement of the plan really did, in order: locks on tables that were there, and
    /// tables written anew or read through. Nothing of those outside transactions.
    std::vector<std::vector<plan::Hazard>> measured;
    Filling rows;  // that the plan was tried on
};

struct RehearsalSettings {
    source::ScratchSettings scratch;
    int server_major = 0;  // the scratch server should be of this major version
    diff::DiffOptions diff;
    RowSettings rows{};
    bool online = false;  // the plan promises to let others go on using the tables
    std::function<void(std::string_view)> progress;  // null, or told what is being done
};

/// Builds `from` in a scratch database (only what the plans touch, with all that depends on it and
/// all that it needs; should that not do, the whole), runs the plan there, and compares what came
/// of it with `to`; then the revert, and compares with `from`. With rows in the copy, what should
/// survive must. Throws Error(not_found) where there
/// are no programs for a scratch server.
Rehearsal rehearse(plan::Plan const& plan, plan::Plan const& revert, schema::Schema const& from,
                   schema::Schema const& to, RehearsalSettings const& settings);

}  // namespace lockstep::apply
