#include "schema/snapshot_tokens.hpp"

#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/names.hpp"

namespace lockstep::schema {

using Type = Token::Type;

std::string_view describe(Type type) {
    switch (type) {
        case Type::begin_object:
            return "an object";
        case Type::begin_array:
            return "a list";
        case Type::number:
            return "a number";
        case Type::boolean:
            return "true or false";
        case Type::null:
            return "null";
        default:
            return "a text";
    }
}

SnapshotTokens::SnapshotTokens(TokenReader& tokens, std::span<Kind const* const> all_kinds)
    : tokens_(tokens), all_kinds_(all_kinds) {
    for (auto const* kind : all_kinds) {
        kinds_.emplace(kind->name, kind);
    }
}

Token SnapshotTokens::expect(Type type, std::string_view what) {
    auto const token = next();
    if (token.type != type) {
        refuse(token,
               fmt::format("{} must be {}, not {}", what, describe(type), describe(token.type)));
    }
    return token;
}

std::string SnapshotTokens::text(std::string_view what) {
    auto const token = next();
    if (!is_text(token)) {
        refuse(token, fmt::format("{} must be a text, not {}", what, describe(token.type)));
    }
    return std::string(token.text);
}

std::uint64_t SnapshotTokens::number(std::string_view what) {
    auto const token = next();
    std::uint64_t value = 0;
    auto const* const end = token.text.data() + token.text.size();
    bool const is_number = token.type == Type::number || token.type == Type::plain;
    auto const [stop, error] = std::from_chars(token.text.data(), end, value);
    if (!is_number || error != std::errc{} || stop != end || value > 0x7FFFFFFF) {
        refuse(token, fmt::format("{} must be a whole number from 0 to 2147483647", what));
    }
    return value;
}

void SnapshotTokens::append_list(std::string& out, std::string_view what) {
    for (auto token = next(); token.type != Type::end_array; token = next()) {
        if (!is_text(token)) {
            refuse(token, fmt::format("{} must be a list of texts, and this is {}", what,
                                      describe(token.type)));
        }
        out.append(token.text) += '\0';
    }
}

std::vector<std::string> SnapshotTokens::texts(std::string_view what) {
    expect(Type::begin_array, what);
    std::string packed;
    append_list(packed, what);
    std::vector<std::string> list;
    for (auto const item : TextList(packed).items()) {
        list.emplace_back(item);
    }
    return list;
}

Kind const& SnapshotTokens::kind_named(Token const& token) const {
    if (auto const found = kinds_.find(token.text); found != kinds_.end()) {
        return *found->second;
    }
    std::vector<std::string_view> names;
    for (auto const* kind : all_kinds_) {
        names.push_back(kind->name);
    }
    refuse(token, fmt::format("unknown kind \"{}\"{}", printable(token.text),
                              did_you_mean(token.text, names)));
}

}  // namespace lockstep::schema
