#include "schema/fingerprint.hpp"

#include <algorithm>
#include <vector>

#include "base/hash.hpp"
#include "schema/json_text.hpp"
#include "schema/parts.hpp"
#include "schema/what_counts.hpp"

namespace lockstep::schema {

namespace {

/// A root object whose parts may still come, with its canonical JSON and theirs so far.
struct OpenRoot {
    Object const* object = nullptr;
    std::string json;
};

std::string_view namespace_of(Object const& object) {
    return object.id.kind->in_namespace ? object.id.names.front() : std::string_view{};
}

/// Makes the leaves of the tree: the hash of each root object with its parts, by namespace.
///
/// Objects come sorted by their names, so a root is complete as soon as an object comes whose names
/// do not begin with the root's. Roots nest (a namespace's names begin its tables'), hence a stack.
class Leaves {
public:
    void add(Object const& object) {
        while (!open_.empty() && !object.id.names.starts_with(open_.back().object->id.names)) {
            close();
        }
        auto* const root = holder_of(object);
        if (root != nullptr) {
            append_line(root->json, object);
        } else {
            open_.push_back({&object, std::move(spare_)});
            open_.back().json.clear();
            append_line(open_.back().json, object);
        }
    }

    /// "" → the hashes of what is in no namespace, "public" → …; one line per root object.
    std::map<std::string, std::string, std::less<>> finish() {
        while (!open_.empty()) {
            close();
        }
        std::map<std::string, std::string, std::less<>> texts;
        for (auto& [name, lines] : lines_) {
            // Sorted, so that the order of the table of kinds has no say in it.
            std::sort(lines.begin(), lines.end());
            auto& text = texts[name];
            for (auto const& line : lines) {
                text.append(line) += '\n';
            }
        }
        return texts;
    }

private:
    static void append_line(std::string& out, Object const& object) {
        append_canonical_json(out, object);
        out += '\n';
    }

    OpenRoot* holder_of(Object const& part) {
        for (auto& root : open_) {
            if (is_part_of(part.id, root.object->id)) {
                return &root;
            }
        }
        return nullptr;
    }

    void close() {
        auto& root = open_.back();
        auto const name = namespace_of(*root.object);
        auto found = lines_.find(name);
        if (found == lines_.end()) {
            found = lines_.try_emplace(std::string(name)).first;
        }
        found->second.push_back(to_hex(hash_.add(root.json).finish()));
        spare_ = std::move(root.json);
        open_.pop_back();
    }

    std::vector<OpenRoot> open_;
    std::string spare_;  // a buffer that is used again
    Sha256 hash_;
    std::map<std::string, std::vector<std::string>, std::less<>> lines_;
};

void append_field(std::string& out, Property const& property, Value value) {
    out += ',';
    append_json(out, property.name);
    out += ':';
    append_json(out, property, value);
}

void append_what_counts(std::string& out, Property const& property, Value value) {
    if (property.counts == nullptr || value.is_unknown()) {
        append_field(out, property, value);
    } else if (auto const text = what_counts(property, value); !text.empty()) {
        append_field(out, property, Value(std::string_view(text)));
    }
}

}  // namespace

void append_canonical_json(std::string& out, Object const& object) {
    auto const& kind = *object.id.kind;
    out += "{\"kind\":";
    append_json(out, kind.name);
    out += ",\"name\":";
    append_json(out, object.id.names);
    for (auto const& field : object.fields) {
        auto const& property = kind.properties[field.index];
        if (property.compare != Compare::never) {
            append_what_counts(out, property, field.value);
        }
    }
    out += '}';
}

Fingerprint fingerprint(Schema const& schema) {
    Leaves leaves;
    for (auto const& object : schema.objects) {
        leaves.add(object);
    }
    Fingerprint result;
    std::string top;
    for (auto const& [name, lines] : leaves.finish()) {
        auto& hash = result.namespaces[name];
        hash = to_hex(sha256(lines));
        append_json(top, name);
        top.append(" ").append(hash) += '\n';
    }
    result.schema = to_hex(sha256(top));
    return result;
}

std::string fingerprint(Schema const& schema, Object const& object) {
    std::string json;
    append_canonical_json(json, object);
    json += '\n';
    for (auto const& part : schema.with_parts(object.id.names)) {
        if (is_part_of(part.id, object.id)) {
            append_canonical_json(json, part);
            json += '\n';
        }
    }
    return to_hex(sha256(json));
}

}  // namespace lockstep::schema
