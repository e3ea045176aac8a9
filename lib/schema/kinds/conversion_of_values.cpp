#include "schema/kinds/conversion_of_values.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

enum class Family { number, text, moment, time, bits, address, json, other };

struct Member {
    std::string_view type;
    Family family;
};

// Between two members of a family stands an assignment cast (pg_cast.castcontext 'a' or 'i').
constexpr auto members = std::to_array<Member>({
    {"smallint", Family::number},
    {"integer", Family::number},
    {"bigint", Family::number},
    {"numeric", Family::number},
    {"real", Family::number},
    {"double precision", Family::number},
    {"text", Family::text},
    {"character varying", Family::text},
    {"character", Family::text},
    {"name", Family::text},
    {"date", Family::moment},
    {"timestamp without time zone", Family::moment},
    {"timestamp with time zone", Family::moment},
    {"time without time zone", Family::time},
    {"interval", Family::time},
    {"bit", Family::bits},
    {"bit varying", Family::bits},
    {"cidr", Family::address},
    {"inet", Family::address},
    {"json", Family::json},
    {"jsonb", Family::json},
});

Family family_of(std::string_view type) {
    auto const at = std::find_if(members.begin(), members.end(),
                                 [&](Member const& member) { return member.type == type; });
    return at == members.end() ? Family::other : at->family;
}

struct Type {
    std::string name;  // without length and precision: `timestamp without time zone`
    bool is_array = false;
};

/// `timestamp(3) without time zone[]`, taken apart. Quoted names may hold anything.
Type parse(std::string_view text) {
    Type type;
    type.is_array = text.ends_with("[]");
    if (type.is_array) {
        text.remove_suffix(2);
    }
    bool quoted = false;
    int depth = 0;
    for (char const c : text) {
        quoted = (c == '"') != quoted;
        depth += !quoted && c == '(' ? 1 : 0;
        if (depth == 0) {
            type.name += c;
        }
        depth -= !quoted && c == ')' ? 1 : 0;
    }
    if (type.name.starts_with("interval ")) {
        type.name = "interval";  // of all fields, or of some
    }
    return type;
}

/// A type that has casts, not assignments, to and from what is between it and the other.
std::string_view between(Type const& before, Type const& after) {
    auto const is_number = [](Type const& type) { return family_of(type.name) == Family::number; };
    bool const is_truth = (before.name == "boolean" && is_number(after)) ||
                          (after.name == "boolean" && is_number(before));
    return is_truth ? "integer" : "text";
}

bool is_assigned(Type const& before, Type const& after) {
    auto const family = family_of(after.name);
    return family == Family::text || before.name == after.name ||
           (family != Family::other && family == family_of(before.name));
}

/// An array of the one value. A type of the user's own may be made anew at the same time.
Sql array_of(Sql const& column, std::string_view before, std::string_view after) {
    auto const item = before.find('.') == std::string_view::npos
                          ? column
                          : sql("{}::text::{}", column, raw(before));
    return sql("CASE WHEN {} IS NOT NULL THEN ARRAY[{}]::{} END", column, item, raw(after));
}

}  // namespace

Sql conversion(Sql const& column, std::string_view before, std::string_view after) {
    auto const target = raw(after);
    auto const through_text = sql("{}::text::{}", column, target);
    if (before == after) {
        return through_text;
    }
    auto const from = parse(before);
    auto const to = parse(after);
    if (from.is_array != to.is_array) {
        return to.is_array && is_assigned(from, to) ? array_of(column, before, after)
               : is_assigned({}, to)                ? Sql()
                                                    : through_text;
    }
    if (is_assigned(from, to)) {
        return {};
    }
    auto const middle = between(from, to);
    bool const is_direct = middle == from.name || middle == to.name ||
                           (middle == "text" && family_of(from.name) == Family::text);
    return is_direct ? sql("{}::{}", column, target)
                     : sql("{}::{}{}::{}", column, raw(middle), from.is_array ? sql("[]") : Sql(),
                           target);
}

namespace {

/// `(column).attribute` as the new type has it; NULL where it had none.
Sql converted_attribute(Sql const& column, Object const* before, Object const& after) {
    auto const target = raw(after["type"]);
    if (before == nullptr) {
        return sql("NULL::{}", target);
    }
    auto const value = sql("({}).{}", column, ident(after.name()));
    bool const is_built_in = (*before)["type"].find('.') == std::string_view::npos;
    if ((*before)["type"] == after["type"] && is_built_in) {
        return value;
    }
    auto const converted = conversion(value, (*before)["type"], after["type"]);
    return converted.empty() ? sql("{}::{}", value, target) : converted;
}

}  // namespace

Sql conversion_of_row(Sql const& column, std::string_view type, Schema const& from,
                      Schema const& to) {
    auto const names = names_of_dotted(type);
    auto const* const before = from.find(kind::composite_type, Names(names));
    auto const* const after = to.find(kind::composite_type, Names(names));
    if (before == nullptr || after == nullptr ||
        before->list("columns") == after->list("columns")) {
        return {};
    }
    std::vector<Sql> values;
    for (auto const name : after->list("columns").items()) {
        if (auto const* const attribute = to.part(*after, kind::attribute, name)) {
            values.push_back(
                converted_attribute(column, from.part(*before, kind::attribute, name), *attribute));
        }
    }
    // A row of nothing but nulls is null to IS NULL, too.
    return sql("CASE WHEN {} IS DISTINCT FROM NULL THEN ROW({})::{} END", column,
               comma_separated(values), raw(type));
}

}  // namespace lockstep::schema
