#pragma once

#include <vector>

#include "schema/kinds/common.hpp"
#include "schema/parts.hpp"

// What the alterations of several kinds share.
namespace lockstep::schema {

/// Has the property another value after? What is unknown is not different.
bool differs(Alteration const& alteration, std::string_view property);
/// The version of the server that is altered (180001), as far as one is known.
int version_of(Alteration const& alteration);
int version_of(Schema const& from, Schema const& to);
void append(Statements& all, Statements more);

/// `alter SET (fillfactor='70')` and `alter RESET (autovacuum_enabled)`: what takes one list of
/// storage parameters to the other.
Statements set_options(Sql const& alter, TextList before, TextList after);
/// `alter OPTIONS (ADD a '1', SET b '2', DROP c)` for the options of foreign objects.
Statements set_generic_options(Sql const& alter, TextList before, TextList after);

/// `ALTER POLICY old ON table RENAME TO new`: a part of a table, whose table has its new name.
Statements rename_part(Object const& before, Object const& after);
/// `ALTER INDEX old RENAME TO new`: what moves with its table to another namespace.
Statements rename_along(Object const& before, Object const& after);

/// The table or foreign table that something is part of; null where it is part of a view.
Object const* table_of(Object const& part, Schema const& schema);
/// The tables that inherit from it, or are partitions of it.
std::vector<Object const*> children_of(Names table, Schema const& schema);
/// Does its table inherit from that table, or is a partition of it, before and after?
bool stays_child_of(Alteration const& part, Names parent);
/// Does its table get other parents?
bool is_relinked(Alteration const& part);

/// What becomes of the same part of the tables below as a part of a table is dropped.
struct Below {
    bool is_kept = false;                // a child keeps it: the parent must drop it alone
    std::vector<Object const*> dropped;  // those that must be dropped by themselves
};
Below below_dropped(Object const& part, Schema const& from, Schema const& to,
                    bool (*stays)(Object const& same, Schema const& from, Schema const& to));

/// The alteration itself, and those of the same part of all tables below its own that are there
/// before and after.
std::vector<Alteration> with_descendants(Alteration const& alteration);
/// The same, of those only in which the property gets the same new value as above them: the
/// planner leaves those to the one that stands highest.
std::vector<Alteration> with_followers(Alteration const& alteration, std::string_view property);

}  // namespace lockstep::schema
