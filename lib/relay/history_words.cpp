// What an entry of the history says, in a line for people.
#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "relay/history_entry.hpp"
#include "relay/history_values.hpp"

namespace lockstep::relay {

namespace {

using nlohmann::json;
using Value = std::optional<std::string>;

/// So much of a value is shown.
constexpr std::size_t longest_value = 60;

/// In one line.
std::string in_line(std::string_view text) {
    return replace_all(replace_all(printable(text), "\n", "\\n"), "\t", "\\t");
}

/// The first characters of it, whole ones.
std::string cut(std::string_view text) {
    if (text.size() <= longest_value) {
        return in_line(text);
    }
    auto end = longest_value;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return in_line(text.substr(0, end)) + "…";
}

std::string shown(Value const& value) {
    if (!value) {
        return "NULL";
    }
    bool const is_word =
        !value->empty() && *value != "NULL" && value->find_first_of(" '\n\t") == std::string::npos;
    return is_word ? cut(*value) : "'" + cut(*value) + "'";
}

json metadata_of(HistoryEntry const& entry) {
    auto metadata = json::parse(entry.metadata.value_or("{}"), nullptr, false);
    return metadata.is_object() ? metadata : json::object();
}

Values values_of(HistoryEntry::Text const& data) {
    return data ? parse_values(*data) : Values{};
}

/// `name=Ann`, `name=Ann → Bob` where the row before tells another value.
std::string column_in_words(std::string const& name, Value const& value, Values const& before) {
    auto const old = before.find(name);
    bool const changed = old != before.end() && old->second != value;
    return changed ? fmt::format("{}={} → {}", printable(name), shown(old->second), shown(value))
                   : fmt::format("{}={}", printable(name), shown(value));
}

std::string row_in_words(Values const& row, Values const& before) {
    std::vector<std::string> words;
    for (auto const& [name, value] : row) {
        words.push_back(column_in_words(name, value, before));
    }
    return join(words, " ");
}

std::string update_in_words(HistoryEntry const& entry, json const& metadata) {
    auto text = row_in_words(values_of(entry.data), values_of(entry.old_data));
    auto const unchanged = metadata.find("unchanged");
    if (unchanged != metadata.end() && unchanged->is_array()) {
        for (auto const& column : *unchanged) {
            text += fmt::format(
                " {}=(unchanged)",
                printable(column.is_string() ? column.get<std::string>() : column.dump()));
        }
    }
    return text;
}

std::string truncate_in_words(json const& metadata) {
    std::vector<std::string> words;
    if (metadata.value("restart_identity", false)) {
        words.emplace_back("restart identity");
    }
    if (metadata.value("cascade", false)) {
        words.emplace_back("cascade");
    }
    return join(words, ", ");
}

/// Whether anybody told of the change, and who the journal says made it.
std::string schema_origin(json const& metadata) {
    std::vector<std::string> words;
    if (metadata.value("out_of_band", false)) {
        words.emplace_back("out of band");
    }
    if (auto const ddl = metadata.find("ddl"); ddl != metadata.end() && ddl->is_object()) {
        // Anybody may have written such a message.
        auto const word = [&](char const* name) {
            auto const found = ddl->find(name);
            return found != ddl->end() && found->is_string() ? printable(found->get<std::string>())
                                                             : "?";
        };
        words.push_back(fmt::format("{} by {}", word("tag"), word("user")));
    }
    return words.empty() ? std::string{} : fmt::format(" ({})", join(words, ", "));
}

std::string schema_in_words(HistoryEntry const& entry, json const& metadata) {
    auto const definition = json::parse(entry.data.value_or("{}"), nullptr, false);
    std::vector<std::string> names;
    if (definition.is_object() && definition.contains("columns")) {
        for (auto const& column : definition["columns"]) {
            names.push_back(printable(column.is_object() ? column.value("name", "?") : "?"));
        }
    }
    return fmt::format("columns {}{}", join(names, ", "), schema_origin(metadata));
}

}  // namespace

std::string entry_in_words(HistoryEntry const& entry) {
    auto const metadata = metadata_of(entry);
    if (auto const why = metadata.find("dead_letter"); why != metadata.end()) {
        return fmt::format("(not stored: {})",
                           cut(why->is_string() ? why->get<std::string>() : why->dump()));
    }
    if (entry.operation == "TRUNCATE") {
        return truncate_in_words(metadata);
    }
    if (entry.operation == "SCHEMA") {
        return schema_in_words(entry, metadata);
    }
    if (entry.operation == "UPDATE") {
        return update_in_words(entry, metadata);
    }
    return row_in_words(values_of(entry.operation == "DELETE" ? entry.old_data : entry.data), {});
}

}  // namespace lockstep::relay
