#pragma once

#include <span>
#include <string_view>

namespace lockstep {

/// How a run of the tool ends. The numbers are part of the command line's contract.
enum class ExitCode {
    done = 0,
    found = 1,
    bad_input = 2,
    cannot_connect = 3,
    not_found = 4,
    conflict = 5,
    refused = 6,
    server_refused = 7,
    bug = 70,
    interrupted = 130,
};

struct ExitCodeMeaning {
    ExitCode code;
    std::string_view meaning;
};

/// The one list of exit codes: help texts and documentation are made from it.
std::span<ExitCodeMeaning const> exit_codes();

}  // namespace lockstep
