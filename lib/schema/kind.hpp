#pragma once

#include <optional>
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

/// Where the value of a property comes from.
enum class From {
    query,  // a cell of the kind's own catalog query
    later,  // the rows of other queries
};

/// An object that stays, and is to become another form of itself. Statements name it as `after` is
/// named: renames come first.
struct Alteration {
    Object const& before;
    Object const& after;
    Schema const& from;
    Schema const& to;
};

/// An object that has been made anew beside the old one, which bears another name by now.
struct TakeOver {
    Alteration const& alteration;
    Object const& aside;
    std::vector<Alteration> const& parts;  // those that both forms have: columns
};

/// The statements that change it in place; nothing where PostgreSQL has none for this case, so that
/// the object must be dropped and made anew.
using Alter = std::optional<Statements> (*)(Alteration const&);

/// Statements that let others go on using a table.
struct OnlineStatements {
    Statements at_once;  // where they would stand otherwise
    Statements after;    // behind all else: they wait, or take long, and run step by step
};

/// How an object is made and dropped while others use the table that it is on, or that it is. Asked
/// only where that table was there before. Null, or nothing: as otherwise.
struct Online {
    std::optional<OnlineStatements> (*create)(Object const&, Schema const& from,
                                              Schema const& to) = nullptr;
    std::optional<OnlineStatements> (*complete)(Object const&, Schema const& from,
                                                Schema const& to) = nullptr;
    std::optional<Statements> (*remove)(Object const&, Schema const& from,
                                        Schema const& to) = nullptr;
    /// Makes the new one first and drops the old one then.
    Alter replace = nullptr;
};

/// One attribute of a kind of object.
struct Property {
    std::string_view name;  // in JSON and reports: "type", "not_null"
    Shape shape = Shape::text;
    Compare compare = Compare::exactly;
    From from = From::query;
    /// The part of the text, or of each item of the list, that counts: a name that the server chose
    /// by itself, when the table had another one, does not. Null: all of it.
    std::string_view (*counts)(std::string_view) = nullptr;
    /// Changes it in place. Null: Kind::replace may. (Owner and comment are changed for all alike.)
    Alter alter = nullptr;
    /// Does PostgreSQL refuse to alter it while that dependent (which needs the object) is there?
    /// Then the dependent is dropped before and put back after. Null: never.
    bool (*disturbs)(Object const& dependent) = nullptr;
    /// What is said of the change before anything is renamed or made, and so names `before`: it
    /// frees what others may take, a name (DROP IDENTITY) or a range (DETACH PARTITION). Null:
    /// nothing.
    Statements (*release)(Alteration const&) = nullptr;
    /// As `alter` and `release`, while others use the table; what it returns instead of `alter`'s
    /// statements comes behind all else. Null, or nothing: as otherwise.
    Alter alter_online = nullptr;
    Alter release_online = nullptr;
    /// Where it is by this property that the object needs `need`: the statements that free it from
    /// that, as `need` is made anew (DROP DEFAULT, DETACH PARTITION); `alter` puts it back then.
    /// Empty: it is not. Null: never.
    Statements (*detach)(Object const& before, ObjectId const& need) = nullptr;
    /// `alter`, called with equal values too, converts what is stored to a type that is made anew.
    bool converts = false;
    /// Has each object its own? Then that of the same part of a table above does not bring it.
    /// Null: never.
    bool (*of_each)(Object const& object, Schema const& schema) = nullptr;
    /// `alter` comes behind all else: it may name an index or what else is made of the object's
    /// parts.
    bool late = false;
    /// `alter` does what Kind::link does of what is made anew, and comes at its turn.
    bool links = false;
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
    /// The query over the catalog of a server of that version (150004), or an empty text where the
    /// kind is not known there. Cells: the oid, one for each of `names`, then one per property that
    /// comes from the query (the comment does not), in the order of `properties`. NULL and '' mean
    /// the default; the owner is an oid; flags are boolean; lists are text arrays. Null: the rows
    /// come with another kind's.
    std::string (*query)(int server_version) = nullptr;
    /// Takes a row that needs more than the common reading does. Null: the common reading.
    void (*read)(CatalogReader&, Kind const&, CatalogRow const&) = nullptr;
    /// The name after DROP and COMMENT ON; null: its names, quoted, with dots.
    Sql (*identity)(Object const&) = nullptr;
    /// What must be said before all else: a type's shell, which functions need that the type needs.
    Statements (*prepare)(Object const&) = nullptr;
    /// The statements that make it, without its owner, comment, privileges, and parts of other
    /// kinds. Null: the creation of what it is part of makes it.
    Statements (*create)(Object const&, Schema const&) = nullptr;
    /// What ties it to one that stands above it, once what is part of it is there: ATTACH
    /// PARTITION.
    Statements (*link)(Object const&) = nullptr;
    /// What differs in it from that whose creation has made it: a child's own default.
    Statements (*differences)(Object const&, Schema const&) = nullptr;
    /// What can be said only when all other objects are there.
    Statements (*complete)(Object const&, Schema const&) = nullptr;
    /// Fills it when all is done; `before` is what it was, or null.
    Statements (*populate)(Object const* before, Object const& after) = nullptr;
    /// Adds it to a whole that is there already: `ALTER TABLE … ADD COLUMN`. Null: `create`.
    Statements (*add)(Object const&, Schema const&) = nullptr;
    /// Drops it on the way to `to`, where what stays there decides how: a parent's column that a
    /// child keeps. Null: `drop`.
    Statements (*remove)(Object const&, Schema const& from, Schema const& to) = nullptr;
    /// Gives all changed properties that have no `alter` of their own their new values at once:
    /// `CREATE OR REPLACE`. Null: it cannot be done.
    Alter replace = nullptr;
    /// Gives `before` the name of `after`. Null: `ALTER <sql_name> <identity> RENAME TO <name>`,
    /// and SET SCHEMA where the namespace is another.
    Statements (*rename)(Object const& before, Object const& after) = nullptr;
    Online online{};
    /// The comment that stands for none, where it has one from the start. Null: NULL.
    Sql (*standard_comment)(Object const&) = nullptr;
    /// Must it be made anew for what is to become of its parts, though each of these could be
    /// altered by itself? Null: never.
    bool (*must_be_remade)(Alteration const&) = nullptr;
    /// Where it must be made anew, so must what it is part of.
    bool remade_with_whole = false;
    /// A type whose values are in columns: where it must be made anew, the old one is renamed, the
    /// columns are converted to the new one, and only then the old one is dropped.
    bool set_aside = false;
    /// Where it is set aside: what lets values be cast from the old one to the new one, once that
    /// is there, and what takes this away again. Null: they go by their text.
    Statements (*bridge)(Alteration const&, Object const& aside) = nullptr;
    Statements (*end_bridge)(Alteration const&, Object const& aside) = nullptr;
    /// It fires for DDL: what fires goes before all else, and comes behind it.
    bool fires_for_ddl = false;
    /// May something be stored in it, which goes when it is dropped? Null: never.
    bool (*holds_data)(Object const&, Schema const&) = nullptr;
    /// Its rows or values survive where it must be made anew: the old one is put aside under
    /// another name, and dropped when the new one has taken over from it. Null: they do not.
    Statements (*take_over)(TakeOver const&) = nullptr;
    /// Is there anything to take over? Null: always.
    bool (*can_take_over)(Alteration const&) = nullptr;
    /// Frees the names that the old one would keep, `aside` being what it is called then. Null:
    /// none.
    Statements (*free_names)(Object const& before, Object const& aside,
                             Schema const& from) = nullptr;
    /// Null: `ALTER <sql_name> <identity> OWNER TO <role>`.
    Sql (*set_owner)(Object const&, Sql const& role) = nullptr;
    /// Null: `DROP <sql_name> <identity>`.
    Sql (*drop)(Object const&) = nullptr;
    /// Is a part of a table one with the part of that name of a table above, so that what changes
    /// there changes here? Null: never; what is called alike is another object.
    bool (*is_one_with_parent)(Object const& part) = nullptr;
    /// Is the need one that the order of creation may break, because `complete` makes up for it?
    bool (*ignores_need)(Object const&, ObjectId const& need) = nullptr;
    /// How many of the leading names name the object that it is part of; 0: it stands alone.
    std::size_t part_of_names = 0;
    /// Part of an object of any kind, whose names lead its own: grants, security labels.
    bool is_part = false;
    /// It comes and goes with its whole, whose own change says so: a column of a view.
    bool derived = false;

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
