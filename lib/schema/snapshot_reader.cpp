#include "schema/snapshot_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/fingerprint.hpp"
#include "schema/kind.hpp"
#include "schema/snapshot_object.hpp"
#include "schema/snapshot_tokens.hpp"
#include "version.hpp"

namespace lockstep::schema {

namespace {

using Type = Token::Type;

/// Digits without a leading zero, of any length: a version yet to come may be a large one.
bool is_version(Token const& token) {
    return (token.type == Type::number || token.type == Type::plain) && !token.text.empty() &&
           token.text.front() != '0' &&
           token.text.find_first_not_of("0123456789") == std::string_view::npos;
}

class SnapshotReader {
public:
    SnapshotReader(TokenReader& tokens, std::string const& file,
                   std::span<Kind const* const> all_kinds)
        : tokens_(tokens, all_kinds), file_(file) {}

    Schema read();

private:
    using ReadKey = void (SnapshotReader::*)();
    struct Key {
        std::string_view name;
        ReadKey read;
        bool required = false;
    };
    static std::span<Key const> keys();

    void read_key(Token const& token);
    void refuse_unknown_key(Token const& token);
    void read_format();
    void read_version();
    void read_tool() { tool_ = tokens_.text("tool"); }
    void read_server_version();
    void read_fingerprint() { fingerprint_ = tokens_.text("fingerprint"); }
    void read_kinds();
    void read_properties(Kind const& kind);
    void read_files() { files_ = tokens_.texts("files"); }
    void read_untracked();
    void read_warnings() { warnings_ = tokens_.texts("warnings"); }
    void read_objects();

    Schema finish();
    void refuse_missing_keys(Token const& begin);
    void refuse_second(Error const& error);
    void refuse_unlisted_kind(Object const& object);
    void settle_places(Schema& schema);
    void check_fingerprint(Schema& schema) const;
    void mark_unknown_properties(Schema& schema) const;

    SnapshotTokens tokens_;
    std::string const& file_;
    SchemaBuilder builder_;
    ObjectReader objects_{tokens_, builder_};
    std::vector<bool> seen_ = std::vector<bool>(keys().size());

    std::string tool_;
    std::string fingerprint_;
    int server_version_ = 0;
    std::vector<std::string> files_;
    std::vector<std::string> warnings_;
    std::vector<Untracked> untracked_;
    std::map<Kind const*, std::vector<bool>>
        known_;  // which of a kind's properties the writer knew
};

std::span<SnapshotReader::Key const> SnapshotReader::keys() {
    using Self = SnapshotReader;
    static constexpr auto table = std::to_array<Key>({
        {"format", &Self::read_format, true},
        {"version", &Self::read_version, true},
        {"tool", &Self::read_tool},
        {"server_version", &Self::read_server_version},
        {"fingerprint", &Self::read_fingerprint},
        {"kinds", &Self::read_kinds, true},
        {"files", &Self::read_files},
        {"untracked", &Self::read_untracked},
        {"warnings", &Self::read_warnings},
        {"objects", &Self::read_objects, true},
    });
    return table;
}

Schema SnapshotReader::read() {
    auto const begin = tokens_.next();
    if (begin.type != Type::begin_object) {
        tokens_.refuse(begin, "this is no lockstep snapshot: it is no object");
    }
    for (auto token = tokens_.next(); token.type == Type::key; token = tokens_.next()) {
        read_key(token);
    }
    if (auto const end = tokens_.next(); end.type != Type::end) {
        tokens_.refuse(end, "there is more after the end of the snapshot");
    }
    refuse_missing_keys(begin);
    return finish();
}

void SnapshotReader::read_key(Token const& token) {
    for (std::size_t i = 0; i < keys().size(); ++i) {
        if (keys()[i].name == token.text) {
            if (seen_[i]) {
                tokens_.refuse(token, fmt::format("\"{}\" is there twice", token.text));
            }
            seen_[i] = true;
            return (this->*keys()[i].read)();
        }
    }
    refuse_unknown_key(token);
}

void SnapshotReader::refuse_unknown_key(Token const& token) {
    if (!seen_[0]) {
        tokens_.refuse(
            token, fmt::format("this is no lockstep snapshot: it does not begin with \"format\": "
                               "\"{}\"",
                               snapshot_format));
    }
    std::vector<std::string_view> names;
    for (auto const& key : keys()) {
        names.push_back(key.name);
    }
    tokens_.refuse(token, fmt::format("unknown key \"{}\"{}", printable(token.text),
                                      did_you_mean(token.text, names)));
}

void SnapshotReader::refuse_missing_keys(Token const& begin) {
    for (std::size_t i = 0; i < keys().size(); ++i) {
        if (keys()[i].required && !seen_[i]) {
            tokens_.refuse(begin, fmt::format("this is no lockstep snapshot: it lacks \"{}\"",
                                              keys()[i].name));
        }
    }
}

void SnapshotReader::read_format() {
    auto const token = tokens_.next();
    if (!tokens_.is_text(token) || token.text != snapshot_format) {
        tokens_.refuse(token, fmt::format("this is no lockstep snapshot: its format is not \"{}\"",
                                          snapshot_format));
    }
}

void SnapshotReader::read_version() {
    auto const token = tokens_.next();
    if (!is_version(token)) {
        tokens_.refuse(token, "the version of a snapshot must be a whole number from 1 on");
    }
    if (token.text != std::to_string(snapshot_version)) {
        tokens_.refuse(
            token,
            fmt::format("this lockstep reads snapshots of version {}, and this is version {}",
                        snapshot_version, token.text),
            "a newer lockstep wrote it: use that one, or write the snapshot anew with this one");
    }
}

void SnapshotReader::read_server_version() {
    server_version_ = static_cast<int>(tokens_.number("server_version"));
}

void SnapshotReader::read_kinds() {
    tokens_.expect(Type::begin_object, "kinds");
    for (auto token = tokens_.next(); token.type == Type::key; token = tokens_.next()) {
        auto const& kind = tokens_.kind_named(token);
        if (!known_.try_emplace(&kind, kind.properties.size()).second) {
            tokens_.refuse(token, fmt::format("the kind \"{}\" is there twice", kind.name));
        }
        read_properties(kind);
    }
}

void SnapshotReader::read_properties(Kind const& kind) {
    tokens_.expect(Type::begin_array, "the properties of a kind");
    for (auto token = tokens_.next(); token.type != Type::end_array; token = tokens_.next()) {
        auto const index = tokens_.is_text(token) ? kind.index_of(token.text) : Kind::npos;
        if (index == Kind::npos) {
            tokens_.refuse(
                token, fmt::format("a {} has no property \"{}\"", kind.name, printable(token.text)),
                "a newer lockstep wrote it: use that one, or write the snapshot anew");
        }
        known_[&kind][index] = true;
    }
}

void SnapshotReader::read_untracked() {
    tokens_.expect(Type::begin_array, "untracked");
    for (auto token = tokens_.next(); token.type != Type::end_array; token = tokens_.next()) {
        if (token.type != Type::begin_object) {
            tokens_.refuse(token, "an item of untracked must be an object");
        }
        auto& item = untracked_.emplace_back();
        for (auto key = tokens_.next(); key.type == Type::key; key = tokens_.next()) {
            if (key.text == "what") {
                item.what = tokens_.text("what");
            } else if (key.text == "count") {
                item.count = tokens_.number("count");
            } else {
                tokens_.refuse(key,
                               fmt::format("unknown key \"{}\" in untracked", printable(key.text)));
            }
        }
    }
}

void SnapshotReader::read_objects() {
    tokens_.expect(Type::begin_array, "objects");
    for (auto token = tokens_.next(); token.type != Type::end_array; token = tokens_.next()) {
        if (token.type != Type::begin_object) {
            tokens_.refuse(token, fmt::format("an item of objects must be an object, not {}",
                                              describe(token.type)));
        }
        objects_.read(token);
    }
}

Schema SnapshotReader::finish() {
    Schema schema;
    try {
        schema = builder_.finish();
    } catch (Error const& error) {
        refuse_second(error);
    }
    schema.server_version = server_version_;
    schema.untracked = std::move(untracked_);
    schema.warnings = std::move(warnings_);
    for (auto const& [kind, properties] : known_) {
        schema.known_kinds.insert(kind);
    }
    Kind const* checked = nullptr;
    for (auto const& object : schema.objects) {
        if (object.id.kind != checked && !schema.known_kinds.contains(object.id.kind)) {
            refuse_unlisted_kind(object);
        }
        checked = object.id.kind;
    }
    settle_places(schema);
    check_fingerprint(schema);
    mark_unknown_properties(schema);
    return schema;
}

void SnapshotReader::refuse_second(Error const& error) {
    // Sorted by now: the two stand side by side.
    for (std::size_t i = 1; i < builder_.size(); ++i) {
        auto const& [first, second] = std::minmax(
            builder_.at(i - 1), builder_.at(i),
            [](Object const& a, Object const& b) { return a.place.line < b.place.line; });
        if (first.id == second.id) {
            throw ParseError({file_, second.place.line, 0},
                             fmt::format("{}, first in line {}", error.what(), first.place.line));
        }
    }
    throw error;
}

void SnapshotReader::refuse_unlisted_kind(Object const& object) {
    throw ParseError(
        {file_, object.place.line, 0},
        fmt::format("{} is of a kind that \"kinds\" does not list", to_string(object.id)));
}

/// Either the snapshot says where the definitions stand, or its own lines are the place.
void SnapshotReader::settle_places(Schema& schema) {
    schema.files = objects_.has_places() ? std::move(files_) : std::vector<std::string>{file_};
    for (auto& object : schema.objects) {
        auto& place = object.place;
        if (place.file == this_file) {
            place = objects_.has_places() ? Place{} : Place{.file = 0, .line = place.line};
        } else if (place.file >= schema.files.size()) {
            throw ParseError({file_},
                             fmt::format("the place of {} is in file {}, and \"files\" "
                                         "lists {}",
                                         to_string(object.id), place.file, schema.files.size()));
        }
    }
}

void SnapshotReader::check_fingerprint(Schema& schema) const {
    // Another version of the tool may know more properties, and so have another canonical form.
    if (fingerprint_.empty() || tool_ != snapshot_tool() ||
        fingerprint(schema).schema == fingerprint_) {
        return;
    }
    schema.warnings.push_back(
        fmt::format("{0} was edited by hand: its fingerprint is not that of its objects; "
                    "\"lockstep inspect {0} -o {0}\" writes it anew",
                    file_));
}

/// What the writer of the snapshot did not know is unknown, not the default.
void SnapshotReader::mark_unknown_properties(Schema& schema) const {
    std::set<Kind const*> partly_known;
    for (auto const& [kind, known] : known_) {
        if (std::find(known.begin(), known.end(), false) != known.end()) {
            partly_known.insert(kind);
        }
    }
    if (partly_known.empty()) {
        return;
    }
    for (auto& object : schema.objects) {
        if (!partly_known.contains(object.id.kind)) {
            continue;
        }
        auto const& known = known_.at(object.id.kind);
        std::vector<Field> fields(object.fields.begin(), object.fields.end());
        std::erase_if(fields, [&](Field const& field) { return !known[field.index]; });
        for (std::uint32_t i = 0; i < known.size(); ++i) {
            if (!known[i]) {
                fields.push_back({i, Value::unknown()});
            }
        }
        std::sort(fields.begin(), fields.end(),
                  [](Field const& a, Field const& b) { return a.index < b.index; });
        object.fields = schema.arena->keep(std::span<Field const>(fields));
    }
}

}  // namespace

std::string snapshot_tool() {
    return fmt::format("lockstep {}", tool_version);
}

std::vector<Kind const*> known_kinds(Schema const& schema) {
    std::vector<Kind const*> known(schema.known_kinds.begin(), schema.known_kinds.end());
    std::sort(known.begin(), known.end(), [](Kind const* a, Kind const* b) {
        return std::pair(rank(*a), a->name) < std::pair(rank(*b), b->name);
    });
    return known;
}

Schema read_snapshot(TokenReader& tokens, std::string const& file,
                     std::span<Kind const* const> all_kinds) {
    return SnapshotReader(tokens, file, all_kinds).read();
}

}  // namespace lockstep::schema
