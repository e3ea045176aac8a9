#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sql/tokens.hpp"

namespace lockstep::script {

/// Walks over the tokens of one statement, for readers that know a little grammar.
class Cursor {
public:
    explicit Cursor(std::vector<Token> const& tokens) : tokens_(&tokens) {}

    bool at_end() const { return at_ >= tokens_->size(); }
    Token const& peek(std::size_t ahead = 0) const;
    Token const& take();
    void back() { --at_; }
    std::size_t position() const { return at_; }
    void move_to(std::size_t position) { at_ = position; }

    /// Takes these keywords if they are the next ones.
    bool accept(std::initializer_list<std::string_view> keywords);
    bool accept(std::string_view keyword) { return accept({keyword}); }
    bool accept(char symbol);
    bool at_name() const;
    /// `a`, `a.b`, `a.b.c`: as many names as there are dots for.
    std::vector<std::string> take_names();
    /// Behind the parenthesis that closes the one at which the cursor stands; else nothing happens.
    void skip_parentheses();
    /// Moves on until a token of depth 0 is one of these keywords, or a `,` or `)` when `stops`.
    bool skip_to(std::initializer_list<std::string_view> keywords, std::string_view stops = {});

private:
    std::vector<Token> const* tokens_;
    std::size_t at_ = 0;
};

}  // namespace lockstep::script
