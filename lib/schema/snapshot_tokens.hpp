#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/json_tokens.hpp"
#include "schema/kind.hpp"

namespace lockstep::schema {

/// What a value is, for messages: "a list".
std::string_view describe(Token::Type type);

/// Reads the pieces that a snapshot consists of; each refuses what it did not expect.
class SnapshotTokens {
public:
    SnapshotTokens(TokenReader& tokens, std::span<Kind const* const> all_kinds);

    Token next() { return tokens_.next(); }
    std::size_t line(Token const& token) { return tokens_.line(token); }
    [[noreturn]] void refuse(Token const& token, std::string const& message,
                             std::string hint = {}) const {
        throw tokens_.error(token, message, std::move(hint));
    }
    bool is_text(Token const& token) const {
        return token.type == Token::Type::text || token.type == Token::Type::plain;
    }

    Token expect(Token::Type type, std::string_view what);
    std::string text(std::string_view what);
    std::uint64_t number(std::string_view what);
    std::vector<std::string> texts(std::string_view what);
    /// Appends, packed, the rest of a list of texts, up to its end.
    void append_list(std::string& out, std::string_view what);
    Kind const& kind_named(Token const& token) const;

private:
    TokenReader& tokens_;
    std::span<Kind const* const> all_kinds_;
    std::unordered_map<std::string_view, Kind const*> kinds_;
};

}  // namespace lockstep::schema
