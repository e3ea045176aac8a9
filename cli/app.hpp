#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "command.hpp"

namespace lockstep::cli {

/// The parser of the whole command line, made from the table of commands.
struct Parser {
    explicit Parser(Globals& globals);

    std::unique_ptr<CLI::App> app;
    struct Entry {
        Command const* command;
        CLI::App* app;
        Run run;
    };
    std::vector<Entry> entries;  // in the table's order
    bool version = false;
    bool as_markdown = false;  // for docs/commands.md
};

/// The options that people may use, without those that are hidden.
std::vector<CLI::Option const*> visible_options(CLI::App const& app);
/// "--format", or "-C" where there is no long name.
std::string main_name(CLI::Option const& option);

/// The whole help of a command, at most 80 columns wide; of the tool itself where it is null.
std::string help_text(Parser const& parser, Command const* command);
/// docs/commands.md.
std::string commands_as_markdown(Parser const& parser);

}  // namespace lockstep::cli
