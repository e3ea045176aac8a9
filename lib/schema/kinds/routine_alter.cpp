#include <algorithm>

#include "schema/kinds/items.hpp"
#include "schema/kinds/routine.hpp"

namespace lockstep::schema {

namespace {

struct Argument {
    std::string_view mode;  // "", "IN", "OUT", "INOUT", "VARIADIC"
    std::string_view name;  // with its quotes
    std::string_view type;  // of one that is only put out: with its name before it
    bool has_default = false;

    bool is_input() const { return mode != "OUT"; }
};

/// Cuts the word off when the text begins with it.
bool take_word(std::string_view& text, std::string_view word) {
    bool const is_there = text.starts_with(word) && text.substr(word.size()).starts_with(' ');
    text.remove_prefix(is_there ? word.size() + 1 : 0);
    return is_there;
}

/// Where a word stands outside of quotes; npos when it does not.
std::size_t find_outside_quotes(std::string_view text, std::string_view word) {
    char quote = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quote != '\0') {
            quote = text[i] == quote ? '\0' : quote;
        } else if (text[i] == '"' || text[i] == '\'') {
            quote = text[i];
        } else if (text.substr(i).starts_with(word)) {
            return i;
        }
    }
    return std::string_view::npos;
}

// `VARIADIC "my name" text[] DEFAULT '{}'::text[]`, as pg_get_function_arguments prints it. Only
// the type tells where the name ends: `double precision` has none.
Argument parse(std::string_view text, std::string_view type) {
    Argument argument;
    auto const defaults = find_outside_quotes(text, " DEFAULT ");
    argument.has_default = defaults != std::string_view::npos;
    text = text.substr(0, defaults);
    for (std::string_view const mode : {"INOUT", "OUT", "VARIADIC", "IN"}) {
        if (take_word(text, mode)) {
            argument.mode = mode;
            break;
        }
    }
    argument.type = text;
    if (argument.is_input() && text.ends_with(type)) {
        auto const name = text.substr(0, text.size() - type.size());
        argument.name = name.substr(0, name.find_last_not_of(' ') + 1);
        argument.type = type;
    }
    return argument;
}

std::vector<Argument> arguments_of(Object const& routine) {
    auto const types = split_list(routine.id.names[2]);
    std::vector<Argument> arguments;
    std::size_t input = 0;
    for (auto const text : split_list(routine["arguments"])) {
        auto const type = input < types.size() ? types[input] : std::string_view{};
        arguments.push_back(parse(text, type));
        input += arguments.back().is_input() ? 1 : 0;
    }
    return arguments;
}

long number_of_defaults(std::vector<Argument> const& arguments) {
    return std::count_if(arguments.begin(), arguments.end(),
                         [](Argument const& argument) { return argument.has_default; });
}

/// A name can be given, but not taken or changed, and an output is another result.
bool can_become(Argument const& before, Argument const& after) {
    return before.mode == after.mode && before.type == after.type &&
           (before.name.empty() || before.name == after.name);
}

}  // namespace

bool can_replace_arguments(Object const& before, Object const& after) {
    auto const olds = arguments_of(before);
    auto const news = arguments_of(after);
    return std::equal(olds.begin(), olds.end(), news.begin(), news.end(), can_become) &&
           number_of_defaults(olds) <= number_of_defaults(news);
}

Statements rename_routine(Object const& before, Object const& after) {
    auto const& kind = *after.id.kind;
    auto const signature = before.is("signature") ? before["signature"] : before.id.names[2];
    auto const alter = [&](std::string_view space) {
        return sql("ALTER {} {}.{}({})", raw(kind.sql_name), ident(space),
                   ident(before.id.names[1]), raw(signature));
    };
    auto const space = after.id.names[0];
    Statements statements;
    if (space != before.id.names[0]) {
        statements.push_back(sql("{} SET SCHEMA {}", alter(before.id.names[0]), ident(space)));
    }
    if (after.id.names[1] != before.id.names[1]) {
        statements.push_back(sql("{} RENAME TO {}", alter(space), ident(after.id.names[1])));
    }
    return statements;
}

}  // namespace lockstep::schema
