#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/object.hpp"
#include "sql/sql.hpp"

namespace lockstep::schema {

struct Schema;
class CatalogReader;
struct CatalogRow;

/// What form the value of a property has; it decides how the value is written in JSON.
enum class Shape {
    text,
    list,  // a TextList; an array in JSON
    flag,  // "true" or absent; true in JSON
};

/// What a property is compared for.
enum class Compare {
    exactly,
    never,           // derived from other objects, kept for readers: no part of the fingerprint
    relative_order,  // a list: only the order of what both sides have
    as_set,          // a list whose order means nothing; kept sorted
};

/// One attribute of a kind of object.
struct Property {
    std::string_view name;  // as in the catalog query, JSON, and reports: "type", "not_null"
    Shape shape = Shape::text;
    Compare compare = Compare::exactly;
};

/// All that is particular to a kind of object: how its catalog is read, what it consists of, and
/// how it is made. What the kinds have in common (names, comment, owner, privileges, dependencies,
/// dropping, order) is done once for all of them.
struct Kind {
    std::string_view name;      // PostgreSQL's own word: "materialized view"
    std::string_view sql_name;  // in DROP, COMMENT ON and GRANT ON: "MATERIALIZED VIEW"
    std::string_view catalog;   // the system catalog that its rows stand in: "pg_class"
    /// What its names are, outermost first: {"schema", "table", "name"}.
    std::vector<std::string_view> names = {"schema", "name"};
    bool in_namespace = true;
    std::vector<Property> properties;  // "owner" and "comment" come first where it can have them
    /// The query over the catalog of a server of that version (150004), or an empty one where the
    /// kind is not known there. Columns: oid, then one for each of `names`, then one per property
    /// in any order, by the property's name. NULL and '' mean the default; flags are boolean; lists
    /// are text arrays.
    std::string (*query)(int server_version) = nullptr;
    /// Takes a row that needs more than the common reading does. Null: the common reading.
    void (*read)(CatalogReader&, Kind const&, CatalogRow const&) = nullptr;
    /// The name after DROP and COMMENT ON; null: its names, quoted, with dots.
    Sql (*identity)(Object const&) = nullptr;
    /// The statements that make it, without its owner, comment, privileges and parts that have
    /// their own kind; empty when another object's creation makes it.
    Statements (*create)(Object const&, Schema const&) = nullptr;
    /// Null: `ALTER <sql_name> <identity> OWNER TO <role>`.
    Sql (*set_owner)(Object const&, Sql const& role) = nullptr;
    /// Null: `DROP <sql_name> <identity>`.
    Sql (*drop)(Object const&) = nullptr;
    /// How many of the leading names name the object that it is part of; 0: it stands alone.
    std::size_t part_of_names = 0;

    std::size_t index_of(std::string_view property) const;  // npos when there is none
    bool has(std::string_view property) const { return index_of(property) != npos; }
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

/// The table of all kinds, in an order in which their objects can usually be created.
std::span<Kind const* const> kinds();
/// The kind of that name, or null.
Kind const* find_kind(std::string_view name);
/// A kind's place in `kinds()`.
std::size_t rank(Kind const& kind);

/// "table public.orders" as SQL: the quoted identity of an object, as DROP and COMMENT ON take it.
Sql identity(Object const& object);
/// `"public"."orders"`: names joined by dots.
Sql dotted(Names names);

}  // namespace lockstep::schema
