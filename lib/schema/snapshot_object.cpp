#include "schema/snapshot_object.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/kind.hpp"

namespace lockstep::schema {

using Type = Token::Type;

void ObjectReader::read(Token const& begin) {
    kind_name_.clear();
    names_.clear();
    buffer_.clear();
    raw_.clear();
    needs_.clear();
    place_ = {.file = this_file, .line = static_cast<std::uint32_t>(tokens_.line(begin))};
    for (auto key = tokens_.next(); key.type == Type::key; key = tokens_.next()) {
        read_member(key);
    }
    add(begin);
}

void ObjectReader::read_member(Token const& key) {
    auto const once = [&](bool there) {
        if (there) {
            tokens_.refuse(key, fmt::format("\"{}\" is there twice", key.text));
        }
    };
    if (key.text == "kind") {
        once(!kind_name_.empty());
        kind_token_ = tokens_.next();
        if (!tokens_.is_text(kind_token_)) {
            tokens_.refuse(kind_token_, "the kind of an object must be a text");
        }
        kind_name_ = kind_token_.text;
    } else if (key.text == "name") {
        once(!names_.empty());
        names_token_ = tokens_.expect(Type::begin_array, "the name of an object");
        tokens_.append_list(names_, "the name of an object");
    } else if (key.text == "needs") {
        once(!needs_.empty());
        read_needs();
    } else if (key.text == "place") {
        read_place();
    } else {
        read_raw(key);
    }
}

void ObjectReader::read_raw(Token const& key) {
    RawField raw{.token = key, .name = buffer_.size()};
    buffer_ += key.text;
    raw.value = buffer_.size();
    auto const token = tokens_.next();
    raw.type = token.type;
    if (token.type == Type::begin_object) {
        tokens_.refuse(token, fmt::format("{} must not be an object", printable(key.text)));
    }
    if (token.type == Type::begin_array) {
        tokens_.append_list(buffer_, std::string_view(buffer_).substr(raw.name));
    } else {
        buffer_ += token.text;
    }
    raw.end = buffer_.size();
    raw_.push_back(raw);
}

void ObjectReader::read_needs() {
    tokens_.expect(Type::begin_array, "needs");
    for (auto token = tokens_.next(); token.type != Type::end_array; token = tokens_.next()) {
        if (token.type != Type::begin_array) {
            tokens_.refuse(token, "an item of needs must be a list: the kind, then the names");
        }
        auto const first = tokens_.next();
        if (!tokens_.is_text(first)) {
            tokens_.refuse(first, "an item of needs must begin with a kind");
        }
        auto const& kind = tokens_.kind_named(first);
        std::string names;
        tokens_.append_list(names, "an item of needs");
        needs_.push_back({&kind, Names(builder_.arena().keep(names))});
    }
}

void ObjectReader::read_place() {
    tokens_.expect(Type::begin_array, "place");
    place_.file = static_cast<std::uint32_t>(tokens_.number("the file of a place"));
    place_.line = static_cast<std::uint32_t>(tokens_.number("the line of a place"));
    has_places_ = true;
    if (auto const end = tokens_.next(); end.type != Type::end_array) {
        tokens_.refuse(end,
                       "place must be a list of two numbers: a file, counted from 0, and a line");
    }
}

void ObjectReader::add(Token const& begin) {
    if (kind_name_.empty() || names_.empty()) {
        tokens_.refuse(begin, fmt::format("an object must have a \"{}\"",
                                          kind_name_.empty() ? "kind" : "name"));
    }
    kind_token_.text = kind_name_;
    auto const& kind = tokens_.kind_named(kind_token_);
    // A grant's first name stands for all the names of its target.
    bool const any_number = kind.names.front() == "target";
    if (auto const count = Names(names_).size();
        any_number ? count < kind.names.size() : count != kind.names.size()) {
        std::vector<std::string> const parts(kind.names.begin(), kind.names.end());
        tokens_.refuse(names_token_,
                       fmt::format("the name of a {} has {} ({}), and this has {}", kind.name,
                                   count_of(kind.names.size(), "part"), join(parts, ", "), count));
    }
    read_fields(kind);
    auto const index = builder_.add(kind, names_, fields_, place_);
    if (!needs_.empty()) {
        builder_.at(index).needs = builder_.arena().keep(std::span<ObjectId const>(needs_));
    }
}

void ObjectReader::read_fields(Kind const& kind) {
    fields_.clear();
    std::size_t expected = 0;
    for (auto const& raw : raw_) {
        if (auto const read = field(kind, raw, expected); !read.value.empty()) {
            fields_.push_back(read);
        }
    }
    auto const by_index = [](Field const& a, Field const& b) { return a.index < b.index; };
    if (!std::is_sorted(fields_.begin(), fields_.end(), by_index)) {
        std::sort(fields_.begin(), fields_.end(), by_index);
    }
    auto const twice =
        std::adjacent_find(fields_.begin(), fields_.end(),
                           [](Field const& a, Field const& b) { return a.index == b.index; });
    if (twice != fields_.end()) {
        tokens_.refuse(raw_.front().token,
                       fmt::format("\"{}\" is there twice", kind.properties[twice->index].name));
    }
}

Field ObjectReader::field(Kind const& kind, RawField const& raw, std::size_t& expected) const {
    auto const name = std::string_view(buffer_).substr(raw.name, raw.value - raw.name);
    auto const text = std::string_view(buffer_).substr(raw.value, raw.end - raw.value);
    // They come in the kind's order save where a person wrote them.
    while (expected < kind.properties.size() && kind.properties[expected].name != name) {
        ++expected;
    }
    if (expected == kind.properties.size()) {
        expected = kind.index_of(name);
    }
    if (expected == Kind::npos) {
        std::vector<std::string_view> names;
        for (auto const& property : kind.properties) {
            names.push_back(property.name);
        }
        tokens_.refuse(raw.token, fmt::format("a {} has no property \"{}\"{}", kind.name,
                                              printable(name), did_you_mean(name, names)));
    }
    auto const index = static_cast<std::uint32_t>(expected);
    auto const& property = kind.properties[expected++];
    if (raw.type == Type::null) {
        return {index, Value::unknown()};
    }
    auto const wanted = property.shape == Shape::flag   ? Type::boolean
                        : property.shape == Shape::list ? Type::begin_array
                                                        : Type::text;
    bool const plain_text = wanted == Type::text && raw.type == Type::plain;
    if (raw.type != wanted && !plain_text) {
        tokens_.refuse(raw.token, fmt::format("{} must be {}, not {}", name, describe(wanted),
                                              describe(raw.type)));
    }
    if (wanted == Type::boolean) {
        return {index, text == "true" ? Value(text) : Value()};
    }
    return {index, Value(text)};
}

}  // namespace lockstep::schema
