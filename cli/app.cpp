#include "app.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "options.hpp"
#include "output.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

/// `--fail-on` → LOCKSTEP_FAIL_ON, unless the option names its variable itself. CLI11 looks at
/// those of all commands, whichever is run: so one name cannot have other values in another
/// command, and `sync history --format` is LOCKSTEP_HISTORY_FORMAT.
void give_environment_twins(CLI::App& app) {
    for (auto* const option : app.get_options()) {
        auto const& names = option->get_lnames();
        if (names.empty() || !option->get_envname().empty() || option->get_group().empty() ||
            names[0] == "help" || names[0] == "version") {
            continue;
        }
        bool const is_of_sync =
            app.get_parent() != nullptr && app.get_parent()->get_name() == "sync";
        auto variable = "LOCKSTEP_" +
                        (is_of_sync && names[0] == "format" ? app.get_name() + "-" : "") + names[0];
        for (auto& c : variable) {
            c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        option->envname(variable);
    }
}

void declare_globals(CLI::App& app, Globals& globals) {
    app.add_option("--config", globals.config, "The config, instead of one looked for upwards")
        ->type_name("FILE");
    app.add_option("-C,--directory", globals.directory, "Work as if started in that folder")
        ->type_name("DIR");
    one_of(app.add_option("--color", globals.color, "Colours; auto: on a terminal, unless NO_COLOR")
               ->capture_default_str(),
           {"auto", "always", "never"});
    app.add_flag("-v,--verbose", globals.verbose,
                 "Tell what is done; twice: every statement that is sent");
    app.add_flag("-q,--quiet", globals.quiet, "Print results and errors alone");
}

/// The option that an unknown one was meant to be, with its dashes; empty when none is near.
std::string nearest_option(CLI::App const& app, CLI::App const& command, std::string const& word) {
    std::vector<std::string_view> names{"help"};
    for (auto const* const of : {&command, &app}) {
        for (auto const* const option : visible_options(*of)) {
            names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
        }
    }
    auto const name = word.starts_with("--") ? nearest(std::string_view(word).substr(2), names)
                                             : std::string_view{};
    return name.empty() ? std::string{} : fmt::format("--{}", name);
}

std::string program_and(CLI::App const& command) {
    auto const* const parent = command.get_parent();
    return parent == nullptr ? "lockstep" : program_and(*parent) + " " + command.get_name();
}

[[noreturn]] void refuse_command(CLI::App const& among, std::string const& word) {
    std::vector<std::string> names;
    for (auto const* const each : among.get_subcommands([](CLI::App const*) { return true; })) {
        names.push_back(each->get_name());
    }
    std::vector<std::string_view> const known(names.begin(), names.end());
    throw Error(ExitCode::bad_input,
                fmt::format("there is no command \"{}{}\"{}",
                            among.get_parent() == nullptr ? "" : among.get_name() + " ",
                            printable(word), did_you_mean(word, known)),
                fmt::format("See: {} --help", program_and(among)));
}

[[noreturn]] void refuse_argument(CLI::App const& app, CLI::App const& command,
                                  std::string const& word) {
    auto const hint = fmt::format("See: {} --help", program_and(command));
    if (word.starts_with('-')) {
        auto const name = word.substr(0, word.find('='));
        auto const candidate = nearest_option(app, command, name);
        throw Error(ExitCode::bad_input,
                    fmt::format("{} knows no option {}{}", program_and(command), printable(name),
                                candidate.empty() ? std::string{}
                                                  : fmt::format("; did you mean {}?", candidate)),
                    hint);
    }
    bool const is_group = !command.get_subcommands([](CLI::App const*) { return true; }).empty();
    if (is_group) {
        refuse_command(command, word);
    }
    if (command.get_parent() != nullptr) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{}: \"{}\" is one argument too many", program_and(command),
                                printable(word)),
                    hint);
    }
    refuse_command(app, word);
}

/// The command that was given, or the whole application.
CLI::App const& given_command(CLI::App const& app) {
    auto const given = app.get_subcommands();
    return given.empty() ? app : given_command(*given.front());
}

/// What CLI11 refuses, in our words. An unknown option comes first: what follows from it (its value
/// taken for an argument, say) would only lead astray.
[[noreturn]] void refuse(CLI::App const& app, CLI::ParseError const& error) {
    auto const& command = given_command(app);
    auto const rest = app.remaining(true);
    auto const unknown = std::find_if(rest.begin(), rest.end(),
                                      [](auto const& word) { return word.starts_with('-'); });
    if (unknown != rest.end()) {
        refuse_argument(app, command, *unknown);
    }
    if (dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr && !rest.empty()) {
        refuse_argument(app, command, rest.front());
    }
    throw Error(ExitCode::bad_input, fmt::format("{}: {}", program_and(command), error.what()),
                fmt::format("See: {} --help", program_and(command)));
}

void enter(std::string const& directory) {
    if (!directory.empty() && ::chdir(directory.c_str()) != 0) {
        throw Error(ExitCode::not_found,
                    fmt::format("cannot enter the folder {}: {}", directory,
                                std::generic_category().message(errno)),
                    "Give --directory (-C) a folder that is there");
    }
}

/// "sync apply" is the command `apply` in the group `sync`.
CLI::App* declare(CLI::App& app, Command const& command) {
    auto const words = split(command.name, ' ');
    auto* parent = &app;
    for (auto const& group : std::span(words).first(words.size() - 1)) {
        auto const all = parent->get_subcommands([](CLI::App const*) { return true; });
        auto const there = std::ranges::find(all, group, &CLI::App::get_name);
        parent = there == all.end() ? parent->add_subcommand(group)->fallthrough() : *there;
    }
    auto* const sub = parent->add_subcommand(words.back(), std::string(command.about));
    sub->fallthrough();
    return sub;
}

/// A group alone is no command: its own are named.
[[noreturn]] void refuse_group(CLI::App const& group) {
    std::string names;
    for (auto const* const each : group.get_subcommands([](CLI::App const*) { return true; })) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", each->get_name());
    }
    throw Error(
        ExitCode::bad_input, fmt::format("{} what? It has: {}", program_and(group), names),
        fmt::format("See: {} {} --help", program_and(group), names.substr(0, names.find(','))));
}

ExitCode run_command(Parser const& parser, Globals const& globals) {
    for (auto const& entry : parser.entries) {
        if (entry.app->parsed()) {
            enter(globals.directory);
            prepare_output(globals);
            return entry.run(globals);
        }
    }
    if (auto const& given = given_command(*parser.app); &given != parser.app.get()) {
        refuse_group(given);
    }
    print_to_stderr(help_text(parser, nullptr));
    return ExitCode::bad_input;
}

Command const* command_of(Parser const& parser) {
    for (auto const& entry : parser.entries) {
        if (entry.app->parsed()) {
            return entry.command;
        }
    }
    return nullptr;
}

}  // namespace

Parser::Parser(Globals& globals) : app(std::make_unique<CLI::App>("", "lockstep")) {
    app->set_help_flag("-h,--help", "Print this help");
    app->require_subcommand(0, 1);
    declare_globals(*app, globals);
    app->add_flag("--version", version, "Print the version");
    app->add_flag("--commands-as-markdown", as_markdown)->group("");
    for (auto const& command : commands()) {
        auto* const sub = declare(*app, command);
        auto run = command.configure(*sub);
        give_environment_twins(*sub);
        entries.push_back({&command, sub, std::move(run)});
    }
    give_environment_twins(*app);
}

std::vector<CLI::Option const*> visible_options(CLI::App const& app) {
    std::vector<CLI::Option const*> visible;
    for (auto const* const option : app.get_options()) {
        if (!option->get_group().empty() && option != app.get_help_ptr()) {
            visible.push_back(option);
        }
    }
    return visible;
}

std::string main_name(CLI::Option const& option) {
    if (!option.get_lnames().empty()) {
        return "--" + option.get_lnames().front();
    }
    return option.get_snames().empty() ? option.get_name(true) : "-" + option.get_snames().front();
}

ExitCode run(int argc, char const* const* argv) {
    Globals globals;
    Parser parser(globals);
    try {
        parser.app->parse(argc, argv);
    } catch (CLI::CallForHelp const&) {
        print(help_text(parser, command_of(parser)));
        return ExitCode::done;
    } catch (CLI::ParseError const& error) {
        refuse(*parser.app, error);
    }
    if (parser.version) {
        print(fmt::format("lockstep {}\n", tool_version));
        return ExitCode::done;
    }
    if (parser.as_markdown) {
        print(commands_as_markdown(parser));
        return ExitCode::done;
    }
    return run_command(parser, globals);
}

}  // namespace lockstep::cli
