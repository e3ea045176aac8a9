#include "sql/search_path.hpp"

namespace lockstep::script {

void SearchPath::follow(std::vector<Token> const& statement) {
    Cursor at(statement);
    if (at.accept("set")) {
        read_set(at);
    } else if (at.accept({"reset", "search_path"})) {
        set_path("public", false);
    } else if (at.accept("select")) {
        read_set_config(at);
    } else {
        read_transaction(at);
    }
}

void SearchPath::set_path(std::string schema, bool local) {
    if (!local) {
        session_path_ = schema;
    }
    if (!local || in_transaction_) {
        path_ = std::move(schema);
    }
}

void SearchPath::read_set(Cursor at) {
    bool const local = at.accept("local");
    at.accept("session");
    bool const names_path = at.accept("search_path");
    if (names_path ? !at.accept('=') && !at.accept("to") : !at.accept("schema")) {
        return;
    }
    if (at.accept("default")) {
        return set_path("public", local);
    }
    std::string schema;
    do {
        auto const& token = at.take();
        schema = token.kind == TokenKind::string ? string_of(token) : name_of(token);
    } while (schema == "$user" && at.accept(','));
    set_path(schema == "$user" ? "" : schema, local);
}

namespace {

/// The first schema of a setting's value, which is itself a list of names; empty when it is none.
std::string first_of(std::string const& value) {
    std::vector<Token> tokens;
    try {
        tokens = tokens_of(value);
    } catch (ParseError const&) {
        return {};  // the server will refuse it
    }
    Cursor list(tokens);
    std::string schema;
    while (list.at_name() && (schema.empty() || schema == "$user")) {
        schema = name_of(list.take());
        list.accept(',');
    }
    return schema;
}

}  // namespace

/// SELECT pg_catalog.set_config('search_path', '', false), as pg_dump writes.
void SearchPath::read_set_config(Cursor at) {
    auto const function = at.take_names();
    if (function.empty() || function.back() != "set_config" || !at.accept('(') ||
        string_of(at.take()) != "search_path" || !at.accept(',')) {
        return;
    }
    auto const value = string_of(at.take());
    bool const local = at.accept(',') && at.accept("true");
    auto const schema = first_of(value);
    set_path(schema == "$user" ? "" : schema, local);
}

void SearchPath::read_transaction(Cursor at) {
    if (at.accept("begin") || at.accept({"start", "transaction"})) {
        in_transaction_ = true;
    } else if (at.accept("commit") || at.accept("end") ||
               (at.accept("rollback") && !at.peek().is("to")) || at.accept("abort")) {
        in_transaction_ = false;
        path_ = session_path_;
    }
}

}  // namespace lockstep::script
