#pragma once

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::schema {

/// A short list of texts packed into one: each is followed by a NUL, which PostgreSQL allows in no
/// text. It is a view; the arena of a Schema owns the bytes. Packed lists compare as lists do, so
/// whatever is part of an object sorts right behind it.
class TextList {
public:
    TextList() = default;
    /// `packed` is empty or ends with a NUL.
    explicit TextList(std::string_view packed) : packed_(packed) {}

    std::string_view packed() const { return packed_; }
    bool empty() const { return packed_.empty(); }
    std::size_t size() const;
    /// Item `index`, counted from 0; empty when there are fewer.
    std::string_view operator[](std::size_t index) const;
    std::string_view front() const { return (*this)[0]; }
    std::string_view back() const;
    /// The first `count` items.
    TextList first(std::size_t count) const;
    TextList without_last() const;
    bool starts_with(TextList other) const { return packed_.starts_with(other.packed_); }
    std::vector<std::string_view> items() const;

    bool operator==(TextList const&) const = default;
    std::strong_ordering operator<=>(TextList const& other) const {
        return packed_.compare(other.packed_) <=> 0;
    }

private:
    std::string_view packed_;
};

/// The packed form of some texts.
std::string pack(std::initializer_list<std::string_view> texts);
std::string pack(std::vector<std::string> const& texts);

/// The names that identify an object, outermost first: {"public", "orders", "total"}.
using Names = TextList;

/// The packed names of a dotted, quoted identity, as properties hold it:
/// `public."a.b".c` → {"public", "a.b", "c"}.
std::string names_of_dotted(std::string_view dotted);

}  // namespace lockstep::schema
