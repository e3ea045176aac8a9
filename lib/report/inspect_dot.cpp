#include "base/text.hpp"
#include "report/inspect.hpp"
#include "report/shown.hpp"

#include <fmt/core.h>

#include <map>

namespace lockstep::report {

namespace {

/// Text in an HTML-like label of Graphviz.
std::string label(std::string_view text) {
    auto safe = replace_all(shown_on_one_line(text), "&", "&amp;");
    safe = replace_all(std::move(safe), "<", "&lt;");
    safe = replace_all(std::move(safe), ">", "&gt;");
    return replace_all(std::move(safe), "\"", "&quot;");
}

/// A string of Graphviz's language: a backslash there begins an escape of its own.
std::string in_quotes(std::string_view text) {
    auto const safe = replace_all(shown_on_one_line(text), "\\", "\\\\");
    return "\"" + replace_all(safe, "\"", "\\\"") + "\"";
}

std::string row(std::size_t port, DrawnColumn const& column) {
    auto const name =
        column.primary_key ? fmt::format("<b>{}</b>", label(column.name)) : label(column.name);
    auto const marks =
        fmt::format("{}{}", column.foreign_key ? " →" : "", column.not_null ? "" : " <i>null</i>");
    return fmt::format(
        "<tr><td port=\"c{}\" align=\"left\">{}</td><td port=\"t{}\" align=\"left\">"
        "<font color=\"#555555\">{}</font>{}</td></tr>",
        port, name, port, label(column.type), marks);
}

std::string node(std::size_t number, DrawnTable const& table) {
    auto text = fmt::format(
        "  t{} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">"
        "<tr><td colspan=\"2\" bgcolor=\"#dde6f3\"><b>{}</b></td></tr>",
        number, label(table.name));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        text += row(i, table.columns[i]);
    }
    return text + "</table>>];\n";
}

enum class End { arrives, leaves };

/// Where an edge meets the first of the columns: it leaves at the right, on the type, and arrives
/// at the left, on the name, so that it does not run around a table.
std::string port(DrawnTable const& table, std::vector<std::string_view> const& columns, End end) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!columns.empty() && table.columns[i].name == columns.front()) {
            return end == End::leaves ? fmt::format(":t{}:e", i) : fmt::format(":c{}:w", i);
        }
    }
    return {};
}

std::string edge(std::vector<DrawnTable> const& tables, std::size_t from, std::size_t to,
                 DrawnReference const& reference) {
    // A table that refers to itself has a small loop; from column to column it would cross others.
    bool const loop = from == to;
    return fmt::format("  t{}{} -> t{}{} [tooltip={}{}];\n", from,
                       loop ? "" : port(tables[from], reference.columns, End::leaves), to,
                       loop ? "" : port(tables[to], reference.to_columns, End::arrives),
                       in_quotes(reference.constraint), reference.optional ? ", style=dashed" : "");
}

}  // namespace

std::string schema_as_dot(schema::Schema const& schema) {
    auto const tables = drawn_tables(schema);
    std::map<std::string_view, std::size_t> numbers;
    std::string text =
        "digraph schema {\n  rankdir=LR; ranksep=1;\n  node [shape=plain, "
        "fontname=\"Helvetica\"];\n"
        "  edge [color=\"#556070\", fontname=\"Helvetica\", fontsize=9];\n";
    for (std::size_t i = 0; i < tables.size(); ++i) {
        numbers[tables[i].name] = i;
        text += node(i, tables[i]);
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (auto const& reference : tables[i].references) {
            auto const target = numbers.find(reference.references);
            text += target == numbers.end() ? std::string{}
                                            : edge(tables, i, target->second, reference);
        }
    }
    return text + "}\n";
}

}  // namespace lockstep::report
