#include "code/postgresql_types.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lockstep::code {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr auto aliases = std::to_array<Pair>({
    {"int", "integer"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"serial", "integer"},
    {"serial4", "integer"},
    {"bigserial", "bigint"},
    {"serial8", "bigint"},
    {"smallserial", "smallint"},
    {"serial2", "smallint"},
    {"decimal", "numeric"},
    {"dec", "numeric"},
    {"float", "double precision"},
    {"float8", "double precision"},
    {"double", "double precision"},
    {"float4", "real"},
    {"bool", "boolean"},
    {"varchar", "character varying"},
    {"char", "character"},
    {"bpchar", "character"},
    {"varbit", "bit varying"},
    {"timestamp", "timestamp without time zone"},
    {"datetime", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"time", "time without time zone"},
    {"timetz", "time with time zone"},
});

/// What is the same as nothing said.
constexpr auto usual_modifiers = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"character", "1"},
    {"bit", "1"},
});

std::string_view found_in(std::span<Pair const> table, std::string_view name) {
    auto const found = std::find_if(table.begin(), table.end(),
                                    [&](Pair const& each) { return each.first == name; });
    return found == table.end() ? std::string_view{} : found->second;
}

std::string lower_outside_quotes(std::string_view text) {
    std::string lower;
    bool is_quoted = false;
    for (auto const c : text) {
        is_quoted = is_quoted != (c == '"');
        lower += is_quoted || c < 'A' || c > 'Z' ? c : static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// A type, taken apart: "timestamp(3) with time zone[]".
struct Parts {
    std::string base;       // "timestamp with time zone"
    std::string modifiers;  // "3"
    bool is_array = false;
};

Parts parts_of(std::string_view type) {
    auto text = lower_outside_quotes(trim(type));
    Parts parts;
    for (auto at = text.rfind('['); at != std::string::npos && text.ends_with(']');
         at = text.rfind('[')) {
        text = std::string(trim(std::string_view(text).substr(0, at)));
        parts.is_array = true;
    }
    auto const open = text.find('(');
    auto const close = text.find(')', std::min(open, text.size()));
    if (close != std::string::npos) {
        parts.modifiers = replace_all(text.substr(open + 1, close - open - 1), " ", "");
        auto const rest = std::string(trim(std::string_view(text).substr(close + 1)));
        text = std::string(trim(std::string_view(text).substr(0, open)));
        text += rest.empty() ? "" : " " + rest;
    }
    auto const alias = found_in(aliases, text);
    parts.base = alias.empty() ? text : std::string(alias);
    return parts;
}

bool is_time(std::string_view base) {
    return base.ends_with(" time zone");
}

std::string put_together(Parts parts) {
    constexpr std::string_view most_exact = "6";  // microseconds are what a time has anyway
    if (parts.modifiers.empty()) {
        parts.modifiers = found_in(usual_modifiers, parts.base);
    } else if (is_time(parts.base) && parts.modifiers == most_exact) {
        parts.modifiers.clear();
    } else if (parts.base == "numeric" && parts.modifiers.find(',') == std::string::npos) {
        parts.modifiers += ",0";
    }
    auto const space = is_time(parts.base) ? parts.base.find(' ') : parts.base.size();
    auto const given = parts.modifiers.empty() ? std::string{} : "(" + parts.modifiers + ")";
    return parts.base.substr(0, space) + given + parts.base.substr(space) +
           (parts.is_array ? "[]" : "");
}

// --- ORMs

/// Drizzle's builders whose names or options are not PostgreSQL's.
struct Builder {
    std::string_view name;
    std::string_view type;
    std::string_view modifiers;  // the options that they are, in order
};
constexpr auto builders = std::to_array<Builder>({
    {"smallint", "smallint", ""},
    {"integer", "integer", ""},
    {"bigint", "bigint", ""},
    {"serial", "integer", ""},
    {"bigserial", "bigint", ""},
    {"smallserial", "smallint", ""},
    {"boolean", "boolean", ""},
    {"text", "text", ""},
    {"varchar", "character varying", "length"},
    {"char", "character", "length"},
    {"numeric", "numeric", "precision,scale"},
    {"decimal", "numeric", "precision,scale"},
    {"real", "real", ""},
    {"doublePrecision", "double precision", ""},
    {"json", "json", ""},
    {"jsonb", "jsonb", ""},
    {"time", "time", "precision"},
    {"timestamp", "timestamp", "precision"},
    {"date", "date", ""},
    {"interval", "interval", "precision"},
    {"uuid", "uuid", ""},
    {"bytea", "bytea", ""},
    {"inet", "inet", ""},
    {"cidr", "cidr", ""},
    {"macaddr", "macaddr", ""},
    {"macaddr8", "macaddr8", ""},
    {"point", "point", ""},
    {"line", "line", ""},
    {"bit", "bit", "dimensions"},
    {"vector", "vector", "dimensions"},
    {"halfvec", "halfvec", "dimensions"},
    {"sparsevec", "sparsevec", "dimensions"},
    {"geometry", "geometry", ""},
});

/// What TypeORM makes of the types of TypeScript, and its own ones.
constexpr auto typeorm_types = std::to_array<Pair>({
    {"String", "varchar"},
    {"Number", "integer"},
    {"Boolean", "boolean"},
    {"BigInt", "bigint"},
    {"Date", "timestamp"},
    {"Buffer", "bytea"},
    {"simple-array", "text"},
    {"simple-json", "text"},
});

/// The types that TypeORM takes for a column (its PostgresDriver), without aliases.
constexpr auto known_to_typeorm = std::to_array<std::string_view>({"smallint",
                                                                   "integer",
                                                                   "bigint",
                                                                   "numeric",
                                                                   "real",
                                                                   "double precision",
                                                                   "money",
                                                                   "character varying",
                                                                   "character",
                                                                   "text",
                                                                   "citext",
                                                                   "hstore",
                                                                   "bytea",
                                                                   "bit",
                                                                   "bit varying",
                                                                   "timestamp without time zone",
                                                                   "timestamp with time zone",
                                                                   "date",
                                                                   "time without time zone",
                                                                   "time with time zone",
                                                                   "interval",
                                                                   "boolean",
                                                                   "point",
                                                                   "line",
                                                                   "lseg",
                                                                   "box",
                                                                   "path",
                                                                   "polygon",
                                                                   "circle",
                                                                   "cidr",
                                                                   "inet",
                                                                   "macaddr",
                                                                   "macaddr8",
                                                                   "tsvector",
                                                                   "tsquery",
                                                                   "uuid",
                                                                   "xml",
                                                                   "json",
                                                                   "jsonb",
                                                                   "jsonpath",
                                                                   "int4range",
                                                                   "int8range",
                                                                   "numrange",
                                                                   "tsrange",
                                                                   "tstzrange",
                                                                   "daterange",
                                                                   "int4multirange",
                                                                   "int8multirange",
                                                                   "nummultirange",
                                                                   "tsmultirange",
                                                                   "tstzmultirange",
                                                                   "datemultirange",
                                                                   "geometry",
                                                                   "geography",
                                                                   "cube",
                                                                   "ltree",
                                                                   "vector",
                                                                   "halfvec"});

std::string unquoted(std::string_view text) {
    bool const is_quoted = text.size() >= 2 && text.starts_with('\'') && text.ends_with('\'');
    return std::string(is_quoted ? text.substr(1, text.size() - 2) : text);
}

std::string option(Type const& type, std::string_view name) {
    for (auto const& each : type.of) {
        if (each.name == name && each.of.size() == 1) {
            return unquoted(each.of.front().name);
        }
    }
    return {};
}

std::string with_modifiers(std::string_view base, Type const& type, std::string_view names) {
    std::string given;
    for (auto const& name : split(names, ',')) {
        auto const value = option(type, name);
        given += value.empty() ? "" : (given.empty() ? "" : ",") + value;
    }
    return std::string(base) + (given.empty() ? "" : "(" + given + ")");
}

std::optional<OrmType> of_enum(Enum const& each) {
    return OrmType{.name = each.type.empty() ? each.name : each.type, .enumeration = &each};
}

std::optional<OrmType> of_drizzle(Type const& type, Definitions const& definitions) {
    if (type.name == "customType") {
        return type.of.size() != 1
                   ? std::nullopt
                   : std::optional(
                         OrmType{.name = as_the_server_prints(unquoted(type.of.front().name))});
    }
    auto const found = std::find_if(builders.begin(), builders.end(),
                                    [&](Builder const& each) { return each.name == type.name; });
    if (found == builders.end()) {
        auto const* const each = definitions.find_enum(type.name);
        return each == nullptr ? std::nullopt : of_enum(*each);
    }
    auto name = with_modifiers(found->type, type, found->modifiers);
    if (option(type, "withTimezone") == "true") {
        name += " with time zone";
    } else if (is_time(as_the_server_prints(found->type))) {
        name += " without time zone";
    } else if (auto const fields = option(type, "fields"); !fields.empty()) {
        name = "interval " + fields;
    }
    return OrmType{.name = as_the_server_prints(name)};
}

std::optional<OrmType> of_typeorm_enum(Type const& type, Definitions const& definitions) {
    if (type.of.size() == 1) {
        if (auto const* const each = definitions.find_enum(type.of.front().name)) {
            return of_enum(*each);
        }
    }
    std::vector<std::string> values;
    std::vector<std::string> shown;
    for (auto const& each : type.of) {
        if (!each.name.starts_with('\'')) {
            return std::nullopt;
        }
        values.push_back(unquoted(each.name));
        shown.push_back(each.name);
    }
    return values.empty() ? std::nullopt
                          : std::optional(OrmType{.name = "enum (" + join(shown, ", ") + ")",
                                                  .values = std::move(values)});
}

std::optional<OrmType> of_typeorm(Type const& type, Definitions const& definitions) {
    if (type.name == "enum" || type.name == "simple-enum") {
        return of_typeorm_enum(type, definitions);
    }
    if (type.name == "Object" || type.name == "?" || type.name.empty()) {
        return std::nullopt;
    }
    auto const own = found_in(typeorm_types, type.name);
    auto const base = own.empty() ? std::string_view(type.name) : own;
    auto parts = parts_of(base);
    auto const length = option(type, "length");
    auto const& names = length.empty() ? "precision,scale" : "length";
    auto const given = with_modifiers("", type, names);
    if (!given.empty()) {
        parts.modifiers = given.substr(1, given.size() - 2);
    }
    return OrmType{.name = put_together(std::move(parts))};
}

}  // namespace

std::string as_the_server_prints(std::string_view type) {
    return put_together(parts_of(type));
}

std::map<std::string, std::string> by_server_names(std::map<std::string, std::string> types) {
    auto const given = types;
    for (auto const& [name, type] : given) {
        auto const parts = parts_of(name);
        types.try_emplace(parts.base + (parts.is_array ? "[]" : ""), type);
    }
    return types;
}

bool is_known_to_typeorm(std::string_view type) {
    auto const base = parts_of(type).base;
    // Of extensions: "public.geometry".
    auto const name = std::string_view(base).substr(base.rfind('.') + 1);
    return std::find(known_to_typeorm.begin(), known_to_typeorm.end(), name) !=
           known_to_typeorm.end();
}

std::optional<OrmType> orm_type(Type const& type, Terms terms, Definitions const& definitions) {
    if (type.name == "Array" && type.of.size() == 1) {
        auto element = orm_type(type.of.front(), terms, definitions);
        if (element) {
            element->is_array = true;
            element->name += element->name.ends_with("[]") ? "" : "[]";
        }
        return element;
    }
    return terms == Terms::typeorm ? of_typeorm(type, definitions) : of_drizzle(type, definitions);
}

}  // namespace lockstep::code
