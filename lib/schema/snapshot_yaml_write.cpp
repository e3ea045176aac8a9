#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/fingerprint.hpp"
#include "schema/json_text.hpp"
#include "schema/kind.hpp"
#include "schema/snapshot.hpp"
#include "schema/snapshot_reader.hpp"

namespace lockstep::schema {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Can it stand without quotes anywhere, and be read as a text by every YAML reader? Words and
/// types as "character varying" only; what looks like a number, or means something, is quoted.
bool is_plain(std::string_view text) {
    constexpr auto words = std::to_array<std::string_view>(
        {"true", "false", "null", "yes", "no", "on", "off", "y", "n"});
    auto const goes_on = [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
    if (text.empty() || !is_letter(text[0]) || !goes_on(text.back()) ||
        std::find(words.begin(), words.end(), to_lower(text)) != words.end()) {
        return false;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        bool const single_space = text[i] == ' ' && text[i - 1] != ' ';
        if (!goes_on(text[i]) && !single_space) {
            return false;
        }
    }
    return true;
}

/// Does a literal block (`|`) give the text back as it is? Lines of printable ASCII, the first not
/// indented, none ending with a space, one newline or none at the end.
bool fits_block(std::string_view text) {
    auto const is_odd = [](char c) { return c != '\n' && (c < ' ' || c > '~'); };
    return text.find('\n') != std::string_view::npos && text.front() != ' ' &&
           text.front() != '\n' && !text.ends_with("\n\n") && !text.ends_with(' ') &&
           text.find(" \n") == std::string_view::npos &&
           std::none_of(text.begin(), text.end(), is_odd);
}

/// Characters above ASCII that end a line, or that YAML does not allow as they are.
std::string escape_specials(std::string json) {
    constexpr auto escaped = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"\x7f", "\\x7f"},
        {"\xE2\x80\xA8", "\\u2028"},
        {"\xE2\x80\xA9", "\\u2029"},
        {"\xEF\xBB\xBF", "\\ufeff"},
        {"\xEF\xBF\xBE", "\\ufffe"},
        {"\xEF\xBF\xBF", "\\uffff"},
    });
    for (auto const& [character, escape] : escaped) {
        json = replace_all(std::move(json), character, escape);
    }
    for (int last = 0x80; last < 0xA0; ++last) {
        auto const control = fmt::format("\xC2{}", static_cast<char>(last));
        json = replace_all(std::move(json), control, fmt::format("\\x{:02x}", last));
    }
    return json;
}

/// A double-quoted YAML text is what JSON has, save for those.
void append_quoted(std::string& out, std::string_view text) {
    auto const above = [](char c) { return static_cast<unsigned char>(c) >= 0x7F; };
    std::string json;
    append_json(json, text);
    out += std::any_of(json.begin(), json.end(), above) ? escape_specials(std::move(json)) : json;
}

void append_text(std::string& out, std::string_view text) {
    if (is_plain(text)) {
        out += text;
    } else {
        append_quoted(out, text);
    }
}

void append_block(std::string& out, std::string_view text, std::string_view indent) {
    bool const ends_line = text.ends_with('\n');
    out += ends_line ? "|" : "|-";
    if (ends_line) {
        text.remove_suffix(1);
    }
    for (auto const& line : split(text, '\n')) {
        out += '\n';
        out.append(line.empty() ? "" : indent).append(line);
    }
}

void append_list(std::string& out, std::vector<std::string_view> const& items) {
    out += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
        out += i == 0 ? "" : ", ";
        append_text(out, items[i]);
    }
    out += ']';
}

void append_list(std::string& out, std::vector<std::string> const& items) {
    append_list(out, std::vector<std::string_view>(items.begin(), items.end()));
}

void append_value(std::string& out, Property const& property, Value value) {
    if (value.is_unknown()) {
        out += "null";
    } else if (property.shape == Shape::flag) {
        out += "true";
    } else if (property.shape == Shape::list) {
        append_list(out, value.list().items());
    } else if (fits_block(value.text())) {
        append_block(out, value.text(), "      ");
    } else {
        append_text(out, value.text());
    }
}

void append_needs(std::string& out, std::span<ObjectId const> needs) {
    out += "\n    needs:";
    for (auto const& need : needs) {
        out += "\n      - ";
        auto items = need.names.items();
        items.insert(items.begin(), need.kind->name);
        append_list(out, items);
    }
}

void append_object(std::string& out, Object const& object, bool places) {
    auto const& kind = *object.id.kind;
    out += "\n  - kind: ";
    append_text(out, kind.name);
    out += "\n    name: ";
    append_list(out, object.id.names.items());
    for (auto const& field : object.fields) {
        out += fmt::format("\n    {}: ", kind.properties[field.index].name);
        append_value(out, kind.properties[field.index], field.value);
    }
    if (places && object.place.line != 0) {
        out += fmt::format("\n    place: [{}, {}]", object.place.file, object.place.line);
    }
    if (!object.needs.empty()) {
        append_needs(out, object.needs);
    }
}

void append_kinds(std::string& out, Schema const& schema) {
    out += "kinds:";
    for (auto const* kind : known_kinds(schema)) {
        std::vector<std::string_view> names;
        for (auto const& property : kind->properties) {
            names.push_back(property.name);
        }
        out += fmt::format("\n  {}: ", kind->name);
        append_list(out, names);
    }
    out += schema.known_kinds.empty() ? " {}\n" : "\n";
}

void append_untracked(std::string& out, std::vector<Untracked> const& untracked) {
    out += "untracked:";
    for (auto const& item : untracked) {
        out += "\n  - what: ";
        append_text(out, item.what);
        out += fmt::format("\n    count: {}", item.count);
    }
    out += untracked.empty() ? " []\n" : "\n";
}

void append_header(std::string& out, Schema const& schema, SnapshotOptions const& options) {
    out +=
        fmt::format("format: {}\nversion: {}\ntool: {}\nserver_version: {}\nfingerprint: \"{}\"\n",
                    snapshot_format, snapshot_version, snapshot_tool(), schema.server_version,
                    fingerprint(schema).schema);
    append_kinds(out, schema);
    if (options.places && !schema.files.empty()) {
        append_list(out += "files: ", schema.files);
        out += '\n';
    }
    append_untracked(out, schema.untracked);
    if (options.places && !schema.warnings.empty()) {
        append_list(out += "warnings: ", schema.warnings);
        out += '\n';
    }
}

}  // namespace

std::string to_snapshot_yaml(Schema const& schema, SnapshotOptions const& options) {
    std::string out;
    append_header(out, schema, options);
    out += "objects:";
    for (auto const& object : schema.objects) {
        append_object(out, object, options.places);
    }
    out += schema.objects.empty() ? " []\n" : "\n";
    return out;
}

}  // namespace lockstep::schema
