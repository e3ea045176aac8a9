#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/names.hpp"

namespace lockstep::schema {

struct Kind;
struct Property;

/// What a property of an object is worth: a text, a list of texts (packed as TextList), or unknown,
/// which is what a source leaves that cannot speak of it. A default is not stored at all.
class Value {
public:
    Value() = default;  // the default
    explicit Value(std::string_view text)
        : data_(text.data() ? text.data() : ""), size_(text.size()) {}
    explicit Value(TextList list) : Value(list.packed()) {}
    static Value unknown() { return Value(nullptr, 1); }

    bool is_unknown() const { return data_ == nullptr && size_ == 1; }
    /// Is it the default: absent, empty?
    bool empty() const { return size_ == 0; }
    std::string_view text() const {
        return is_unknown() ? std::string_view{} : std::string_view{data_, size_};
    }
    TextList list() const { return TextList(text()); }

    bool operator==(Value const& other) const {
        return is_unknown() == other.is_unknown() && text() == other.text();
    }

private:
    Value(char const* data, std::size_t size) : data_(data), size_(size) {}
    char const* data_ = nullptr;
    std::size_t size_ = 0;
};

/// One property of one object: `index` counts into `Kind::properties`.
struct Field {
    std::uint32_t index = 0;
    Value value;
};

/// Which object it is: "table public.orders", "column public.orders.total".
struct ObjectId {
    Kind const* kind = nullptr;
    Names names;

    /// By names, then by kind: what belongs to a table follows the table.
    std::strong_ordering operator<=>(ObjectId const& other) const;
    bool operator==(ObjectId const&) const = default;
};

/// Where a definition stands: an index into `Schema::files`, and a line that counts from 1.
struct Place {
    std::uint32_t file = 0;
    std::uint32_t line = 0;  // 0: unknown

    bool operator==(Place const&) const = default;
};

/// One object of a schema. A view of about sixty bytes; the Schema's arena owns what it points to.
struct Object {
    ObjectId id;
    std::span<Field const> fields;    // in the kind's order, defaults left out
    std::span<ObjectId const> needs;  // what must exist before it; empty unless asked for
    Place place;

    /// The value of the property of that name; the default (empty) when it has none.
    Value get(std::string_view property) const;
    /// `get(property).text()`.
    std::string_view operator[](std::string_view property) const { return get(property).text(); }
    /// Is the flag set?
    bool is(std::string_view flag) const { return !get(flag).text().empty(); }
    TextList list(std::string_view property) const { return get(property).list(); }
    /// The innermost name: "total" of public.orders.total.
    std::string_view name() const;
};

/// "table public.orders": the kind and the quoted names, for people.
std::string to_string(ObjectId const& id);

}  // namespace lockstep::schema
