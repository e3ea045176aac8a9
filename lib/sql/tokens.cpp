#include "sql/tokens.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "base/text.hpp"

namespace lockstep::script {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool goes_on_in_tag(char c) {
    return starts_word(c) || is_digit(c);
}

bool goes_on_in_word(char c) {
    return goes_on_in_tag(c) || c == '$';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::string_view operator_characters = "~!@#^&|`?+-*/%<>=";

bool is_operator(char c) {
    return c != '\0' && operator_characters.find(c) != std::string_view::npos;
}

}  // namespace

bool Token::is(std::string_view keyword) const {
    if (kind != TokenKind::word || text.size() != keyword.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (lower(text[i]) != keyword[i]) {
            return false;
        }
    }
    return true;
}

void Lexer::fail(std::size_t offset, std::string const& message, std::string hint) const {
    throw ParseError(place_at(file_, text_, offset), message, text_, std::move(hint));
}

void Lexer::skip_space() {
    while (!at_end() && is_space(text_[at_])) {
        ++at_;
    }
}

Token Lexer::next() {
    skip_space();
    start_ = at_;
    if (at_end()) {
        return {TokenKind::end, at_, text_.substr(at_)};
    }
    auto const kind = scan();
    return {kind, start_, text_.substr(start_, at_ - start_)};
}

TokenKind Lexer::scan() {
    char const c = peek();
    if (c == '-' && peek(1) == '-') {
        scan_line_comment();
        return TokenKind::comment;
    }
    if (c == '/' && peek(1) == '*') {
        scan_block_comment();
        return TokenKind::comment;
    }
    if (c == '\'' || c == '"') {
        ++at_;
        scan_quotes(c, c == '\'' && !standard_strings_, c == '\'');
        return c == '"' ? TokenKind::quoted : TokenKind::string;
    }
    if (c == '\\') {
        ++at_;
        return TokenKind::meta;
    }
    if (starts_word(c)) {
        return scan_word();
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
        scan_number();
        return TokenKind::number;
    }
    if (c == '$') {
        return scan_dollar();
    }
    scan_operator();
    return TokenKind::symbol;
}

void Lexer::scan_line_comment() {
    at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
}

void Lexer::scan_block_comment() {
    at_ += 2;
    for (std::size_t depth = 1; depth > 0;) {
        auto const found = text_.find_first_of("*/", at_);
        if (found == std::string_view::npos) {
            fail(start_, "this comment has no end: */ is missing");
        }
        at_ = found + 1;
        if (text_[found] == '/' && peek() == '*') {
            ++depth;
            ++at_;
        } else if (text_[found] == '*' && peek() == '/') {
            --depth;
            ++at_;
        }
    }
}

/// `at_` stands behind the opening quote.
void Lexer::scan_quotes(char quote, bool backslashes, bool goes_on) {
    for (;;) {
        while (!at_end() && text_[at_] != quote) {
            at_ += backslashes && text_[at_] == '\\' ? 2 : 1;
        }
        if (at_end()) {
            fail(start_, quote == '"' ? "this quoted name has no end: \" is missing"
                                      : "this string has no end: ' is missing");
        }
        ++at_;
        if (peek() == quote) {
            ++at_;
        } else if (!goes_on || !continue_string()) {
            return;
        }
    }
}

/// A string goes on after white space that holds a newline: 'a'⏎'b' is 'ab'.
bool Lexer::continue_string() {
    auto const saved = at_;
    for (bool newline = false;;) {
        while (!at_end() && is_space(text_[at_])) {
            newline = newline || text_[at_] == '\n' || text_[at_] == '\r';
            ++at_;
        }
        if (newline && peek() == '\'') {
            ++at_;
            return true;
        }
        // A comment counts as white space here, but only a line comment does.
        if (peek() != '-' || peek(1) != '-') {
            at_ = saved;
            return false;
        }
        scan_line_comment();
    }
}

TokenKind Lexer::scan_dollar() {
    auto const begin = at_++;
    if (is_digit(peek())) {
        while (is_digit(peek())) {
            ++at_;
        }
        return TokenKind::param;
    }
    if (starts_word(peek())) {
        while (goes_on_in_tag(peek())) {
            ++at_;
        }
    }
    if (peek() != '$') {
        at_ = begin + 1;
        return TokenKind::symbol;
    }
    ++at_;
    auto const tag = text_.substr(begin, at_ - begin);
    auto const close = text_.find(tag, at_);
    if (close == std::string_view::npos) {
        fail(start_, "this string has no end: " + std::string(tag) + " is missing");
    }
    at_ = close + tag.size();
    return TokenKind::string;
}

void Lexer::scan_number() {
    auto const digits = [&] {
        while (is_digit(peek()) || (peek() == '_' && is_digit(peek(1)))) {
            ++at_;
        }
    };
    bool const based =
        peek() == '0' && std::string_view("xXoObB").find(peek(1)) != std::string_view::npos;
    if (based && goes_on_in_tag(peek(2))) {
        at_ += 2;
        while (goes_on_in_tag(peek())) {
            ++at_;
        }
        return;
    }
    digits();
    // `1..2` is a range of PL/pgSQL: two dots belong to no number.
    if (peek() == '.' && peek(1) != '.') {
        ++at_;
        digits();
    }
    std::size_t const sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (lower(peek()) == 'e' && is_digit(peek(1 + sign))) {
        at_ += 1 + sign;
        digits();
    }
}

void Lexer::scan_operator() {
    if (!is_operator(peek())) {
        auto const pair = text_.substr(at_, 2);
        at_ += pair == "::" || pair == ".." || pair == ":=" ? 2 : 1;
        return;
    }
    auto const starts_comment = [&] {
        auto const pair = text_.substr(at_, 2);
        return pair == "--" || pair == "/*";
    };
    ++at_;
    while (is_operator(peek()) && !starts_comment()) {
        ++at_;
    }
    // Only with one of these characters may an operator end with + or -.
    auto const has_special = [&] {
        return text_.substr(start_, at_ - start_).find_first_of("~!@#^&|`?%") !=
               std::string_view::npos;
    };
    if (!has_special()) {
        while (at_ - start_ > 1 && (text_[at_ - 1] == '+' || text_[at_ - 1] == '-')) {
            --at_;
        }
    }
}

TokenKind Lexer::scan_word() {
    char const c = lower(peek());
    std::size_t const ampersand = c == 'u' && peek(1) == '&' ? 1 : 0;
    char const quote = peek(1 + ampersand);
    if (quote == '\'' && (ampersand == 1 || c == 'e' || c == 'b' || c == 'x' || c == 'n')) {
        at_ += 2 + ampersand;
        scan_quotes('\'', c == 'e' || (c == 'n' && !standard_strings_), true);
        return TokenKind::string;
    }
    if (quote == '"' && ampersand == 1) {
        at_ += 3;
        scan_quotes('"', false, false);
        return TokenKind::quoted;
    }
    while (goes_on_in_word(peek())) {
        ++at_;
    }
    return TokenKind::word;
}

std::vector<Token> tokens_of(std::string_view statement, bool standard_strings) {
    std::vector<Token> tokens;
    Lexer lexer(statement, {});
    lexer.standard_strings(standard_strings);
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (token.kind != TokenKind::comment) {
            tokens.push_back(token);
        }
    }
    return tokens;
}

namespace {

void append_utf8(std::string& out, std::uint32_t code) {
    auto const byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18));
        byte(0x80 | ((code >> 12) & 0x3F));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

std::string without_quotes(std::string_view text, char quote) {
    std::string result;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        result += text[i];
        i += text[i] == quote ? 1 : 0;
    }
    return result;
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
    std::uint32_t code = 0;
    auto const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, code, 16);
    bool const good = error == std::errc{} && stop == end && code != 0 && code <= 0x10FFFF;
    return good ? std::optional(code) : std::nullopt;
}

/// \0441 and \+000441 of the U& forms; anything else stays as it stands (UESCAPE is not followed).
std::string without_unicode_escapes(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        std::size_t const head = text.starts_with("\\+") ? 2 : 1;
        std::size_t const digits = head == 2 ? 6 : 4;
        auto const code = text[0] == '\\' && text.size() >= head + digits
                              ? hexadecimal(text.substr(head, digits))
                              : std::nullopt;
        if (code) {
            append_utf8(result, *code);
            text.remove_prefix(head + digits);
        } else {
            result += text[0];
            text.remove_prefix(text.starts_with("\\\\") ? 2 : 1);
        }
    }
    return result;
}

}  // namespace

std::string name_of(Token const& token) {
    if (token.kind == TokenKind::word) {
        return to_lower(token.text);
    }
    if (token.kind != TokenKind::quoted) {
        return {};
    }
    bool const unicode = token.text[0] != '"';
    auto const plain = without_quotes(token.text.substr(unicode ? 2 : 0), '"');
    return unicode ? without_unicode_escapes(plain) : plain;
}

std::string string_of(Token const& token) {
    auto text = token.text;
    if (token.kind != TokenKind::string) {
        return {};
    }
    if (text[0] == '$') {
        auto const tag = text.find('$', 1) + 1;
        return std::string(text.substr(tag, text.size() - 2 * tag));
    }
    auto const quote = text.find('\'');
    auto const plain = without_quotes(text.substr(quote), '\'');
    return quote == 2 ? without_unicode_escapes(plain) : plain;
}

}  // namespace lockstep::script
