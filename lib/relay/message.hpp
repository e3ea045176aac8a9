#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "relay/lsn.hpp"

namespace lockstep::relay {

/// What a decoder says, whichever plugin wrote it. Texts, cells and lists lie in the bytes that
/// were decoded or in the decoder, and are good until it is given the next ones: nothing is copied.

/// A transaction's number; 0 is no transaction's. In a message within a stream it is the
/// subtransaction's that wrote it, elsewhere 0.
using Xid = std::uint32_t;
using Oid = std::uint32_t;

/// One value of a row, as the type's output function prints it.
struct Cell {
    enum class Kind : std::uint8_t {
        null,
        unchanged,  // a large value, stored apart, that the update left as it was: not told
        text,
        binary,  // as the type's send function writes it; only where it was asked for
    };
    Kind kind = Kind::null;
    std::string_view bytes;

    bool operator==(Cell const&) const = default;
};

/// A row's cells in the order of its relation's columns.
using Tuple = std::span<Cell const>;

/// How much of the row as it was before is told.
enum class Before : std::uint8_t {
    nothing,
    key,   // the columns of the replica identity; all others are null in it, whatever they were
    full,  // REPLICA IDENTITY FULL
};

struct Begin {
    Lsn commit_lsn;  // where the commit's record begins
    PgTime commit_time;
    Xid xid = 0;
};

struct Commit {
    Lsn commit_lsn;
    Lsn end_lsn;  // where the commit's record ends: to be confirmed, and this transaction's
                  // position
    PgTime commit_time;
};

/// The transaction was replicated to the server from elsewhere.
struct Origin {
    Lsn commit_lsn;  // there
    std::string_view name;
};

struct RelationColumn {
    std::string_view name;
    Oid type = 0;
    std::int32_t typmod = -1;
    bool key = false;  // part of the replica identity

    bool operator==(RelationColumn const&) const = default;
};

/// How the rows of a table look from here on.
struct RelationMessage {
    Xid xid = 0;
    Oid oid = 0;
    std::string_view schema;
    std::string_view name;
    char identity = '\0';  // pg_class.relreplident; NUL where the plugin does not tell
    bool partial = false;  // learnt from a row that need not show all columns (wal2json)
    std::span<RelationColumn const> columns;
};

/// The name of a type that is not built in.
struct TypeMessage {
    Xid xid = 0;
    Oid oid = 0;
    std::string_view schema;
    std::string_view name;
};

struct Insert {
    Xid xid = 0;
    Oid relation = 0;
    Tuple row;
};

struct Update {
    Xid xid = 0;
    Oid relation = 0;
    Before before = Before::nothing;
    Tuple old;
    Tuple row;
};

struct Delete {
    Xid xid = 0;
    Oid relation = 0;
    Before before = Before::key;
    Tuple old;
};

struct Truncate {
    Xid xid = 0;
    bool cascade = false;
    bool restart_identity = false;
    std::span<Oid const> relations;
};

/// What pg_logical_emit_message wrote. One that is not transactional comes at once, whatever
/// becomes of the transaction. Within a stream the server gives the whole transaction's number as
/// `xid`, so a message that was undone with its savepoint cannot be told from the others there; in
/// protocol 1 it does not come at all.
struct LogicalMessage {
    Xid xid = 0;
    bool transactional = false;
    Lsn lsn;
    std::string_view prefix;
    std::string_view content;
};

/// Of a message whose writer waits until the history holds all that was committed before it.
inline constexpr std::string_view awaited_prefix = "lockstep.flush";

/// What follows belongs to this transaction, which is not committed yet.
struct StreamStart {
    Xid xid = 0;
    bool first = false;
};

struct StreamStop {};

struct StreamCommit {
    Xid xid = 0;
    Lsn commit_lsn;
    Lsn end_lsn;
    PgTime commit_time;
};

/// A transaction that was streamed is undone, or a subtransaction of it.
struct StreamAbort {
    Xid xid = 0;
    Xid subxid = 0;  // the same as xid: all of it
};

using Message =
    std::variant<Begin, Commit, Origin, RelationMessage, TypeMessage, Insert, Update, Delete,
                 Truncate, LogicalMessage, StreamStart, StreamStop, StreamCommit, StreamAbort>;

}  // namespace lockstep::relay
