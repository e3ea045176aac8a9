#include "command.hpp"

#include <array>

namespace lockstep::cli {

namespace {

constexpr std::array completion_examples{
    Example{"source <(lockstep completion bash)", "completes in this bash from now on"},
    Example{"lockstep completion fish > ~/.config/fish/completions/lockstep.fish",
            "completes in every fish"},
};
constexpr std::array completion_codes{ExitCode::done, ExitCode::bad_input};

}  // namespace

std::span<Command const> commands() {
    static constexpr std::array table{
        Command{"completion", "Prints a script that completes commands and options in a shell",
                completion_examples, completion_codes, configure_completion},
    };
    return table;
}

Command const* find_command(std::string_view name) {
    for (auto const& command : commands()) {
        if (command.name == name) {
            return &command;
        }
    }
    return nullptr;
}

}  // namespace lockstep::cli
