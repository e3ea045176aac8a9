#include "relay/history_key.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::relay {

namespace {

[[noreturn]] void refuse(std::string_view key, std::string const& why) {
    throw Error(ExitCode::bad_input, fmt::format("--key {}: {}", printable(key), why),
                "Write --key 42, or --key a=1,b=x for a key of several columns; quote what holds "
                "a comma or =: --key 'name=\"Smith, Ann\"'");
}

/// Reads words between the signs `,` and `=`.
class KeyReader {
public:
    explicit KeyReader(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ == text_.size(); }
    bool takes(char sign) {
        bool const there = !at_end() && text_[at_] == sign;
        at_ += there ? 1 : 0;
        return there;
    }
    std::string word(std::string_view ends) {
        for (char const quote : {'"', '\''}) {
            if (takes(quote)) {
                return quoted(quote);
            }
        }
        return std::string(plain(ends));
    }
    std::string_view whole() const { return text_; }

private:
    std::string_view plain(std::string_view ends) {
        auto const end = std::min(text_.find_first_of(ends, at_), text_.size());
        auto const word = text_.substr(at_, end - at_);
        at_ = end;
        return word;
    }
    std::string quoted(char quote) {
        std::string word;
        for (; !at_end(); ++at_) {
            if (text_[at_] == quote && !text_.substr(at_ + 1).starts_with(quote)) {
                ++at_;
                return word;
            }
            at_ += text_[at_] == quote ? 1 : 0;
            word += text_[at_];
        }
        refuse(text_, "the quote does not end");
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

KeyPart read_part(KeyReader& in) {
    auto word = in.word(",=");
    if (!in.takes('=')) {
        return {.column = {}, .value = std::move(word)};
    }
    if (word.empty()) {
        refuse(in.whole(), "a column's name is missing before =");
    }
    // A value may hold = itself.
    return {.column = std::move(word), .value = in.word(",")};
}

std::string const* value_of(std::span<KeyPart const> key, std::string_view column) {
    auto const found = std::ranges::find(key, column, &KeyPart::column);
    return found == key.end() ? nullptr : &found->value;
}

}  // namespace

std::vector<KeyPart> parse_key(std::string_view text) {
    std::vector<KeyPart> parts;
    KeyReader in(text);
    do {
        parts.push_back(read_part(in));
    } while (in.takes(','));
    if (!in.at_end()) {
        refuse(text, "after a quoted word there is , or =");
    }
    bool const named = is_named(parts);
    if (std::ranges::any_of(parts, [&](KeyPart const& it) { return it.column.empty() == named; })) {
        refuse(text, "name all of its columns, or none");
    }
    return parts;
}

bool is_named(std::span<KeyPart const> key) {
    return !key.empty() && !key.front().column.empty();
}

std::vector<std::string> key_values(std::span<KeyPart const> key,
                                    std::span<std::string const> columns, std::string_view table) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < columns.size() && key.size() == columns.size(); ++i) {
        auto const* const value = is_named(key) ? value_of(key, columns[i]) : &key[i].value;
        if (value != nullptr) {
            values.push_back(*value);
        }
    }
    if (values.size() != columns.size()) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--key: the key of {} is ({})", printable(table),
                                printable(join(columns, ", "))));
    }
    return values;
}

}  // namespace lockstep::relay
