#include "schema/json_tokens.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::schema {

namespace {

using Type = Token::Type;

/// The bytes at which the copying of a string must stop to look: quote, backslash, controls.
constexpr std::array<bool, 256> stops = [] {
    std::array<bool, 256> table{};
    for (std::size_t control = 0; control < 0x20; ++control) {
        table[control] = true;
    }
    table['"'] = true;
    table['\\'] = true;
    return table;
}();

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void append_utf8(std::string& out, unsigned code) {
    auto const byte = [&](unsigned value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6);
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3F));
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

}  // namespace

JsonTokens::JsonTokens(std::string_view text, std::string file)
    : text_(text), file_(std::move(file)) {
    if (auto const bad = invalid_utf8_at(text_); bad != std::string_view::npos) {
        throw error_at(bad, "this is no UTF-8");
    }
}

ParseError JsonTokens::error_at(std::size_t at, std::string const& message) const {
    return {place_at(file_, text_, at), message, text_};
}

std::size_t JsonTokens::line(Token const& token) {
    if (token.at < counted_to_) {
        counted_to_ = 0;
        line_ = 1;
    }
    auto const passed = text_.substr(counted_to_, token.at - counted_to_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_to_ = token.at;
    return line_;
}

ParseError JsonTokens::error(Token const& token, std::string const& message,
                             std::string hint) const {
    return {place_at(file_, text_, token.at), message, text_, std::move(hint)};
}

void JsonTokens::skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
        ++at_;
    }
}

Token JsonTokens::next() {
    skip_space();
    if (expect_ == Expect::comma_or_end && at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        expect_ = closings_.back() == '}' ? Expect::key : Expect::value;
        skip_space();
    }
    bool const ended = at_ == text_.size();
    if (expect_ == Expect::nothing) {
        if (!ended) {
            throw error_at(at_, "there is more after the end of the document");
        }
        return {.type = Type::end, .text = {}, .at = at_};
    }
    if (ended) {
        throw error_at(at_, "the file ends in the middle of the document");
    }
    switch (expect_) {
        case Expect::key_or_end:
        case Expect::value_or_end:
        case Expect::comma_or_end:
            if (text_[at_] == closings_.back()) {
                return close();
            }
            if (expect_ == Expect::comma_or_end) {
                throw error_at(at_, fmt::format("expected \",\" or \"{}\"", closings_.back()));
            }
            return expect_ == Expect::key_or_end ? key() : value();
        case Expect::key:
            return key();
        default:
            return value();
    }
}

void JsonTokens::after_value() {
    expect_ = closings_.empty() ? Expect::nothing : Expect::comma_or_end;
}

Token JsonTokens::value() {
    auto const start = at_;
    switch (text_[at_]) {
        case '{':
            return open(Type::begin_object, '}', Expect::key_or_end);
        case '[':
            return open(Type::begin_array, ']', Expect::value_or_end);
        case '"': {
            auto const text = string();
            after_value();
            return {.type = Type::text, .text = text, .at = start};
        }
        case 't':
            return word("true", Type::boolean);
        case 'f':
            return word("false", Type::boolean);
        case 'n':
            return word("null", Type::null);
        default:
            return number();
    }
}

Token JsonTokens::open(Type type, char closing, Expect expect) {
    if (closings_.size() == deepest_nesting) {
        throw error_at(at_, fmt::format("nested deeper than {} levels", deepest_nesting));
    }
    closings_ += closing;
    expect_ = expect;
    return {.type = type, .text = {}, .at = at_++};
}

Token JsonTokens::close() {
    auto const type = closings_.back() == '}' ? Type::end_object : Type::end_array;
    closings_.pop_back();
    after_value();
    return {.type = type, .text = {}, .at = at_++};
}

Token JsonTokens::key() {
    auto const start = at_;
    if (text_[at_] != '"') {
        throw error_at(at_, "expected a key in double quotes");
    }
    auto const text = string();
    skip_space();
    if (at_ == text_.size() || text_[at_] != ':') {
        throw error_at(at_, "expected \":\" after the key");
    }
    ++at_;
    expect_ = Expect::value;
    return {.type = Type::key, .text = text, .at = start};
}

Token JsonTokens::word(std::string_view word, Type type) {
    if (text_.substr(at_, word.size()) != word) {
        throw error_at(at_, "expected a value");
    }
    auto const start = at_;
    at_ += word.size();
    after_value();
    return {.type = type, .text = word, .at = start};
}

Token JsonTokens::number() {
    auto const start = at_;
    auto const peek = [&] { return at_ < text_.size() ? text_[at_] : '\0'; };
    auto const digits = [&] {
        if (!is_digit(peek())) {
            throw error_at(at_ == start ? start : at_,
                           at_ == start ? "expected a value" : "expected a digit");
        }
        while (is_digit(peek())) {
            ++at_;
        }
    };
    if (peek() == '-') {
        ++at_;
    }
    if (peek() == '0') {
        ++at_;
    } else {
        digits();
    }
    if (peek() == '.') {
        ++at_;
        digits();
    }
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        if (peek() == '+' || peek() == '-') {
            ++at_;
        }
        digits();
    }
    after_value();
    return {.type = Type::number, .text = text_.substr(start, at_ - start), .at = start};
}

std::string_view JsonTokens::string() {
    auto const start = ++at_;
    while (at_ < text_.size() && !stops[static_cast<unsigned char>(text_[at_])]) {
        ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '"') {
        return text_.substr(start, at_++ - start);
    }
    return string_with_escapes(start);
}

std::string_view JsonTokens::string_with_escapes(std::size_t start) {
    unescaped_.clear();
    for (auto plain = start;; plain = at_) {
        while (at_ < text_.size() && !stops[static_cast<unsigned char>(text_[at_])]) {
            ++at_;
        }
        unescaped_.append(text_, plain, at_ - plain);
        if (at_ == text_.size()) {
            throw error_at(start - 1, "this string does not end");
        }
        if (text_[at_] == '"') {
            ++at_;
            return unescaped_;
        }
        if (text_[at_] != '\\') {
            throw error_at(at_, "a control character in a string must be escaped");
        }
        unescape();
    }
}

void JsonTokens::unescape() {
    auto const start = at_++;
    auto const letter = at_ < text_.size() ? text_[at_++] : '\0';
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (auto const which = letters.find(letter); which != std::string_view::npos) {
        unescaped_ += meanings[which];
    } else if (letter == 'u') {
        unescape_unicode(start);
    } else {
        throw error_at(start, "unknown escape in a string");
    }
}

unsigned JsonTokens::four_digits() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) {
        auto const c = at_ < text_.size() ? text_[at_] : '\0';
        auto const lower = static_cast<char>(c | 0x20);
        if (!is_digit(c) && (lower < 'a' || lower > 'f')) {
            throw error_at(at_, "expected four hexadecimal digits");
        }
        code = code * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : lower - 'a' + 10);
        ++at_;
    }
    return code;
}

void JsonTokens::unescape_unicode(std::size_t start) {
    auto code = four_digits();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
        at_ += 2;
        auto const low = four_digits();
        if (low < 0xDC00 || low > 0xDFFF) {
            throw error_at(start, "half of a surrogate pair");
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code >= 0xD800 && code < 0xE000) {
        throw error_at(start, "half of a surrogate pair");
    }
    if (code == 0) {
        throw error_at(start, "a text cannot hold a NUL");
    }
    append_utf8(unescaped_, code);
}

}  // namespace lockstep::schema
