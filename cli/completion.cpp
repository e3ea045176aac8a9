#include <CLI/CLI.hpp>
#include <algorithm>

#include <fmt/core.h>

#include "app.hpp"
#include "base/text.hpp"
#include "options.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

struct Words {
    std::vector<std::string> options;                          // "--format", "-o"
    std::vector<std::pair<std::string, std::string>> choices;  // "--format" → "text json …"
    std::vector<std::string> with_value;                       // take a file or other text
};

Words words_of(CLI::App const& app) {
    Words words;
    for (auto const* const option : visible_options(app)) {
        std::vector<std::string> names;
        for (auto const& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
        for (auto const& name : option->get_snames()) {
            names.push_back("-" + name);
        }
        auto const& type = option->get_type_name();
        for (auto const& name : names) {
            words.options.push_back(name);
            if (type.find('|') != std::string::npos) {
                words.choices.emplace_back(name, replace_all(type, "|", " "));
            } else if (option->get_items_expected_max() > 0) {
                words.with_value.push_back(name);
            }
        }
    }
    words.options.emplace_back("--help");
    return words;
}

/// What may stand behind `before` ("", or a group such as "sync"), as words with blanks between.
std::string names_behind(std::string_view before) {
    std::vector<std::string> names;
    for (auto const& command : commands()) {
        auto const words = split(command.name, ' ');
        bool const is_behind = before.empty() || (words.size() > 1 && words[0] == before);
        auto const& name = words[before.empty() ? 0 : words.size() - 1];
        if (is_behind && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return join(names, " ");
}

/// The first words of commands that have two: "sync".
std::vector<std::string> groups() {
    std::vector<std::string> names;
    for (auto const& command : commands()) {
        auto const words = split(command.name, ' ');
        if (words.size() > 1 && std::find(names.begin(), names.end(), words[0]) == names.end()) {
            names.push_back(words[0]);
        }
    }
    return names;
}

/// The words that a positional argument chooses from ("bash zsh fish"), if it does.
std::string positional_words(CLI::App const& app) {
    for (auto const* const option : visible_options(app)) {
        if (option->get_lnames().empty() && option->get_snames().empty() &&
            option->get_type_name().find('|') != std::string::npos) {
            return replace_all(option->get_type_name(), "|", " ");
        }
    }
    return {};
}

/// `'check'|'sync'|'sync apply'`: a pattern of `case`.
std::string all_commands_as_pattern() {
    std::vector<std::string> quoted;
    for (auto const& group : groups()) {
        quoted.push_back(fmt::format("'{}'", group));
    }
    for (auto const& command : commands()) {
        quoted.push_back(fmt::format("'{}'", command.name));
    }
    return join(quoted, "|");
}

/// Where a file may stand nothing is said: bash then completes files by itself (-o default), also
/// those with spaces in their names.
std::string bash_case(std::string const& command, Words const& words,
                      std::string const& positional) {
    auto text = fmt::format("    {})\n      case \"$previous\" in\n",
                            command == "*" ? command : fmt::format("'{}'", command));
    for (auto const& [name, values] : words.choices) {
        text += fmt::format(
            "        {}) COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return ;;\n", name, values);
    }
    if (!words.with_value.empty()) {
        text += fmt::format("        {}) return ;;\n", join(words.with_value, "|"));
    }
    text += "      esac\n      if [[ \"$word\" == -* ]]; then\n";
    text += fmt::format("        COMPREPLY=($(compgen -W \"{}\" -- \"$word\"))\n      else\n",
                        join(words.options, " "));
    text +=
        positional.empty()
            ? "        return\n"
            : fmt::format("        COMPREPLY=($(compgen -W \"{}\" -- \"$word\"))\n", positional);
    return text + "      fi ;;\n";
}

Words with_globals(Words words, Words const& globals) {
    words.options.insert(words.options.end() - 1, globals.options.begin(),
                         globals.options.end() - 1);
    words.choices.insert(words.choices.end(), globals.choices.begin(), globals.choices.end());
    words.with_value.insert(words.with_value.end(), globals.with_value.begin(),
                            globals.with_value.end());
    return words;
}

std::string bash_script(Parser const& parser) {
    auto const globals = words_of(*parser.app);
    auto text = fmt::format(
        "# bash completion of lockstep; to try it: source <(lockstep completion bash)\n"
        "_lockstep() {{\n"
        "  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
        "  local command= longer i\n  COMPREPLY=()\n"
        "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "    longer=\"${{command:+$command }}${{COMP_WORDS[i]}}\"\n"
        "    case \"$longer\" in\n"
        "      {}) command=\"$longer\" ;;\n"
        "    esac\n  done\n  case \"$command\" in\n",
        all_commands_as_pattern());
    for (auto const& entry : parser.entries) {
        text +=
            bash_case(std::string(entry.command->name), with_globals(words_of(*entry.app), globals),
                      positional_words(*entry.app));
    }
    for (auto const& group : groups()) {
        text += bash_case(group, globals, names_behind(group));
    }
    return text + bash_case("*", globals, names_behind("")) +
           "  esac\n}\ncomplete -o default -F _lockstep lockstep\n";
}

/// Text inside single quotes of a shell.
std::string single_quoted(std::string_view text) {
    return "'" + replace_all(std::string(text), "'", "'\\''") + "'";
}

std::string zsh_script(Parser const&) {
    // zsh runs bash's functions; only the names of the commands get their descriptions here.
    std::string text =
        "#compdef lockstep\n"
        "# zsh completion of lockstep; to try it: source <(lockstep completion zsh)\n"
        "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n"
        "autoload -Uz bashcompinit && bashcompinit\n";
    return text;
}

std::string fish_option(std::string const& condition, CLI::Option const& option) {
    auto line = "complete -c lockstep -n " + single_quoted(condition);
    for (auto const& name : option.get_lnames()) {
        line += " -l " + name;
    }
    for (auto const& name : option.get_snames()) {
        line += " -s " + name;
    }
    auto const& type = option.get_type_name();
    if (type.find('|') != std::string::npos) {
        line += " -x -a " + single_quoted(replace_all(type, "|", " "));
    } else if (option.get_items_expected_max() > 0) {
        line += " -r";
    }
    return line + " -d " + single_quoted(option.get_description()) + "\n";
}

/// That the command was given, and not another whose last word is the same.
std::string fish_condition(std::string_view command) {
    auto const words = split(command, ' ');
    auto condition = "__fish_seen_subcommand_from " + words.back();
    for (auto const& group : groups()) {
        bool const is_in_it = words.size() > 1 && words[0] == group;
        condition +=
            fmt::format("; and {}__fish_seen_subcommand_from {}", is_in_it ? "" : "not ", group);
    }
    return condition;
}

std::string fish_script(Parser const& parser) {
    std::string text =
        "# fish completion of lockstep; to try it: lockstep completion fish | source\n";
    for (auto const& command : commands()) {
        auto const words = split(command.name, ' ');
        text += fmt::format("complete -c lockstep -n {} -f -a {} -d {}\n",
                            words.size() == 1
                                ? "__fish_use_subcommand"
                                : single_quoted("__fish_seen_subcommand_from " + words[0]),
                            words.back(), single_quoted(command.about));
    }
    for (auto const& group : groups()) {
        text += fmt::format("complete -c lockstep -n __fish_use_subcommand -f -a {}\n", group);
    }
    for (auto const& entry : parser.entries) {
        auto const condition = fish_condition(entry.command->name);
        for (auto const* const option : visible_options(*entry.app)) {
            if (!option->get_lnames().empty() || !option->get_snames().empty()) {
                text += fish_option(condition, *option);
            }
        }
        if (auto const words = positional_words(*entry.app); !words.empty()) {
            text += fmt::format("complete -c lockstep -n {} -f -a {}\n", single_quoted(condition),
                                single_quoted(words));
        }
    }
    for (auto const* const option : visible_options(*parser.app)) {
        text += fish_option("true", *option);
    }
    return text;
}

}  // namespace

Run configure_completion(CLI::App& app) {
    auto const shell = std::make_shared<std::string>();
    one_of(app.add_option("SHELL", *shell, "The shell"), {"bash", "zsh", "fish"})->required();
    return [shell](Globals const&) {
        Globals defaults;
        Parser const parser(defaults);
        print(*shell == "fish"  ? fish_script(parser)
              : *shell == "zsh" ? zsh_script(parser) + bash_script(parser)
                                : bash_script(parser));
        return ExitCode::done;
    };
}

}  // namespace lockstep::cli
