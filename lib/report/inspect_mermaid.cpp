#include "base/text.hpp"
#include "report/inspect.hpp"
#include "report/shown.hpp"

#include <fmt/core.h>

#include <map>

// Mermaid's entity-relationship diagrams. An entity has an id and, in brackets, a quoted label; a
// type and a column's name are single words of letters, digits, `_` and a few marks more.
namespace lockstep::report {

namespace {

/// Inside double quotes; Mermaid reads HTML entities there.
std::string in_quotes(std::string_view text) {
    auto safe = replace_all(shown_on_one_line(text), "&", "&amp;");
    safe = replace_all(std::move(safe), "\"", "&quot;");
    safe = replace_all(std::move(safe), "<", "&lt;");
    return "\"" + replace_all(std::move(safe), ">", "&gt;") + "\"";
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// One word for Mermaid: `numeric(12,2)` → `numeric(12-2)`, `timestamp with time zone` → with `_`.
/// Quotes around it go: `_char_` would be emphasis.
std::string word(std::string_view text) {
    if (text.size() > 2 && text.front() == '"' && text.find('"', 1) == text.size() - 1) {
        text = text.substr(1, text.size() - 2);
    }
    std::string safe;
    for (auto const c : text) {
        bool const allowed = is_plain(c) || c == '(' || c == ')' || c == '[' || c == ']';
        safe += allowed ? c : c == ',' || c == '-' ? '-' : '_';
    }
    bool const starts_well =
        !safe.empty() && is_plain(safe[0]) && !(safe[0] >= '0' && safe[0] <= '9');
    return starts_well ? safe : "_" + safe;
}

std::string entity(std::size_t number) {
    return fmt::format("t{}", number);
}

std::string keys_of(DrawnColumn const& column) {
    std::vector<std::string> keys;
    if (column.primary_key) {
        keys.emplace_back("PK");
    }
    if (column.foreign_key) {
        keys.emplace_back("FK");
    }
    if (column.unique && !column.primary_key) {
        keys.emplace_back("UK");
    }
    return keys.empty() ? std::string{} : " " + join(keys, ", ");
}

std::string column_line(DrawnColumn const& column) {
    auto const name = word(column.name);
    // What the word cannot say stands in the comment.
    std::string comment = name == column.name ? "" : std::string(column.name);
    if (column.not_null && !column.primary_key) {
        comment += comment.empty() ? "not null" : ", not null";
    }
    return fmt::format("        {} {}{}{}\n", word(column.type), name, keys_of(column),
                       comment.empty() ? std::string{} : " " + in_quotes(comment));
}

}  // namespace

std::string schema_as_mermaid(schema::Schema const& schema) {
    auto const tables = drawn_tables(schema);
    std::map<std::string_view, std::size_t> numbers;
    std::string text = "erDiagram\n";
    for (std::size_t i = 0; i < tables.size(); ++i) {
        numbers[tables[i].name] = i;
        text += fmt::format("    {}[{}] {{\n", entity(i), in_quotes(tables[i].name));
        for (auto const& column : tables[i].columns) {
            text += column_line(column);
        }
        text += "    }\n";
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (auto const& reference : tables[i].references) {
            auto const target = numbers.find(reference.references);
            if (target != numbers.end()) {
                text +=
                    fmt::format("    {} {}--{} {} : {}\n", entity(target->second),
                                reference.optional ? "|o" : "||", reference.unique ? "o|" : "o{",
                                entity(i), in_quotes(reference.constraint));
            }
        }
    }
    return text;
}

}  // namespace lockstep::report
