#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/history_tables.hpp"

namespace lockstep::relay {

struct TableName {
    std::string schema;
    std::string name;

    auto operator<=>(TableName const&) const = default;
    /// As SQL; and for people, "public.orders", without quotes.
    Sql qualified() const { return sql("{}.{}", ident(schema), ident(name)); }
    std::string shown() const { return schema + "." + name; }
};

/// By what an UPDATE or DELETE tells which row it was.
enum class Identity {
    key,      // the primary key; old values of other columns are not told
    index,    // another unique index; likewise
    full,     // the whole row
    nothing,  // where such a table is published, the server refuses its UPDATE and DELETE
};

/// A table of the source that can be published.
struct SourceTable {
    TableName table;
    std::uint32_t oid = 0;
    std::string owner;
    bool owned = false;  // we may do what its owner may
    bool owner_is_superuser = false;
    bool readable = false;  // we may SELECT from it, and reach its schema
    bool partitioned = false;
    bool of_extension = false;
    Identity identity = Identity::nothing;
    /// A unique index over columns that are NOT NULL, should there be one besides the key.
    std::string suitable_index;
    /// What it is a partition of, in the end.
    std::optional<TableName> root;
};

/// All of them, by name: ordinary and partitioned tables, not temporary, not unlogged.
std::vector<SourceTable> read_source_tables(pg::Connection& source);

/// "public.orders, public.lines and 3 more": so many of them at most, and then how many are left.
/// `before_rest` is what stands before that.
std::string some_of(std::span<TableName const> tables, std::size_t most,
                    std::string_view before_rest = " and");

/// Those that the publication is to hold: of which a pattern (`public.orders`, `audit.*`, and
/// `orders` alone for one in public) tells, or all where there is no pattern. Partitions come by
/// the table that they are part of. Never our own: the schema lockstep, and the history.
std::vector<TableName> wanted_tables(std::span<SourceTable const> all,
                                     std::span<std::string const> patterns,
                                     HistoryNames const& history);
/// Does a pattern name this very table, without `*` and `?`?
bool is_named(TableName const& table, std::span<std::string const> patterns);
/// Is it one of our own?
bool is_own(SourceTable const& table, HistoryNames const& history);

/// The tables whose rows a published one holds: itself, or its partitions.
std::vector<SourceTable> rows_of(std::span<SourceTable const> all, TableName const& published);

}  // namespace lockstep::relay
