#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lockstep::script {

/// What psql tells apart. `meta` is a backslash outside of quotes: where a psql command starts.
enum class TokenKind {
    word,     // a keyword or a name without quotes
    quoted,   // "name", U&"name"
    string,   // '…', E'…', B'…', X'…', N'…', U&'…', $tag$…$tag$
    number,   // 1, 1.5, 1e10, 0xFF, 1_000
    param,    // $1
    symbol,   // an operator or a punctuation mark
    comment,  // -- …, /* … */
    meta,
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t offset = 0;
    std::string_view text;

    std::size_t end() const { return offset + text.size(); }
    bool is(char symbol) const {
        return kind == TokenKind::symbol && text.size() == 1 && text[0] == symbol;
    }
    /// Is it this keyword? `keyword` is in lower case.
    bool is(std::string_view keyword) const;
};

/// Takes SQL apart as PostgreSQL's own scanner does (src/backend/parser/scan.l). It knows tokens,
/// not grammar, so that the syntax of every server version passes.
class Lexer {
public:
    /// `text` must outlive the lexer and its tokens. `file` is for messages.
    Lexer(std::string_view text, std::string file, std::size_t offset = 0)
        : text_(text), file_(std::move(file)), at_(offset) {}

    /// The next token, comments included. Throws ParseError at the start of a quote or comment that
    /// does not end.
    Token next();

    std::size_t offset() const { return at_; }
    void move_to(std::size_t offset) { at_ = offset; }
    std::string_view text() const { return text_; }
    std::string const& file() const { return file_; }
    /// `SET standard_conforming_strings`: off makes '…' read as E'…'.
    void standard_strings(bool on) { standard_strings_ = on; }
    [[noreturn]] void fail(std::size_t offset, std::string const& message,
                           std::string hint = {}) const;

private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    bool at_end() const { return at_ >= text_.size(); }
    void skip_space();
    TokenKind scan();
    void scan_line_comment();
    void scan_block_comment();
    void scan_quotes(char quote, bool backslashes, bool goes_on);
    bool continue_string();
    TokenKind scan_dollar();
    void scan_number();
    void scan_operator();
    TokenKind scan_word();

    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
    bool standard_strings_ = true;
};

/// All tokens of a statement without its comments.
std::vector<Token> tokens_of(std::string_view statement, bool standard_strings = true);

/// What a `word` or `quoted` token names: folded to lower case, or without quotes and escapes.
std::string name_of(Token const& token);
/// What a `string` token stands for.
std::string string_of(Token const& token);

}  // namespace lockstep::script
