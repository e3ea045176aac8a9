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

/// What a type comes down to, when it is an array or a domain of something.
struct Root {
    Object const* composite = nullptr;
    bool is_array = false;
};

Root root_of(std::string_view type, Schema const& schema) {
    Root root;
    for (Object const* domain = nullptr; root.composite == nullptr; type = (*domain)["type"]) {
        if (type.ends_with("[]")) {
            root.is_array = true;
            type.remove_suffix(2);
        }
        auto const names = names_of_dotted(type);
        root.composite = schema.find(kind::composite_type, Names(names));
        domain = schema.find(kind::domain, Names(names));
        if (domain == nullptr) {
            break;
        }
    }
    return root;
}

}  // namespace

Sql conversion(Sql const& column, std::string_view before, std::string_view after,
               Schema const& from, Schema const& to) {
    auto const old_root = root_of(before, from);
    auto const new_root = root_of(after, to);
    bool const are_rows = old_root.composite != nullptr && new_root.composite != nullptr &&
                          old_root.composite->id == new_root.composite->id;
    if (are_rows && old_root.is_array == new_root.is_array) {
        return sql("{}::{}", column, raw(after));
    }
    if (are_rows && new_root.is_array) {
        return sql("CASE WHEN {} IS DISTINCT FROM NULL THEN ARRAY[{}]::{} END", column, column,
                   raw(after));
    }
    return conversion(column, before, after);
}

}  // namespace lockstep::schema
