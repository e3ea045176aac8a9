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

}  // namespace

Kind const kind::base_type{.name = "base type",
                           .sql_name = "TYPE",
                           .catalog = "pg_type",
                           .properties = {owner_property,
                                          comment_property,
                                          {"shell", Shape::flag},
                                          {"input"},
                                          {"output"},
                                          {"receive"},
                                          {"send"},
                                          {"modifier_input"},
                                          {"modifier_output"},
                                          {"analyze"},
                                          {"subscript"},
                                          {"length"},
                                          {"by_value", Shape::flag},
                                          {"alignment"},
                                          {"storage"},
                                          {"category"},
                                          {"preferred", Shape::flag},
                                          {"default"},
                                          {"element"},
                                          {"delimiter"},
                                          {"collatable", Shape::flag}},
                           .query = query,
                           .prepare = prepare,
                           .create = create};

}  // namespace lockstep::schema
