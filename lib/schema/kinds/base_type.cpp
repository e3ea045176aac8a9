#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int version) {
    return fmt::format(
        "SELECT t.oid, n.nspname, t.typname, t.typowner, NOT t.typisdefined, nullif(t.typinput, "
        "0)::regproc, nullif(t.typoutput, 0)::regproc, "
        "nullif(t.typreceive, 0)::regproc, nullif(t.typsend, 0)::regproc, nullif(t.typmodin, "
        "0)::regproc, "
        "nullif(t.typmodout, 0)::regproc, nullif(t.typanalyze, 0)::regproc, {}, t.typlen, "
        "t.typbyval, "
        "CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' END, "
        "CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' "
        "END, "
        "nullif(t.typcategory, 'U'), t.typispreferred, t.typdefault, CASE WHEN t.typelem <> 0 THEN "
        "format_type(t.typelem, NULL) END, "
        "nullif(t.typdelim, ','), t.typcollation <> 0 "
        "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('b', "
        "'p') AND t.typrelid = 0 "
        "AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND {}",
        since(version, 140000, "nullif(t.typsubscript, 0)::regproc", "NULL"), of_users);
}

Statements create(Object const& type, Schema const&) {
    if (type.is("shell")) {
        return {};  // its preparation has made it
    }
    std::vector<Sql> parts;
    auto const add = [&](Sql const& name, std::string_view property) {
        if (auto const value = type[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, raw(value)));
        }
    };
    auto const add_literal = [&](Sql const& name, std::string_view property) {
        if (auto const value = type[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, literal(value)));
        }
    };
    add(sql("INPUT"), "input");
    add(sql("OUTPUT"), "output");
    add(sql("RECEIVE"), "receive");
    add(sql("SEND"), "send");
    add(sql("TYPMOD_IN"), "modifier_input");
    add(sql("TYPMOD_OUT"), "modifier_output");
    add(sql("ANALYZE"), "analyze");
    add(sql("SUBSCRIPT"), "subscript");
    parts.push_back(type["length"] == "-1" ? sql("INTERNALLENGTH = VARIABLE")
                                           : sql("INTERNALLENGTH = {}", raw(type["length"])));
    if (type.is("by_value")) {
        parts.push_back(sql("PASSEDBYVALUE"));
    }
    add(sql("ALIGNMENT"), "alignment");
    add(sql("STORAGE"), "storage");
    add_literal(sql("CATEGORY"), "category");
    if (type.is("preferred")) {
        parts.push_back(sql("PREFERRED = true"));
    }
    add_literal(sql("DEFAULT"), "default");
    add(sql("ELEMENT"), "element");
    add_literal(sql("DELIMITER"), "delimiter");
    if (type.is("collatable")) {
        parts.push_back(sql("COLLATABLE = true"));
    }
    return {sql("CREATE TYPE {} (\n    {}\n)", identity(type), join(parts, sql(",\n    ")))};
}

// Its input and output functions need the type, as a shell, and the type needs them.
Statements prepare(Object const& type) {
    return {sql("CREATE TYPE {}", identity(type))};
}

// They go with it: each of them needs the other.
Sql drop(Object const& type) {
    return sql("DROP TYPE {} CASCADE", identity(type));
}

std::optional<Statements> fill_shell(Alteration const& change) {
    bool const is_filled = change.before.is("shell") && !change.after.is("shell");
    return is_filled ? std::optional(create(change.after, change.to)) : std::nullopt;
}

std::optional<Statements> set(Alteration const& change, Sql const& name,
                              std::string_view property) {
    if (change.before.is("shell")) {
        return Statements{};  // it is made with the rest
    }
    auto const value = change.after[property];
    return Statements{sql("ALTER TYPE {} SET ({} = {})", identity(change.after), name,
                          value.empty() ? sql("NONE") : raw(value))};
}

std::optional<Statements> alter_receive(Alteration const& change) {
    return set(change, sql("RECEIVE"), "receive");
}

std::optional<Statements> alter_send(Alteration const& change) {
    return set(change, sql("SEND"), "send");
}

std::optional<Statements> alter_modifier_input(Alteration const& change) {
    return set(change, sql("TYPMOD_IN"), "modifier_input");
}

std::optional<Statements> alter_modifier_output(Alteration const& change) {
    return set(change, sql("TYPMOD_OUT"), "modifier_output");
}

std::optional<Statements> alter_analyze(Alteration const& change) {
    return set(change, sql("ANALYZE"), "analyze");
}

std::optional<Statements> alter_subscript(Alteration const& change) {
    return set(change, sql("SUBSCRIPT"), "subscript");
}

// What is stored plain stays so, and nothing else becomes it.
std::optional<Statements> alter_storage(Alteration const& change) {
    bool const is_plain = change.before["storage"].empty() || change.after["storage"].empty();
    bool const is_filled = change.before.is("shell");
    return is_plain && !is_filled ? std::nullopt : set(change, sql("STORAGE"), "storage");
}

}  // namespace

Kind const kind::base_type{
    .name = "base type",
    .sql_name = "TYPE",
    .catalog = "pg_type",
    .properties = {owner_property,
                   comment_property,
                   {"shell", Shape::flag},
                   {"input"},
                   {"output"},
                   {.name = "receive", .alter = alter_receive},
                   {.name = "send", .alter = alter_send},
                   {.name = "modifier_input", .alter = alter_modifier_input},
                   {.name = "modifier_output", .alter = alter_modifier_output},
                   {.name = "analyze", .alter = alter_analyze},
                   {.name = "subscript", .alter = alter_subscript},
                   {"length"},
                   {"by_value", Shape::flag},
                   {"alignment"},
                   {.name = "storage", .alter = alter_storage},
                   {"category"},
                   {"preferred", Shape::flag},
                   {"default"},
                   {"element"},
                   {"delimiter"},
                   {"collatable", Shape::flag}},
    .query = query,
    .prepare = prepare,
    .create = create,
    .replace = fill_shell,
    .drop = drop};

}  // namespace lockstep::schema
