#include "sql/cursor.hpp"

#include <algorithm>

namespace lockstep::script {

Token const& Cursor::peek(std::size_t ahead) const {
    static Token const end;
    return at_ + ahead < tokens_->size() ? (*tokens_)[at_ + ahead] : end;
}

Token const& Cursor::take() {
    auto const& token = peek();
    ++at_;
    return token;
}

bool Cursor::accept(std::initializer_list<std::string_view> keywords) {
    std::size_t ahead = 0;
    for (auto const keyword : keywords) {
        if (!peek(ahead++).is(keyword)) {
            return false;
        }
    }
    at_ += keywords.size();
    return true;
}

bool Cursor::accept(char symbol) {
    bool const fits = peek().is(symbol);
    at_ += fits ? 1 : 0;
    return fits;
}

bool Cursor::at_name() const {
    return peek().kind == TokenKind::word || peek().kind == TokenKind::quoted;
}

std::vector<std::string> Cursor::take_names() {
    std::vector<std::string> names;
    while (at_name()) {
        names.push_back(name_of(take()));
        if (!accept('.')) {
            break;
        }
    }
    return names;
}

void Cursor::skip_parentheses() {
    if (!peek().is('(')) {
        return;
    }
    std::size_t depth = 0;
    do {
        depth += peek().is('(') ? 1 : 0;
        depth -= peek().is(')') ? 1 : 0;
        take();
    } while (depth > 0 && !at_end());
}

bool Cursor::skip_to(std::initializer_list<std::string_view> keywords, std::string_view stops) {
    while (!at_end()) {
        auto const& token = peek();
        bool const found = std::any_of(keywords.begin(), keywords.end(),
                                       [&](std::string_view word) { return token.is(word); });
        if (found) {
            return true;
        }
        if (token.kind == TokenKind::symbol && token.text.size() == 1 &&
            stops.find(token.text[0]) != std::string_view::npos) {
            return false;
        }
        if (token.is('(')) {
            skip_parentheses();
        } else {
            take();
        }
    }
    return false;
}

}  // namespace lockstep::script
