#include "rename_hints.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/kind.hpp"
#include "sql/tokens.hpp"

namespace lockstep::cli {

namespace {

using script::Token;
using script::TokenKind;
using Tokens = std::span<Token const>;
using Words = std::vector<std::string>;

constexpr std::string_view form = "Write: -- lockstep: rename [KIND] OLD to NEW";

[[noreturn]] void refuse(source::Directive const& directive, std::string const& message) {
    throw ParseError(directive.place, fmt::format("\"{}\": {}", printable(directive.text), message),
                     {}, std::string(form));
}

bool is_name(Token const& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

/// `a.b.c` at the end of the tokens; what stands before it is left.
Words take_name_at_end(Tokens& tokens) {
    Words names;
    while (!tokens.empty() && is_name(tokens.back())) {
        names.push_back(script::name_of(tokens.back()));
        tokens = tokens.first(tokens.size() - 1);
        if (tokens.empty() || !tokens.back().is('.')) {
            break;
        }
        tokens = tokens.first(tokens.size() - 1);
    }
    std::reverse(names.begin(), names.end());
    return names;
}

/// All names of such an object, or nothing when these cannot be they.
Words completed(schema::Kind const& kind, Words names) {
    if (kind.in_namespace && names.size() + 1 == kind.names.size()) {
        names.insert(names.begin(), "public");
    }
    return names.size() == kind.names.size() ? names : Words{};
}

void add_hints(std::vector<diff::RenameHint>& hints, schema::Kind const& kind, Words const& from,
               Words const& to) {
    auto const before = completed(kind, from);
    if (before.empty()) {
        return;
    }
    auto after = completed(kind, to);
    if (to.size() == 1) {
        after = before;
        after.back() = to.front();
    }
    if (after.empty()) {
        return;
    }
    hints.push_back({.kind = &kind, .from = schema::pack(before), .to = schema::pack(after)});
}

void read(std::vector<diff::RenameHint>& hints, source::Directive const& directive) {
    auto const tokens = script::tokens_of(directive.text);
    auto const to = std::find_if(tokens.begin(), tokens.end(),
                                 [](Token const& token) { return token.is("to"); });
    if (to == tokens.end()) {
        refuse(directive, "it lacks the word \"to\"");
    }
    Tokens left(tokens.begin() + 1, to);
    Tokens right(to + 1, tokens.end());
    auto const from = take_name_at_end(left);
    auto const new_name = take_name_at_end(right);
    if (from.empty() || new_name.empty() || !right.empty()) {
        refuse(directive, "these are no two names");
    }
    Words kind_words;
    for (auto const& token : left) {
        kind_words.push_back(to_lower(token.text));
    }
    auto const kind_name = join(kind_words, " ");
    auto const before = hints.size();
    for (auto const* const kind : schema::kinds()) {
        if (kind_name.empty() || kind->name == kind_name) {
            add_hints(hints, *kind, from, new_name);
        }
    }
    if (hints.size() == before) {
        refuse(directive, kind_name.empty() || schema::find_kind(kind_name) != nullptr
                              ? "no object has as many names"
                              : fmt::format("there is no kind \"{}\"", kind_name));
    }
}

}  // namespace

std::vector<diff::RenameHint> rename_hints(std::span<source::Directive const> directives) {
    std::vector<diff::RenameHint> hints;
    for (auto const& directive : directives) {
        if (directive.text == "rename" || directive.text.starts_with("rename ")) {
            read(hints, directive);
        }
    }
    return hints;
}

}  // namespace lockstep::cli
