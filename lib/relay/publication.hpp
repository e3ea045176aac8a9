#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"
#include "relay/source_tables.hpp"

namespace lockstep::relay {

/// A table that a publication names, with what it leaves out of it.
struct PublishedTable {
    TableName table;
    std::string columns;  // "id, total"; empty: all
    std::string filter;   // "(total > 0)"; empty: all rows
};

struct Publication {
    std::string owner;
    bool owned = false;  // we may do what its owner may
    bool all_tables = false;
    bool via_root = true;
    std::vector<std::string> left_out = {};  // of insert, update, delete, truncate
    std::vector<std::string> schemas = {};   // TABLES IN SCHEMA
    std::vector<PublishedTable> tables = {};
};

/// Is the table in it, by its name, its schema, or with all others?
bool holds(Publication const& publication, TableName const& table);

/// Nothing where there is none of that name.
std::optional<Publication> read_publication(pg::Connection& source, std::string_view name);

/// How a publication comes to hold what it is to hold.
struct PublicationPlan {
    Statements create;  // where there is none; it holds all of `added` then
    Statements add;     // each may be run by itself
    Statements remove;
    std::vector<TableName> added;
    std::vector<TableName> removed;
    /// What it is, and stays, although it is not what we would have made: a sentence each.
    std::vector<std::string> remarks;
    /// What it tells of our own tables, and so may not: see `plan_publication`.
    std::vector<std::string> faults;

    bool empty() const { return create.empty() && add.empty() && remove.empty(); }
};

/// Filters, lists of columns and options of a publication that exists stay as they are. One FOR ALL
/// TABLES, or TABLES IN SCHEMA, cannot leave out single tables: where our own would be among them,
/// each change of the history would make another; that is a fault.
PublicationPlan plan_publication(std::string_view name, std::optional<Publication> const& present,
                                 std::span<TableName const> wanted,
                                 std::span<SourceTable const> all, HistoryNames const& history);

}  // namespace lockstep::relay
