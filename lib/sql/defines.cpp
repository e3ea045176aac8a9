#include "sql/defines.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "sql/cursor.hpp"
#include "sql/parts.hpp"

namespace lockstep::script {

using Names = std::vector<std::string>;

/// Reads one statement.
namespace {

class Reader {
public:
    Reader(std::string const& creation_schema, std::vector<Token> const& tokens)
        : schema_(creation_schema), at_(tokens) {}

    std::vector<Definition> read() {
        if (at_.accept("create")) {
            read_create();
        } else if (at_.accept("alter")) {
            read_alter();
        }
        return std::move(found_);
    }

private:
    /// {schema, name}, the schema from search_path where none is given.
    Names qualified() {
        auto names = at_.take_names();
        if (names.size() == 1 && !schema_.empty()) {
            names.insert(names.begin(), schema_);
        }
        if (names.size() > 2) {
            names.erase(names.begin());  // a database's name may stand in front
        }
        return names.size() == 2 ? names : Names{};
    }

    void add(DefinitionClass cls, std::string what, Names names, std::size_t offset) {
        bool const complete =
            !names.empty() &&
            std::none_of(names.begin(), names.end(), [](auto const& n) { return n.empty(); });
        if (complete) {
            found_.push_back({.cls = cls,
                              .what = std::move(what),
                              .names = std::move(names),
                              .arguments = {},
                              .offset = offset,
                              .if_not_exists = if_not_exists_});
        }
    }

    void add_of_table(std::string what, Names const& table, std::string name, std::size_t offset) {
        if (table.size() == 2) {
            add(DefinitionClass::of_table, std::move(what), {table[0], table[1], std::move(name)},
                offset);
        }
    }

    void accept_if_not_exists() { if_not_exists_ = at_.accept({"if", "not", "exists"}); }

    void read_create() {
        at_.accept({"or", "replace"});
        while (at_.accept("global") || at_.accept("local") || at_.accept("unlogged") ||
               at_.accept("recursive") || at_.accept("trusted") || at_.accept("procedural") ||
               at_.accept("default")) {
        }
        if (at_.peek().is("temp") || at_.peek().is("temporary")) {
            return;
        }
        if (at_.accept("table") || at_.accept({"foreign", "table"})) {
            read_table();
        } else if (at_.accept("view") || at_.accept({"materialized", "view"}) ||
                   at_.accept("sequence") || at_.accept("type") || at_.accept("domain")) {
            accept_if_not_exists();
            auto const offset = at_.peek().offset;
            add(DefinitionClass::relation, {}, qualified(), offset);
        } else if (at_.accept("index") || at_.accept({"unique", "index"})) {
            read_index();
        } else if (at_.accept("function") || at_.accept("procedure") || at_.accept("aggregate")) {
            read_routine();
        } else if (at_.accept("trigger") || at_.accept({"constraint", "trigger"})) {
            read_on_table("trigger");
        } else if (at_.accept("policy")) {
            read_on_table("policy");
        } else if (at_.accept("rule")) {
            read_rule();
        } else if (at_.accept("schema")) {
            read_schema();
        } else {
            read_other();
        }
    }

    void read_schema() {
        accept_if_not_exists();
        auto const offset = at_.peek().offset;
        at_.accept("authorization");
        if (at_.at_name()) {
            add(DefinitionClass::other, "schema", {name_of(at_.take())}, offset);
        }
    }

    void read_table() {
        accept_if_not_exists();
        auto const offset = at_.peek().offset;
        auto const table = qualified();
        add(DefinitionClass::relation, {}, table, offset);
        if (at_.accept({"partition", "of"})) {
            at_.take_names();
        }
        if (at_.accept('(')) {
            do {
                read_element(table);
            } while (at_.accept(','));
        }
    }

    /// A column or a constraint of a table: up to the next comma or the closing parenthesis.
    void read_element(Names const& table) {
        if (starts_constraint(at_)) {
            read_constraint(table);
        } else if (at_.at_name() && !at_.peek().is("like")) {
            read_column(table);
        }
        at_.skip_to({}, ",)");
    }

    void read_column(Names const& table) {
        auto const offset = at_.peek().offset;
        auto const column = name_of(at_.take());
        add_of_table("column", table, column, offset);
        read_column_constraints(table, column, offset);
    }

    /// The constraints that stand in a column's line, with the names that PostgreSQL gives them.
    void read_column_constraints(Names const& table, std::string const& column,
                                 std::size_t offset) {
        if (at_.peek().text.size() >= 6 && is_serial(at_.peek())) {
            add_generated(table, column, "seq", offset);
        }
        while (at_.skip_to({"constraint", "primary", "unique", "check", "references", "identity"},
                           ",)")) {
            auto const& token = at_.take();
            if (token.is("constraint") && at_.at_name()) {
                add_of_table("constraint", table, name_of(at_.peek()), token.offset);
                at_.take();
                at_.take();  // its kind: not to be named again
            } else if (token.is("identity")) {
                add_generated(table, column, "seq", offset);
            } else {
                add_unnamed(token, table, column);
            }
        }
    }

    void add_unnamed(Token const& token, Names const& table, std::string const& column) {
        if (table.size() != 2) {
            return;
        }
        auto const name = [&](std::string_view suffix) {
            return column.empty() ? fmt::format("{}_{}", table[1], suffix)
                                  : fmt::format("{}_{}_{}", table[1], column, suffix);
        };
        if (token.is("primary")) {
            add_of_table("constraint", table, table[1] + "_pkey", token.offset);
        } else if (token.is("unique")) {
            add_of_table("constraint", table, name("key"), token.offset);
        } else if (token.is("check")) {
            add_of_table("constraint", table, name("check"), token.offset);
        } else if (token.is("exclude")) {
            add_of_table("constraint", table, name("excl"), token.offset);
        } else {
            add_of_table("constraint", table, name("fkey"), token.offset);
        }
    }

    void add_generated(Names const& table, std::string const& column, std::string_view suffix,
                       std::size_t offset) {
        if (table.size() == 2) {
            add(DefinitionClass::relation, {},
                {table[0], fmt::format("{}_{}_{}", table[1], column, suffix)}, offset);
        }
    }

    void read_constraint(Names const& table) {
        auto const& first = at_.take();
        if (first.is("constraint")) {
            if (at_.at_name()) {
                add_of_table("constraint", table, name_of(at_.take()), first.offset);
            }
            return;
        }
        std::string columns;
        if (!first.is("check")) {
            at_.skip_to({}, "(");
            columns = take_column_list(at_);
        }
        add_unnamed(first, table, columns);
    }

    void read_index() {
        at_.accept("concurrently");
        accept_if_not_exists();
        auto const offset = at_.peek().offset;
        Names name;
        if (!at_.peek().is("on")) {
            name = at_.take_names();
        }
        at_.accept("on");
        at_.accept("only");
        auto const table = qualified();
        if (table.size() != 2) {
            return;
        }
        if (name.empty()) {
            at_.skip_to({}, "(");
            name = {fmt::format("{}_{}_idx", table[1], take_column_list(at_))};
        }
        add(DefinitionClass::relation, {}, {table[0], name.back()}, offset);
    }

    void read_routine() {
        auto const offset = at_.peek().offset;
        auto name = qualified();
        auto arguments = take_arguments(at_);
        add(DefinitionClass::routine, {}, std::move(name), offset);
        if (!found_.empty()) {
            found_.back().arguments = std::move(arguments);
        }
    }

    void read_on_table(std::string const& what) {
        accept_if_not_exists();
        auto const offset = at_.peek().offset;
        if (!at_.at_name()) {
            return;
        }
        auto name = name_of(at_.take());
        if (at_.skip_to({"on"}) && at_.accept("on")) {
            at_.accept("only");
            add_of_table(what, qualified(), std::move(name), offset);
        }
    }

    void read_rule() {
        auto const offset = at_.peek().offset;
        if (!at_.at_name()) {
            return;
        }
        auto name = name_of(at_.take());
        if (at_.skip_to({"to"}) && at_.accept("to")) {
            add_of_table("rule", qualified(), std::move(name), offset);
        }
    }

    /// Kinds without a namespace, then kinds that have one.
    void read_other() {
        for (std::string_view const what :
             {"extension", "publication", "subscription", "server", "language", "cast"}) {
            if (at_.accept(what)) {
                return read_simple(what, false);
            }
        }
        if (at_.accept({"event", "trigger"})) {
            return read_simple("event trigger", false);
        }
        if (at_.accept({"access", "method"})) {
            return read_simple("access method", false);
        }
        if (at_.accept({"foreign", "data", "wrapper"})) {
            return read_simple("foreign data wrapper", false);
        }
        if (at_.accept("collation")) {
            return read_simple("collation", true);
        }
        if (at_.accept("conversion")) {
            return read_simple("conversion", true);
        }
        if (at_.accept("statistics")) {
            return read_simple("statistics", true);
        }
        if (at_.accept({"text", "search"})) {
            auto const kind = name_of(at_.take());
            return read_simple("text search " + kind, true);
        }
        if (at_.accept({"operator", "class"})) {
            return read_simple("operator class", true);
        }
        if (at_.accept({"operator", "family"})) {
            return read_simple("operator family", true);
        }
    }

    void read_simple(std::string_view what, bool in_schema) {
        accept_if_not_exists();
        auto const offset = at_.peek().offset;
        auto names = in_schema ? qualified() : at_.take_names();
        add(DefinitionClass::other, std::string(what), std::move(names), offset);
    }

    void read_alter() {
        bool const table = at_.accept("table") || at_.accept({"foreign", "table"});
        bool const relation =
            !table &&
            (at_.accept("view") || at_.accept({"materialized", "view"}) || at_.accept("sequence") ||
             at_.accept("index") || at_.accept("type") || at_.accept("domain"));
        if (!table && !relation) {
            return;
        }
        at_.accept({"if", "exists"});
        at_.accept("only");
        auto const offset = at_.peek().offset;
        auto names = qualified();
        if (at_.peek().text == "*") {
            at_.take();
        }
        if (names.size() != 2) {
            return;
        }
        if (at_.accept({"rename", "to"}) && at_.at_name()) {
            add(DefinitionClass::relation, {}, {names[0], name_of(at_.peek())}, offset);
        } else if (at_.accept({"set", "schema"}) && at_.at_name()) {
            add(DefinitionClass::relation, {}, {name_of(at_.peek()), names[1]}, offset);
        } else if (at_.accept({"rename", "constraint"})) {
            read_renamed("constraint", names);
        } else if (at_.accept({"rename", "column"}) || at_.accept("rename")) {
            read_renamed("column", names);
        } else if (at_.accept({"add", "constraint"})) {
            at_.back();
            read_constraint(names);  // of a domain
        } else if (table) {
            read_actions(names);
        }
    }

    void read_renamed(std::string what, Names const& table) {
        auto const offset = at_.peek().offset;
        at_.take();
        if (at_.accept("to") && at_.at_name()) {
            add_of_table(std::move(what), table, name_of(at_.peek()), offset);
        }
    }

    void read_actions(Names const& table) {
        do {
            if (at_.accept("add")) {
                if (starts_constraint(at_)) {
                    read_constraint(table);
                } else {
                    at_.accept("column");
                    accept_if_not_exists();
                    read_element(table);
                }
            } else if (at_.accept("alter")) {
                read_identity(table);
            }
            at_.skip_to({}, ",");
        } while (at_.accept(','));
    }

    /// ALTER COLUMN id ADD GENERATED … AS IDENTITY ( SEQUENCE NAME public.t_id_seq …
    void read_identity(Names const& table) {
        at_.accept("column");
        auto const offset = at_.peek().offset;
        auto const column = at_.at_name() ? name_of(at_.take()) : std::string{};
        if (!at_.accept({"add", "generated"}) || !at_.skip_to({"identity"}, ",")) {
            return;
        }
        at_.take();
        if (at_.accept('(') && at_.accept({"sequence", "name"})) {
            add(DefinitionClass::relation, {}, qualified(), offset);
        } else {
            add_generated(table, column, "seq", offset);
        }
    }

    std::string const& schema_;
    Cursor at_;
    std::vector<Definition> found_;
    bool if_not_exists_ = false;
};

}  // namespace

std::vector<Definition> DefinitionFinder::find(Statement const& statement) {
    auto const tokens = tokens_of(statement.text, statement.standard_strings);
    path_.follow(tokens);
    return Reader(path_.creation_schema(), tokens).read();
}

}  // namespace lockstep::script
