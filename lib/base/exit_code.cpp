#include "base/exit_code.hpp"

#include <array>

namespace lockstep {

std::span<ExitCodeMeaning const> exit_codes() {
    static constexpr std::array meanings{
        ExitCodeMeaning{ExitCode::done, "done; nothing found"},
        ExitCodeMeaning{ExitCode::found,
                        "found something: drift, lint findings, pending migrations"},
        ExitCodeMeaning{ExitCode::bad_input, "wrong usage, config or input"},
        ExitCodeMeaning{ExitCode::cannot_connect, "cannot connect"},
        ExitCodeMeaning{ExitCode::not_found, "not found: config, source, project, migration"},
        ExitCodeMeaning{ExitCode::conflict, "conflict or locked; trying again may help"},
        ExitCodeMeaning{ExitCode::refused, "refused: the plan holds a hazard that was not allowed"},
        ExitCodeMeaning{ExitCode::server_refused,
                        "the server refused a statement; nothing was applied"},
        ExitCodeMeaning{ExitCode::bug, "a bug of ours"},
        ExitCodeMeaning{ExitCode::interrupted, "interrupted; nothing half-done is left"},
    };
    return meanings;
}

}  // namespace lockstep
