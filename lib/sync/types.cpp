#include "sync/types.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "code/postgresql_types.hpp"

namespace lockstep::sync {

namespace {

constexpr auto built_in_types = std::to_array<std::string_view>({"bigint",
                                                                 "bit",
                                                                 "bit varying",
                                                                 "boolean",
                                                                 "box",
                                                                 "bytea",
                                                                 "character",
                                                                 "character varying",
                                                                 "cidr",
                                                                 "circle",
                                                                 "date",
                                                                 "daterange",
                                                                 "double precision",
                                                                 "inet",
                                                                 "int4range",
                                                                 "int8range",
                                                                 "integer",
                                                                 "interval",
                                                                 "json",
                                                                 "jsonb",
                                                                 "line",
                                                                 "lseg",
                                                                 "macaddr",
                                                                 "macaddr8",
                                                                 "numeric",
                                                                 "numrange",
                                                                 "path",
                                                                 "point",
                                                                 "polygon",
                                                                 "real",
                                                                 "smallint",
                                                                 "text",
                                                                 "time with time zone",
                                                                 "time without time zone",
                                                                 "timestamp with time zone",
                                                                 "timestamp without time zone",
                                                                 "tsquery",
                                                                 "tsrange",
                                                                 "tstzrange",
                                                                 "tsvector",
                                                                 "uuid",
                                                                 "xml"});
static_assert(std::ranges::is_sorted(built_in_types));

constexpr auto functions = std::to_array<std::string_view>({"abs",
                                                            "age",
                                                            "array_length",
                                                            "btrim",
                                                            "cardinality",
                                                            "ceil",
                                                            "ceiling",
                                                            "char_length",
                                                            "character_length",
                                                            "clock_timestamp",
                                                            "concat",
                                                            "concat_ws",
                                                            "date_part",
                                                            "date_trunc",
                                                            "encode",
                                                            "extract",
                                                            "floor",
                                                            "format",
                                                            "gen_random_uuid",
                                                            "greatest",
                                                            "initcap",
                                                            "isfinite",
                                                            "json_array_length",
                                                            "json_build_array",
                                                            "json_build_object",
                                                            "json_typeof",
                                                            "jsonb_array_length",
                                                            "jsonb_build_array",
                                                            "jsonb_build_object",
                                                            "jsonb_typeof",
                                                            "left",
                                                            "length",
                                                            "like_escape",
                                                            "lower",
                                                            "lower_inc",
                                                            "lower_inf",
                                                            "lpad",
                                                            "ltrim",
                                                            "make_date",
                                                            "make_interval",
                                                            "make_time",
                                                            "make_timestamp",
                                                            "make_timestamptz",
                                                            "md5",
                                                            "mod",
                                                            "now",
                                                            "num_nonnulls",
                                                            "num_nulls",
                                                            "octet_length",
                                                            "position",
                                                            "power",
                                                            "random",
                                                            "regexp_match",
                                                            "regexp_replace",
                                                            "repeat",
                                                            "replace",
                                                            "reverse",
                                                            "right",
                                                            "round",
                                                            "rpad",
                                                            "rtrim",
                                                            "sign",
                                                            "similar_to_escape",
                                                            "split_part",
                                                            "sqrt",
                                                            "starts_with",
                                                            "statement_timestamp",
                                                            "strpos",
                                                            "substr",
                                                            "substring",
                                                            "timezone",
                                                            "to_char",
                                                            "to_date",
                                                            "to_number",
                                                            "to_timestamp",
                                                            "transaction_timestamp",
                                                            "translate",
                                                            "trim",
                                                            "trunc",
                                                            "upper",
                                                            "upper_inc",
                                                            "upper_inf"});
static_assert(std::ranges::is_sorted(functions));

constexpr auto casts = std::to_array<std::string_view>(
    {"bit",       "bool",      "boolean",   "bpchar",   "bytea",     "char",        "cidr",
     "date",      "daterange", "float4",    "float8",   "inet",      "int2",        "int4",
     "int4range", "int8",      "int8range", "interval", "json",      "jsonb",       "macaddr",
     "numeric",   "numrange",  "text",      "time",     "timestamp", "timestamptz", "timetz",
     "tsrange",   "tstzrange", "uuid",      "varbit",   "varchar"});
static_assert(std::ranges::is_sorted(casts));

bool is_among(std::span<std::string_view const> sorted, std::string_view name) {
    return std::ranges::binary_search(sorted, name);
}

/// "(80)", "(10, 2)"; of other types also words: "(Point,4326)".
bool are_modifiers(std::string_view text, bool may_have_words) {
    return std::ranges::all_of(text, [&](char c) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return (c >= '0' && c <= '9') || c == ',' || c == ' ' || c == '-' ||
               (may_have_words && is_letter);
    });
}

struct Parts {
    std::string base;
    std::string modifiers;  // without the parentheses
    std::string brackets;
};

/// "timestamp(3) with time zone[]" has its modifiers in the middle.
Parts parts_of(std::string_view type) {
    Parts parts;
    while (type.ends_with("[]")) {
        type.remove_suffix(2);
        parts.brackets += "[]";
    }
    auto const open = type.find('(');
    auto const close = type.find(')', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
        parts.base = type;
        return parts;
    }
    parts.modifiers = type.substr(open + 1, close - open - 1);
    parts.base = std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
    return parts;
}

}  // namespace

std::string base_type(std::string_view type) {
    return parts_of(type).base;
}

std::optional<std::string> allowed_type(std::string_view text, OtherTypes const& others) {
    if (text.find_first_of(";\"'\\$\n\r\t-/") != std::string_view::npos) {
        return std::nullopt;
    }
    // What looks like a type and makes a sequence beside is none.
    if (to_lower(base_type(trim(text))).ends_with("serial")) {
        return std::nullopt;
    }
    auto type = code::as_the_server_prints(trim(text));
    auto const parts = parts_of(type);
    if (is_among(built_in_types, parts.base)) {
        return are_modifiers(parts.modifiers, false) ? std::optional(type) : std::nullopt;
    }
    // Its modifiers may be words, which only the extension knows how to print.
    auto const given = parts_of(trim(text));
    if (!others.contains(parts.base) || !are_modifiers(given.modifiers, true)) {
        return std::nullopt;
    }
    return parts.base + (given.modifiers.empty() ? "" : "(" + given.modifiers + ")") +
           parts.brackets;
}

bool is_function_allowed(std::string_view name) {
    return is_among(functions, name);
}

bool is_cast_allowed(std::string_view name) {
    return is_among(casts, name);
}

}  // namespace lockstep::sync
