#include "sql/needs.hpp"

#include <algorithm>
#include <array>

#include "sql/cursor.hpp"

namespace lockstep::script {

namespace {

/// Words that stand where a role may stand, and name none.
bool is_special_role(Token const& token) {
    constexpr auto words = std::to_array<std::string_view>(
        {"public", "current_user", "session_user", "current_role", "user", "default", "none"});
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return token.is(word); });
}

class Reader {
public:
    Reader(ServerNeeds& needs, std::vector<Token> const& tokens) : needs_(needs), at_(tokens) {}

    void read() {
        if (at_.accept("create")) {
            read_create();
        } else if (at_.accept("grant") || at_.accept("revoke")) {
            read_grant();
        } else if (at_.accept({"alter", "default", "privileges"})) {
            read_default_privileges();
        } else if (at_.accept("do")) {
            read_block();
        } else if (at_.accept("set")) {
            read_set();
        } else if (at_.accept({"reassign", "owned", "by"}) || at_.accept({"drop", "owned", "by"})) {
            roles();
            if (at_.accept("to")) {
                roles();
            }
        } else if (at_.accept({"alter", "policy"})) {
            read_policy();
        } else if (at_.accept({"comment", "on", "role"}) || at_.accept({"alter", "role"}) ||
                   (at_.peek().is("alter") && !at_.peek(2).is("mapping") &&
                    at_.accept({"alter", "user"}))) {
            role();
        } else if (at_.accept({"alter", "user", "mapping", "for"})) {
            role();
        }
        read_everywhere();
    }

private:
    void role() {
        at_.accept("group");
        auto const& token = at_.peek();
        if (at_.at_name() && !is_special_role(token)) {
            needs_.roles.insert(name_of(token));
        } else if (token.kind == TokenKind::string) {
            needs_.roles.insert(string_of(token));  // SET ROLE 'name'
        }
        at_.take();
    }

    void roles() {
        do {
            role();
        } while (at_.accept(','));
    }

    void read_create() {
        at_.accept({"or", "replace"});
        if (at_.accept({"user", "mapping"})) {
            at_.accept({"if", "not", "exists"});
            if (at_.accept("for")) {
                role();
            }
        } else if (at_.accept("policy")) {
            read_policy();
        } else if (at_.accept("role") || at_.accept("user") || at_.accept("group")) {
            read_create_role();
        }
    }

    void read_create_role() {
        if (at_.at_name()) {
            needs_.made_roles.insert(name_of(at_.take()));
        }
        while (at_.skip_to({"in", "role", "admin", "user"})) {
            bool const lists =
                at_.take().is("in") ? at_.accept("role") || at_.accept("group") : true;
            if (lists && at_.at_name()) {
                roles();
            }
        }
    }

    void read_policy() {
        if (at_.skip_to({"to", "using", "with", "rename"}) && at_.accept("to")) {
            roles();
        }
    }

    /// GRANT … ON … TO a, b; GRANT a TO b; and both with REVOKE … FROM.
    void read_grant() {
        auto const begin = at_.position();
        if (!at_.skip_to({"on"})) {
            at_.move_to(begin);
            at_.accept({"grant", "option", "for"});
            at_.accept({"admin", "option", "for"});
            roles();
        }
        at_.move_to(begin);
        if (at_.skip_to({"to", "from"})) {
            at_.take();
            roles();
        }
        if (at_.skip_to({"granted"}) && at_.accept({"granted", "by"})) {
            role();
        }
    }

    void read_default_privileges() {
        if (at_.accept({"for", "role"}) || at_.accept({"for", "user"})) {
            roles();
        }
        if (at_.skip_to({"to", "from"})) {
            at_.take();
            roles();
        }
    }

    void read_set() {
        while (at_.accept("session") || at_.accept("local")) {
        }
        if (at_.accept("role") || at_.accept("authorization")) {
            at_.accept('=');
            at_.accept("to");
            role();
        } else if (at_.accept("default_tablespace")) {
            at_.take();
            auto const& value = at_.peek();
            tablespace(value.kind == TokenKind::string ? string_of(value) : name_of(value));
        }
    }

    void tablespace(std::string const& name) {
        if (!name.empty() && name != "pg_default" && name != "pg_global" && name != "default") {
            needs_.tablespaces.insert(name);
        }
    }

    /// OWNER TO, AUTHORIZATION and TABLESPACE, wherever they stand outside of parentheses.
    void read_everywhere() {
        at_.move_to(0);
        while (at_.skip_to({"owner", "authorization", "tablespace"})) {
            if (at_.accept({"owner", "to"}) || at_.accept("authorization")) {
                role();
            } else if (at_.accept("tablespace")) {
                at_.accept({"if", "exists"});
                bool const named =
                    at_.at_name() && !at_.peek().is("to") && !at_.peek().is("location");
                tablespace(named ? name_of(at_.peek()) : std::string{});
            } else {
                at_.take();
            }
        }
    }

    /// `DO $$ … CREATE ROLE app … $$` makes the role itself, often where it is not yet there.
    void read_block() {
        while (!at_.at_end() && at_.peek().kind != TokenKind::string) {
            at_.take();
        }
        if (!at_.at_end()) {
            made_in(string_of(at_.peek()), 3);
        }
    }

    void made_in(std::string const& body, int depth) {
        std::vector<Token> tokens;
        try {
            tokens = tokens_of(body);
        } catch (ParseError const&) {
            return;  // a piece of a string that is put together: no statement of its own
        }
        Cursor inner(tokens);
        for (; !inner.at_end(); inner.take()) {
            bool const makes = inner.accept({"create", "role"}) || inner.accept({"create", "user"});
            if (makes && inner.at_name()) {
                needs_.made_roles.insert(name_of(inner.peek()));
            }
            if (depth > 0 && inner.peek().kind == TokenKind::string) {
                made_in(string_of(inner.peek()), depth - 1);
            }
        }
    }

    ServerNeeds& needs_;
    Cursor at_;
};

}  // namespace

void add_needs(ServerNeeds& needs, Statement const& statement) {
    auto const tokens = tokens_of(statement.text, statement.standard_strings);
    Reader(needs, tokens).read();
    for (auto const& made : needs.made_roles) {
        needs.roles.erase(made);
    }
}

ServerNeeds server_needs(Script const& script) {
    ServerNeeds needs;
    for (auto const& statement : script.statements) {
        add_needs(needs, statement);
    }
    return needs;
}

Reach reach_of(std::string_view statement) {
    Lexer lexer(statement, {});
    std::vector<Token> tokens;
    while (tokens.size() < 4) {
        auto const token = lexer.next();
        if (token.kind == TokenKind::end) {
            break;
        }
        if (token.kind != TokenKind::comment) {
            tokens.push_back(token);
        }
    }
    Cursor at(tokens);
    if (at.accept({"alter", "system"})) {
        return Reach::whole_server;
    }
    if (!at.accept("create") && !at.accept("alter") && !at.accept("drop") &&
        !at.accept({"comment", "on"})) {
        return Reach::database;
    }
    if (at.accept("database") || at.accept("tablespace")) {
        return Reach::whole_server;
    }
    bool const mapping = at.peek().is("user") && at.peek(1).is("mapping");
    bool const role = at.accept("role") || at.accept("user") || at.accept("group");
    return role && !mapping ? Reach::roles : Reach::database;
}

}  // namespace lockstep::script
