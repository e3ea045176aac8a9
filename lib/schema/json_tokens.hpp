#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lockstep::schema {

/// One piece of a JSON or YAML document.
struct Token {
    enum class Type {
        begin_object,
        end_object,
        begin_array,
        end_array,
        key,
        text,
        number,
        plain,  // YAML: unquoted, so a text or a number as the reader wants
        boolean,
        null,
        end,
    };
    Type type = Type::end;
    std::string_view text;  // good until the next token is asked for
    std::size_t at = 0;     // for `TokenReader::error`
};

/// Gives the tokens of a document one after another; what they must mean is the caller's to check,
/// that they nest and pair is checked here. Throws ParseError.
class TokenReader {
public:
    virtual ~TokenReader() = default;
    virtual Token next() = 0;
    /// The line that the token stands in. Quick when asked for in the order of the document.
    virtual std::size_t line(Token const& token) = 0;
    /// An error at that token, for the caller to throw.
    virtual ParseError error(Token const& token, std::string const& message,
                             std::string hint = {}) const = 0;
};

/// Deeper documents are refused. A snapshot needs 5.
constexpr std::size_t deepest_nesting = 32;

/// Reads JSON as RFC 8259 has it: UTF-8, nothing after the document. A NUL, also an escaped one, is
/// refused, because no text of PostgreSQL can hold one. By hand because it is read at each check: a
/// third of the time that a general parser takes, and each token knows its place.
class JsonTokens : public TokenReader {
public:
    /// `text` must outlive the reader.
    JsonTokens(std::string_view text, std::string file);

    Token next() override;
    std::size_t line(Token const& token) override;
    ParseError error(Token const& token, std::string const& message,
                     std::string hint = {}) const override;

private:
    enum class Expect { value, value_or_end, key, key_or_end, comma_or_end, nothing };

    ParseError error_at(std::size_t at, std::string const& message) const;
    void skip_space();
    void after_value();
    Token value();
    Token open(Token::Type type, char closing, Expect expect);
    Token close();
    Token key();
    Token number();
    Token word(std::string_view word, Token::Type type);
    std::string_view string();
    std::string_view string_with_escapes(std::size_t start);
    void unescape();
    unsigned four_digits();
    void unescape_unicode(std::size_t start);

    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::string closings_;  // the brackets that are still to come, innermost last
    Expect expect_ = Expect::value;
    std::string unescaped_;
    std::size_t counted_to_ = 0;  // lines are counted up to this offset
    std::size_t line_ = 1;
};

}  // namespace lockstep::schema
