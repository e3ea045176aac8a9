#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/exit_code.hpp"

namespace CLI {
class App;
}

namespace lockstep::cli {

/// What was said before or after the command's name and holds for every command.
struct Globals {
    std::string config;     // a file; empty: looked for upwards
    std::string directory;  // the working folder, already changed to
    std::string color = "auto";
    int verbose = 0;
    bool quiet = false;
};

struct Example {
    std::string_view line;   // "lockstep check --format sarif"
    std::string_view about;  // what it does, a phrase
};

using Run = std::function<ExitCode(Globals const&)>;

/// One row of the table of commands. Help, completion, docs/commands.md and the completeness tests
/// are made from it.
struct Command {
    std::string_view name;
    std::string_view about;  // one line
    std::span<Example const> examples;
    std::span<ExitCode const> exit_codes;
    bool takes_sources;  // its help lists what a SOURCE may be
    /// Declares the options, and gives what is to be run when they have been parsed.
    Run (*configure)(CLI::App&);
};

std::span<Command const> commands();
/// The command of that name, or null.
Command const* find_command(std::string_view name);

/// Reads the command line, and runs what it names. Throws Error(bad_input) when it is wrong.
ExitCode run(int argc, char const* const* argv);

// What the rows of the table call; each stands in a file of its own.
Run configure_check(CLI::App& app);
Run configure_diff(CLI::App& app);
Run configure_apply(CLI::App& app);
Run configure_inspect(CLI::App& app);
Run configure_update(CLI::App& app);
Run configure_generate(CLI::App& app);
Run configure_version(CLI::App& app);
Run configure_notify(CLI::App& app);
Run configure_sync_setup(CLI::App& app);
Run configure_sync_serve(CLI::App& app);
Run configure_sync_status(CLI::App& app);
Run configure_sync_drop(CLI::App& app);
Run configure_sync_apply(CLI::App& app);
Run configure_sync_history(CLI::App& app);
Run configure_sync_restore(CLI::App& app);
Run configure_sync_verify(CLI::App& app);
Run configure_sync_prune(CLI::App& app);
Run configure_doctor(CLI::App& app);
Run configure_demo(CLI::App& app);
Run configure_init(CLI::App& app);
Run configure_config(CLI::App& app);
Run configure_completion(CLI::App& app);

}  // namespace lockstep::cli
