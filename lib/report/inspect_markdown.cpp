#include <map>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/inspect.hpp"
#include "report/markdown_text.hpp"

namespace lockstep::report {

namespace {

using schema::Object;

std::string comment_of(Object const& object) {
    auto const comment = object["comment"];
    return comment.empty() ? std::string{} : fmt::format("\n{}\n", markdown_text(comment));
}

/// What a row holds that does not name the column.
std::string default_of(Object const& column) {
    if (auto const identity = column["identity"]; !identity.empty()) {
        return fmt::format("generated {} as identity", to_lower(identity));
    }
    if (auto const expression = column["generated"]; !expression.empty()) {
        return "generated as " + markdown_code(expression);
    }
    return markdown_code(column["default"]);
}

std::string column_row(schema::Schema const& schema, DrawnTable const& table,
                       DrawnColumn const& drawn) {
    Object const* column = nullptr;
    for (auto const& part : schema.with_parts(table.table->id.names)) {
        if (part.id.kind->name == "column" && part.name() == drawn.name) {
            column = &part;
        }
    }
    std::vector<std::string> keys;
    for (auto const& [is, name] :
         {std::pair{drawn.primary_key, "primary"}, std::pair{drawn.unique, "unique"},
          std::pair{drawn.foreign_key, "foreign"}}) {
        if (is) {
            keys.emplace_back(name);
        }
    }
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown_code(drawn.name),
                       markdown_code(drawn.type), drawn.not_null ? "not null" : "",
                       default_of(*column), join(keys, ", "), markdown_text((*column)["comment"]));
}

std::string constraint_line(Object const& constraint) {
    auto text = fmt::format("- {} {}", markdown_code(constraint.name()),
                            markdown_text(to_lower(constraint["type"])));
    std::vector<std::string> columns;
    for (auto const column : constraint.list("columns").items()) {
        columns.push_back(markdown_code(column));
    }
    if (!columns.empty()) {
        text += fmt::format(" ({})", join(columns, ", "));
    }
    if (auto const target = constraint["references"]; !target.empty()) {
        text += fmt::format(" → {}", markdown_code(target));
    }
    if (auto const expression = constraint["expression"]; !expression.empty()) {
        text += " " + markdown_code(expression);
    }
    return text + "\n";
}

std::string constraints_of(schema::Schema const& schema, Object const& table) {
    std::string text;
    for (auto const& part : schema.with_parts(table.id.names)) {
        if (part.id.kind->name == "constraint") {
            text += constraint_line(part);
        }
    }
    return text.empty() ? text : "\nConstraints:\n\n" + text;
}

std::string index_line(Object const& index) {
    std::vector<std::string> columns;
    for (auto const column : index.list("columns").items()) {
        columns.push_back(markdown_code(column));
    }
    auto const method = index["method"];
    auto text = fmt::format(
        "- {}{}{} ({})", index.is("unique") ? "unique " : "", markdown_code(index.name()),
        method.empty() ? std::string{} : " " + markdown_text(method), join(columns, ", "));
    if (auto const where = index["where"]; !where.empty()) {
        text += fmt::format(" where {}", markdown_code(where));
    }
    return text + "\n";
}

/// What other objects add to a table.
struct Belongings {
    std::string indexes;  // a line each
    std::size_t partitions = 0;
};

/// By the table's name, dotted and quoted.
std::map<std::string_view, Belongings> belongings_by_table(schema::Schema const& schema) {
    std::map<std::string_view, Belongings> found;
    for (auto const& object : schema.objects) {
        if (object.id.kind->name == "index") {
            found[object["table"]].indexes += index_line(object);
        } else if (auto const parent = object["partition_of"]; !parent.empty()) {
            ++found[parent].partitions;
        }
    }
    return found;
}

std::string partitions_of(Object const& table, std::size_t partitions) {
    auto const key = table["partition_by"];
    return key.empty() ? std::string{}
                       : fmt::format("\nPartitioned by {}: {}.\n", markdown_code(key),
                                     count_of(partitions, "partition"));
}

std::string table_section(schema::Schema const& schema, DrawnTable const& table,
                          Belongings const& belongings) {
    auto text = fmt::format(
        "\n### {}\n{}{}\n| Column | Type | Null | Default | Key | Comment |\n"
        "| --- | --- | --- | --- | --- | --- |\n",
        markdown_text(table.name), comment_of(*table.table),
        partitions_of(*table.table, belongings.partitions));
    for (auto const& column : table.columns) {
        text += column_row(schema, table, column);
    }
    text += constraints_of(schema, *table.table);
    auto const& indexes = belongings.indexes;
    return text + (indexes.empty() ? indexes : "\nIndexes:\n\n" + indexes);
}

std::string enum_line(Object const& object) {
    std::vector<std::string> values;
    for (auto const value : object.list("values").items()) {
        values.push_back(markdown_code(value));
    }
    return fmt::format("- {}: {}\n", markdown_code(identity(object).text()), join(values, ", "));
}

std::string view_section(Object const& view) {
    return fmt::format("\n### {}\n{}\n{}", markdown_text(identity(view).text()), comment_of(view),
                       markdown_block("sql", view["definition"]));
}

std::string plain_line(Object const& object) {
    auto const comment = object["comment"];
    return fmt::format("- {}{}\n", markdown_code(identity(object).text()),
                       comment.empty() ? std::string{} : ": " + markdown_text(comment));
}

/// A section of all objects of these kinds, or nothing when there are none.
std::string section(schema::Schema const& schema, std::string_view heading,
                    std::initializer_list<std::string_view> kinds,
                    std::string (*tell)(Object const&)) {
    std::string text;
    for (auto const& object : schema.objects) {
        for (auto const kind : kinds) {
            text += object.id.kind->name == kind ? tell(object) : std::string{};
        }
    }
    // Sections begin with an empty line of their own, list items do not.
    auto const* const gap = text.starts_with('\n') ? "" : "\n";
    return text.empty() ? text : fmt::format("\n## {}\n{}{}", heading, gap, text);
}

}  // namespace

std::string schema_as_markdown(schema::Schema const& schema) {
    std::string text = "# Schema\n";
    auto const tables = drawn_tables(schema);
    auto belongings = belongings_by_table(schema);
    text += tables.empty() ? "" : "\n## Tables\n";
    for (auto const& table : tables) {
        text += table_section(schema, table, belongings[table.name]);
    }
    text += section(schema, "Views", {"view", "materialized view"}, view_section);
    text += section(schema, "Enums", {"enum"}, enum_line);
    text += section(schema, "Types", {"domain", "composite type", "range type"}, plain_line);
    text += section(schema, "Functions", {"function", "procedure", "aggregate"}, plain_line);
    return text + section(schema, "Extensions", {"extension"}, plain_line);
}

}  // namespace lockstep::report
