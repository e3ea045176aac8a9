#include <algorithm>

#include <fmt/core.h>

#include "app.hpp"
#include "base/text.hpp"
#include "report/shown.hpp"
#include "source/source.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t name_width = 26;

/// Two columns; a name that is too long stands on a line of its own.
std::string entry(std::string const& name, std::string const& about) {
    auto const lines = report::wrapped(about, page_width - name_width - 2);
    auto text = "  " + name;
    auto const width = report::display_width(name);
    if (width + 2 > name_width) {
        text += "\n" + std::string(name_width + 2, ' ');
    } else {
        text += std::string(name_width - width, ' ');
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += (i == 0 ? std::string{} : std::string(name_width + 2, ' ')) + lines[i] + "\n";
    }
    return text;
}

/// "-o, --output FILE".
std::string names_of(CLI::Option const& option) {
    std::vector<std::string> names;
    for (auto const& name : option.get_snames()) {
        names.push_back("-" + name);
    }
    for (auto const& name : option.get_lnames()) {
        names.push_back("--" + name);
    }
    if (names.empty()) {
        return option.get_name(true);
    }
    auto const& type = option.get_type_name();
    // Words to choose from are many; they follow the description.
    auto const value =
        type.find('|') == std::string::npos ? type.substr(0, type.find(':')) : std::string("WORD");
    bool const takes_value = option.get_items_expected_max() > 0 && !type.empty();
    return join(names, ", ") + (takes_value ? " " + value : std::string{});
}

std::string about_of(CLI::Option const& option) {
    auto about = option.get_description();
    if (option.get_type_name().find('|') != std::string::npos) {
        about += " (" + replace_all(option.get_type_name(), "|", ", ") + ")";
    }
    // CLI11 says a number and its range as "SECONDS:INT in [1 - 3600]".
    if (auto const& type = option.get_type_name(); type.find(" in [") != std::string::npos) {
        auto const range = type.substr(type.find('[') + 1, type.rfind(']') - type.find('[') - 1);
        about += " (" + replace_all(range, " - ", " to ") + ")";
    }
    if (!option.get_default_str().empty()) {
        about += fmt::format(" [default: {}]", option.get_default_str());
    }
    if (!option.get_envname().empty()) {
        about += fmt::format(" [env: {}]", option.get_envname());
    }
    return about;
}

std::string options_text(CLI::App const& app) {
    std::string text;
    for (auto const* const option : visible_options(app)) {
        text += entry(names_of(*option), about_of(*option));
    }
    return text;
}

std::string usage(Command const& command, CLI::App const& app) {
    auto text = fmt::format("lockstep {} [OPTION…]", command.name);
    for (auto const* const option : visible_options(app)) {
        if (option->get_lnames().empty() && option->get_snames().empty()) {
            auto const name = option->get_name(true);
            text += option->get_required() ? fmt::format(" {}", name) : fmt::format(" [{}]", name);
        }
    }
    return text;
}

std::string examples_text(Command const& command) {
    std::string text;
    for (auto const& example : command.examples) {
        text += fmt::format("  {}\n      {}\n", example.line, example.about);
    }
    return text;
}

std::string exit_codes_text(Command const& command) {
    std::string text;
    for (auto const& meaning : exit_codes()) {
        if (std::find(command.exit_codes.begin(), command.exit_codes.end(), meaning.code) !=
            command.exit_codes.end()) {
            text += fmt::format("  {:<4}{}\n", static_cast<int>(meaning.code), meaning.meaning);
        }
    }
    return text;
}

std::string all_exit_codes_text() {
    std::string text;
    for (auto const& meaning : exit_codes()) {
        text += fmt::format("  {:<4}{}\n", static_cast<int>(meaning.code), meaning.meaning);
    }
    return text;
}

std::string sources_text() {
    std::string text;
    for (auto const& kind : source::source_kinds()) {
        text += entry(std::string(kind.grammar), std::string(kind.about));
    }
    return text;
}

std::string command_help(Parser const& parser, Parser::Entry const& entry_of) {
    auto const& command = *entry_of.command;
    auto text =
        fmt::format("lockstep {}: {}\n\nUsage: {}\n\nOptions:\n{}", command.name, command.about,
                    usage(command, *entry_of.app), options_text(*entry_of.app));
    text += "\nOptions of every command:\n" + options_text(*parser.app) +
            entry("-h, --help", "Print this help");
    if (command.takes_sources) {
        text += "\nA SOURCE is one of:\n" + sources_text();
    }
    return text + "\nExamples:\n" + examples_text(command) + "\nExit codes:\n" +
           exit_codes_text(command);
}

/// Of all commands whose name begins with the group's.
std::string group_help(Parser const& parser, std::string const& group) {
    auto text = fmt::format(
        "lockstep {0}: commands of {0}\n\nUsage: lockstep {0} COMMAND …\n\n"
        "Commands:\n",
        group);
    std::string examples;
    for (auto const& command : commands()) {
        if (command.name.starts_with(group + " ")) {
            text += entry(std::string(command.name), std::string(command.about));
            examples += examples_text(command);
        }
    }
    return text + "\nOptions of every command:\n" + options_text(*parser.app) +
           entry("-h, --help", "Print this help") + "\nExamples:\n" + examples + "\nExit codes:\n" +
           all_exit_codes_text() +
           fmt::format("\nMore on a command: lockstep {} COMMAND --help\n", group);
}

std::string tool_help(Parser const& parser) {
    std::string text =
        "lockstep: keeps a PostgreSQL database in step with its definitions\n\n"
        "Usage: lockstep [OPTION…] COMMAND …\n\nCommands:\n";
    for (auto const& command : commands()) {
        text += entry(std::string(command.name), std::string(command.about));
    }
    text += "\nOptions:\n" + options_text(*parser.app) + entry("-h, --help", "Print this help");
    text +=
        "\nExamples:\n"
        "  lockstep demo\n      shows on a sample database what the tool does\n"
        "  lockstep check --db postgresql://app@localhost/shop --against schema/\n"
        "      compares a database with a folder of SQL files\n"
        "\nExit codes:\n";
    return text + all_exit_codes_text() + "\nMore on a command: lockstep COMMAND --help\n";
}

}  // namespace

std::string help_text(Parser const& parser, Command const* command) {
    for (auto const& entry_of : parser.entries) {
        if (entry_of.command == command) {
            return command_help(parser, entry_of);
        }
    }
    auto const given = parser.app->get_subcommands();
    return given.empty() ? tool_help(parser) : group_help(parser, given.front()->get_name());
}

std::string commands_as_markdown(Parser const& parser) {
    std::string text =
        "# Commands\n\nMade by `lockstep --commands-as-markdown` from the table of commands; a "
        "test "
        "holds them together.\n\n";
    text += fmt::format("```text\n{}```\n", help_text(parser, nullptr));
    for (auto const& command : commands()) {
        text += fmt::format("\n## lockstep {}\n\n```text\n{}```\n", command.name,
                            help_text(parser, &command));
    }
    return text;
}

}  // namespace lockstep::cli
