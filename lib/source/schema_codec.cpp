#include "source/schema_codec.hpp"

#include <cstring>
#include <limits>
#include <unordered_map>

// The layout, all numbers in the machine's own byte order:
//   Header, ObjectRecord[objects], FieldRecord[fields], NeedRecord[needs],
//   TextRecord[files], TextRecord[warnings], UntrackedRecord[untracked], uint32 kinds[known],
//   and the block of texts up to the end.

namespace lockstep::source {

namespace {

using schema::Schema;

constexpr std::uint32_t unknown_size = std::numeric_limits<std::uint32_t>::max();

struct TextRecord {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

struct Header {
    std::uint32_t objects = 0;
    std::uint32_t fields = 0;
    std::uint32_t needs = 0;
    std::uint32_t files = 0;
    std::uint32_t warnings = 0;
    std::uint32_t untracked = 0;
    std::uint32_t known_kinds = 0;
    std::int32_t server_version = 0;
};

struct ObjectRecord {
    TextRecord names;
    std::uint32_t kind = 0;
    std::uint32_t fields = 0;  // how many; they follow those of the object before
    std::uint32_t needs = 0;
    std::uint32_t file = 0;
    std::uint32_t line = 0;
};

struct FieldRecord {
    std::uint32_t index = 0;
    TextRecord text;
};

struct NeedRecord {
    std::uint32_t kind = 0;
    TextRecord names;
};

struct UntrackedRecord {
    TextRecord what;
    std::uint32_t count = 0;
};

class Encoder {
public:
    std::string encode(Schema const& schema) {
        for (auto const& object : schema.objects) {
            add(object);
        }
        for (auto const& item : schema.untracked) {
            untracked_.push_back({text(item.what), static_cast<std::uint32_t>(item.count)});
        }
        Header header{.objects = size(objects_),
                      .fields = size(fields_),
                      .needs = size(needs_),
                      .files = size(schema.files),
                      .warnings = size(schema.warnings),
                      .untracked = size(untracked_),
                      .known_kinds = size(schema.known_kinds),
                      .server_version = schema.server_version};
        auto const files = texts(schema.files);
        auto const warnings = texts(schema.warnings);
        std::vector<std::uint32_t> known;
        for (auto const* kind : schema.known_kinds) {
            known.push_back(static_cast<std::uint32_t>(rank(*kind)));
        }
        std::string bytes(reinterpret_cast<char const*>(&header), sizeof header);
        append(bytes, objects_);
        append(bytes, fields_);
        append(bytes, needs_);
        append(bytes, files);
        append(bytes, warnings);
        append(bytes, untracked_);
        append(bytes, known);
        return texts_.size() > unknown_size ? std::string{} : bytes += texts_;
    }

private:
    template <typename List>
    static std::uint32_t size(List const& list) {
        return static_cast<std::uint32_t>(list.size());
    }

    template <typename Record>
    static void append(std::string& bytes, std::vector<Record> const& records) {
        bytes.append(reinterpret_cast<char const*>(records.data()),
                     records.size() * sizeof(Record));
    }

    /// Types, schemas, "true": what comes again and again is kept once.
    TextRecord text(std::string_view text) {
        constexpr std::size_t longest_shared = 64;
        TextRecord const record{size(texts_), size(text)};
        if (text.size() <= longest_shared) {
            auto const [at, is_new] = shared_.try_emplace(text, record);
            if (!is_new) {
                return at->second;
            }
        }
        texts_ += text;
        return record;
    }

    std::vector<TextRecord> texts(std::vector<std::string> const& list) {
        std::vector<TextRecord> records;
        for (auto const& item : list) {
            records.push_back(text(item));
        }
        return records;
    }

    void add(schema::Object const& object) {
        objects_.push_back({.names = text(object.id.names.packed()),
                            .kind = static_cast<std::uint32_t>(rank(*object.id.kind)),
                            .fields = size(object.fields),
                            .needs = size(object.needs),
                            .file = object.place.file,
                            .line = object.place.line});
        for (auto const& field : object.fields) {
            fields_.push_back({field.index, field.value.is_unknown() ? TextRecord{0, unknown_size}
                                                                     : text(field.value.text())});
        }
        for (auto const& need : object.needs) {
            needs_.push_back(
                {static_cast<std::uint32_t>(rank(*need.kind)), text(need.names.packed())});
        }
    }

    std::vector<ObjectRecord> objects_;
    std::vector<FieldRecord> fields_;
    std::vector<NeedRecord> needs_;
    std::vector<UntrackedRecord> untracked_;
    std::unordered_map<std::string_view, TextRecord> shared_;
    std::string texts_;
};

class Damaged {};

class Decoder {
public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {}

    Schema decode() {
        auto const header = take<Header>(1)[0];
        auto const objects = take<ObjectRecord>(header.objects);
        auto const fields = take<FieldRecord>(header.fields);
        auto const needs = take<NeedRecord>(header.needs);
        auto const files = take<TextRecord>(header.files);
        auto const warnings = take<TextRecord>(header.warnings);
        auto const untracked = take<UntrackedRecord>(header.untracked);
        auto const known = take<std::uint32_t>(header.known_kinds);
        Schema schema;
        texts_ = schema.arena->keep(rest_);
        fields_ = schema.arena->keep(std::span<schema::Field const>(decode_fields(fields)));
        needs_ = schema.arena->keep(std::span<schema::ObjectId const>(decode_needs(needs)));
        schema.files = strings(files);
        schema.warnings = strings(warnings);
        for (auto const& item : untracked) {
            schema.untracked.push_back({std::string(text(item.what)), item.count});
        }
        for (auto const number : known) {
            schema.known_kinds.insert(kind(number));
        }
        schema.server_version = header.server_version;
        decode_objects(objects, schema);
        return schema;
    }

private:
    /// Copied out, since bytes from a file are aligned for nothing.
    template <typename Record>
    std::vector<Record> take(std::size_t count) {
        if (count > rest_.size() / sizeof(Record)) {
            throw Damaged{};
        }
        std::vector<Record> records(count);
        if (count > 0) {
            std::memcpy(records.data(), rest_.data(), count * sizeof(Record));
        }
        rest_.remove_prefix(count * sizeof(Record));
        return records;
    }

    static void require(bool condition) {
        if (!condition) {
            throw Damaged{};
        }
    }

    std::string_view text(TextRecord record) const {
        require(record.offset <= texts_.size() && record.size <= texts_.size() - record.offset);
        return texts_.substr(record.offset, record.size);
    }

    schema::Names names(TextRecord record) const {
        auto const packed = text(record);
        require(!packed.empty() && packed.back() == '\0');
        return schema::Names(packed);
    }

    static schema::Kind const* kind(std::uint32_t number) {
        require(number < schema::kinds().size());
        return schema::kinds()[number];
    }

    std::vector<std::string> strings(std::vector<TextRecord> const& records) const {
        std::vector<std::string> list;
        for (auto const record : records) {
            list.emplace_back(text(record));
        }
        return list;
    }

    std::vector<schema::Field> decode_fields(std::vector<FieldRecord> const& records) const {
        std::vector<schema::Field> fields;
        fields.reserve(records.size());
        for (auto const& record : records) {
            fields.push_back({record.index, record.text.size == unknown_size
                                                ? schema::Value::unknown()
                                                : schema::Value(text(record.text))});
        }
        return fields;
    }

    std::vector<schema::ObjectId> decode_needs(std::vector<NeedRecord> const& records) const {
        std::vector<schema::ObjectId> needs;
        needs.reserve(records.size());
        for (auto const& record : records) {
            needs.push_back({kind(record.kind), names(record.names)});
        }
        return needs;
    }

    template <typename Item>
    static std::span<Item const> take_from(std::span<Item const>& items, std::size_t count) {
        require(count <= items.size());
        auto const taken = items.first(count);
        items = items.subspan(count);
        return taken;
    }

    static void check_fields(schema::Object const& object) {
        std::size_t least = 0;
        for (auto const& field : object.fields) {
            require(field.index >= least && field.index < object.id.kind->properties.size());
            least = field.index + std::size_t{1};
        }
    }

    void decode_objects(std::vector<ObjectRecord> const& records, Schema& schema) {
        schema.objects.reserve(records.size());
        std::uint32_t kind_before = 0;
        for (auto const& record : records) {
            schema::Object object{.id = {kind(record.kind), names(record.names)},
                                  .fields = take_from(fields_, record.fields),
                                  .needs = take_from(needs_, record.needs),
                                  .place = {record.file, record.line}};
            check_fields(object);
            require(record.line == 0 || record.file < schema.files.size());
            if (!schema.objects.empty()) {
                auto const order = schema.objects.back().id.names <=> object.id.names;
                require(order < 0 || (order == 0 && kind_before < record.kind));
            }
            kind_before = record.kind;
            schema.objects.push_back(object);
        }
        require(fields_.empty() && needs_.empty());
    }

    std::string_view rest_;
    std::string_view texts_;
    std::span<schema::Field const> fields_;
    std::span<schema::ObjectId const> needs_;
};

}  // namespace

std::string encode(Schema const& schema) {
    return Encoder{}.encode(schema);
}

std::optional<Schema> decode(std::string_view bytes) {
    try {
        return Decoder(bytes).decode();
    } catch (Damaged const&) {
        return std::nullopt;
    }
}

}  // namespace lockstep::source
