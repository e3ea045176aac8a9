#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "relay/message.hpp"
#include "relay/relations.hpp"

namespace lockstep::relay {

/// The options that the decoder needs of wal2json.
inline constexpr auto wal2json_options =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"format-version", "2"},
                                                                  {"include-xids", "1"},
                                                                  {"include-timestamp", "1"},
                                                                  {"include-lsn", "1"},
                                                                  {"include-type-oids", "1"},
                                                                  {"include-types", "0"},
                                                                  {"include-pk", "1"}});

/// What wal2json does not tell, for people.
inline constexpr std::string_view wal2json_gaps =
    "wal2json tells NaN and the infinities of numeric, real and double precision as null, "
    "partitions by their own names, and of a replica identity other than the primary key not which "
    "columns it has; pgoutput tells all of it";

/// Takes the lines of wal2json (format 2) apart and says the same as pgoutput's decoder, as far as
/// that can be known:
/// - relations have no OID there: they are numbered in the order of their first appearance, after
///   those that were made known;
/// - a column that an UPDATE leaves out holds a large value that was not changed, or was dropped:
///   which of them, the next INSERT shows, or its type, where that is never stored apart;
/// - a table of which no INSERT was seen is known in part;
/// - which columns are the replica identity is not told: those of the primary key are named;
/// - NaN and the infinities of numeric, float4 and float8 come as null, and are null here, unless
///   "numeric-data-types-as-string" is asked for, which only newer versions of the plugin know.
/// Numbers keep their digits. Throws DecodeError.
class Wal2jsonDecoder {
public:
    /// A relation that this decoder told of in an earlier run: it keeps its number, and is told of
    /// again only when it has changed.
    void know(Relation const& relation);

    /// One line. It is one message, or two: the relation first, where the line shows that the table
    /// is new or has changed. They refer to `line` and to this decoder until the next call.
    std::span<Message const> decode(std::string_view line);

private:
    friend class Wal2jsonMeaning;

    struct Column {
        std::string name;
        Oid type = 0;
        bool key = false;
    };
    struct Table {
        Oid number = 0;
        std::string schema;
        std::string name;
        bool partial = true;
        std::vector<Column> columns;
    };

    Table& table(std::string_view schema, std::string_view name);

    std::unordered_map<std::string, Table> tables_;
    // Kept from line to line, so that in the long run nothing is allocated.
    std::vector<Message> messages_;
    std::vector<RelationColumn> columns_;
    std::vector<Cell> cells_;
    std::vector<Cell> old_cells_;
    std::string unescaped_;
    std::string table_key_;
    Oid truncated_ = 0;
    Oid last_number_ = 0;
};

}  // namespace lockstep::relay
