#include <fmt/core.h>

#include "schema/fingerprint.hpp"
#include "schema/json_text.hpp"
#include "schema/json_tokens.hpp"
#include "schema/kind.hpp"
#include "schema/snapshot.hpp"
#include "schema/snapshot_reader.hpp"
#include "version.hpp"

namespace lockstep::schema {

namespace {

/// Appends `, "key":`, with a line break and two spaces before it.
class Header {
public:
    explicit Header(std::string& out) : out_(out) { out_ += '{'; }

    std::string& key(std::string_view name) {
        out_ += first_ ? "\n  " : ",\n  ";
        first_ = false;
        append_json(out_, name);
        out_ += ": ";
        return out_;
    }

private:
    std::string& out_;
    bool first_ = true;
};

template <typename Items, typename Append>
void append_each(std::string& out, Items const& items, std::string_view separator, Append append) {
    bool first = true;
    for (auto const& item : items) {
        if (!first) {
            out += separator;
        }
        first = false;
        append(item);
    }
}

void append_texts(std::string& out, std::vector<std::string> const& texts) {
    out += '[';
    append_each(out, texts, ", ", [&](std::string const& text) { append_json(out, text); });
    out += ']';
}

void append_kinds(std::string& out, Schema const& schema) {
    out += '{';
    append_each(out, known_kinds(schema), ",", [&](Kind const* kind) {
        out += "\n    ";
        append_json(out, kind->name);
        out += ": [";
        append_each(out, kind->properties, ", ",
                    [&](Property const& property) { append_json(out, property.name); });
        out += ']';
    });
    out += schema.known_kinds.empty() ? "}" : "\n  }";
}

void append_untracked(std::string& out, std::vector<Untracked> const& untracked) {
    out += '[';
    append_each(out, untracked, ", ", [&](Untracked const& item) {
        out += "{\"what\": ";
        append_json(out, item.what);
        out += fmt::format(", \"count\": {}}}", item.count);
    });
    out += ']';
}

void append_needs(std::string& out, std::span<ObjectId const> needs) {
    out += ",\"needs\":[";
    append_each(out, needs, ",", [&](ObjectId const& need) {
        out += '[';
        append_json(out, need.kind->name);
        for (auto const name : need.names.items()) {
            out += ',';
            append_json(out, name);
        }
        out += ']';
    });
    out += ']';
}

void append_object(std::string& out, Object const& object, bool places) {
    auto const& kind = *object.id.kind;
    out += "{\"kind\":";
    append_json(out, kind.name);
    out += ",\"name\":";
    append_json(out, object.id.names);
    for (auto const& field : object.fields) {
        out += ',';
        append_json(out, kind.properties[field.index].name);
        out += ':';
        append_json(out, kind.properties[field.index], field.value);
    }
    if (places && object.place.line != 0) {
        out += fmt::format(",\"place\":[{},{}]", object.place.file, object.place.line);
    }
    if (!object.needs.empty()) {
        append_needs(out, object.needs);
    }
    out += '}';
}

void append_header(Header& header, Schema const& schema, SnapshotOptions const& options) {
    append_json(header.key("format"), snapshot_format);
    header.key("version") += fmt::format("{}", snapshot_version);
    append_json(header.key("tool"), snapshot_tool());
    header.key("server_version") += fmt::format("{}", schema.server_version);
    append_json(header.key("fingerprint"), fingerprint(schema).schema);
    append_kinds(header.key("kinds"), schema);
    if (options.places && !schema.files.empty()) {
        append_texts(header.key("files"), schema.files);
    }
    append_untracked(header.key("untracked"), schema.untracked);
    if (options.places && !schema.warnings.empty()) {
        append_texts(header.key("warnings"), schema.warnings);
    }
}

}  // namespace

std::string to_snapshot_json(Schema const& schema, SnapshotOptions const& options) {
    std::string out;
    out.reserve(schema.objects.size() * 160 + 8192);
    Header header(out);
    append_header(header, schema, options);
    header.key("objects") += '[';
    append_each(out, schema.objects, ",", [&](Object const& object) {
        out += "\n    ";
        append_object(out, object, options.places);
    });
    out += schema.objects.empty() ? "]\n}\n" : "\n  ]\n}\n";
    return out;
}

Schema from_snapshot_json(std::string_view text, std::string const& file) {
    JsonTokens tokens(text, file);
    return read_snapshot(tokens, file);
}

}  // namespace lockstep::schema
