#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relay/relations.hpp"

namespace lockstep::relay {

/// What `lockstep.schema` told: from here on this version holds for the table.
struct VersionNews {
    std::string table;    // namespace.name; empty: for all that have no version of their own
    std::string version;  // empty: the table has none of its own
    std::string fingerprint;
    Lsn lsn;                // of the commit record of the transaction that told it
    bool is_change = true;  // the table itself was changed with it
};

/// A table came to look like this.
struct RelationNews {
    RelationPtr relation;
    Lsn lsn;  // of the commit record of the transaction in which it was seen
};

/// A change that could not be stored as it came.
struct DeadLetter {
    std::int64_t position = 0;
    std::string table_name;
    std::string operation;
    std::string error;
    std::string values;  // `name: value` lines, as the bytes came; of large ones the beginning
};

/// What is kept beside the changes.
struct News {
    std::vector<RelationNews> relations;
    std::vector<VersionNews> versions;
    std::vector<DeadLetter> dead_letters;

    bool is_empty() const { return relations.empty() && versions.empty() && dead_letters.empty(); }
};

/// A piece of the history, ready to be written: rows of change_history in the binary format of
/// COPY, without its header and trailer.
struct Batch {
    std::string rows;
    std::int64_t first_position = 0;  // of its rows
    std::int64_t position = 0;        // of the last change so far
    std::string month;                // of all of its rows: "2026-11-01"; empty if it has none
    bool ends_transaction = true;     // no: the transaction goes on in the next batch
    Lsn lsn;                          // the end of its last transaction
    PgTime commit_time;               // of that one
    News news;

    bool is_empty() const { return rows.empty() && news.is_empty(); }
};

/// Takes batches in their order; may wait.
class BatchSink {
public:
    virtual ~BatchSink() = default;
    virtual void put(Batch batch) = 0;
};

}  // namespace lockstep::relay
