#include "sync/fault.hpp"

#include <array>
#include <csignal>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::sync {

std::span<FaultName const> faults() {
    static constexpr auto table = std::to_array<FaultName>({
        {Fault::after_reading, "after-reading", "the change is planned, and nothing is written"},
        {Fault::after_lock, "after-lock", "the project is locked in the control database"},
        {Fault::after_target_begins, "after-target-begins", "the target's transaction is open"},
        {Fault::after_statements, "after-statements", "the statements have run in the target"},
        {Fault::after_note, "after-note", "the change is entered in the target"},
        {Fault::after_control_finishes, "after-control-finishes",
         "the control database has done all but its commit"},
        {Fault::after_prepare, "after-prepare", "the target has prepared its commit, if it can"},
        {Fault::after_target_commits, "after-target-commits",
         "the target has committed; the control database has not, unless the target had prepared"},
        {Fault::after_control_commits, "after-control-commits",
         "the control database has committed; a target that had prepared has not"},
    });
    return table;
}

namespace {

struct Armed {
    Fault fault;
    int signal;
};
std::optional<Armed> armed;

}  // namespace

void arm_fault(std::string_view which) {
    for (auto const& each : faults()) {
        for (auto const& [word, signal] :
             {std::pair(":kill", SIGKILL), std::pair(":stop", SIGSTOP)}) {
            if (has_faults && which == std::string(each.name) + word) {
                armed = Armed{each.fault, signal};
                return;
            }
        }
    }
    throw Error(ExitCode::bad_input, "there is no fault point " + printable(which),
                "lockstep sync apply --fault list");
}

#ifdef LOCKSTEP_FAULTS
void pass(Fault fault) {
    if (armed && armed->fault == fault) {
        auto const signal = armed->signal;
        armed.reset();
        ::raise(signal);
    }
}
#endif

}  // namespace lockstep::sync
