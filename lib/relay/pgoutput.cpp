#include "relay/pgoutput.hpp"

#include <array>

#include <fmt/core.h>

#include "relay/byte_reader.hpp"

// The messages of pgoutput, protocol 1 and 2 (PostgreSQL manual, "Logical Replication Message
// Formats"). Numbers are in network byte order; `name` is a text up to a NUL; `time` is
// microseconds since 2000-01-01 in 8 bytes; [xid:4] stands there only within a stream, and is then
// the number of the subtransaction that wrote the row (in a Message that of the whole transaction).
//
//   Begin         'B'  lsn:8 of the commit record, time, xid:4
//   Commit        'C'  flags:1 (0), lsn:8 of the commit record, lsn:8 of its end, time
//   Origin        'O'  lsn:8 of the commit there, name
//   Relation      'R'  [xid:4] oid:4, name of the schema (empty: pg_catalog), name, identity:1
//                      (d default, n nothing, f full, i index), count:2, then for each column
//                      flags:1 (1: in the replica identity), name, type's oid:4, typmod:4
//   Type          'Y'  [xid:4] oid:4, name of the schema (empty: pg_catalog), name
//   Insert        'I'  [xid:4] relation's oid:4, 'N' row
//   Update        'U'  [xid:4] relation's oid:4, ('K' row | 'O' row)?, 'N' row
//   Delete        'D'  [xid:4] relation's oid:4, ('K' row | 'O' row)
//   Truncate      'T'  [xid:4] count:4, flags:1 (1 cascade, 2 restart identity), oid:4 for each
//   Message       'M'  [xid:4] flags:1 (1 transactional), lsn:8, name of the prefix, length:4,
//   bytes Stream Start  'S'  xid:4 of the transaction, first:1 (1: nothing of it came before)
//   Stream Stop   'E'
//   Stream Commit 'c'  xid:4, flags:1 (0), lsn:8 of the commit record, lsn:8 of its end, time
//   Stream Abort  'A'  xid:4, xid:4 of what is undone: a subtransaction, or the transaction itself
//
//   row:  count:2, then for each column  'n' (null) | 'u' (unchanged and stored apart: not told)
//         | 't' length:4 text | 'b' length:4 binary
//   'K' is the row before with the columns of the replica identity, all others null; 'O' the whole
//   row before.
//
// B … C surround a transaction, S … E a part of a large one that has not ended; parts of several
// transactions alternate, never within one another. c and A come between them.

namespace lockstep::relay {

/// Reads the body of one message, after its first byte.
struct PgoutputReader {
    PgoutputDecoder& decoder;
    ByteReader in;

    // Within a stream each message says whose it is.
    Xid xid() { return decoder.in_stream_ ? in.uint32("the transaction's number") : 0; }

    std::string_view schema() {
        auto const name = in.text("the schema's name");
        return name.empty() ? "pg_catalog" : name;
    }

    void no_flags() {
        if (in.byte("flags") != 0) {
            in.fail_before(1, "no flags");
        }
    }

    std::string_view value() {
        auto const length = in.uint32("a value's length");
        return in.bytes(length, "a value as long as it says");
    }

    Cell cell() {
        switch (in.byte("a value's kind (n, u, t or b)")) {
            case 't':
                return {Cell::Kind::text, value()};
            case 'n':
                return {Cell::Kind::null, {}};
            case 'u':
                return {Cell::Kind::unchanged, {}};
            case 'b':
                if (decoder.options_.binary) {
                    return {Cell::Kind::binary, value()};
                }
                in.fail_before(1, "a value as text, as was asked for");
            default:
                in.fail_before(1, "a value's kind (n, u, t or b)");
        }
    }

    /// A number of things of which each takes at least so many bytes: checked before room is made.
    std::size_t count(std::size_t counted, std::size_t width, std::size_t least,
                      std::string_view expected) {
        if (counted > in.left() / least) {
            in.fail_before(width, expected);
        }
        return counted;
    }

    /// Appends a row to the decoder's cells; returns how many they are.
    std::size_t row() {
        auto const cells = count(in.uint16("the number of columns"), 2, 1,
                                 "a number of columns that the message has room for");
        auto const first = decoder.cells_.size();
        decoder.cells_.resize(first + cells);
        for (std::size_t i = 0; i < cells; ++i) {
            decoder.cells_[first + i] = cell();
        }
        return cells;
    }

    Tuple cells(std::size_t first, std::size_t count) const {
        return Tuple(decoder.cells_).subspan(first, count);
    }

    void expect_new_row(std::uint8_t marker, std::string_view expected) {
        if (marker != 'N') {
            in.fail_before(1, expected);
        }
    }

    Message begin() {
        return Begin{.commit_lsn = in.lsn("the commit's LSN"),
                     .commit_time = in.time("the commit's time"),
                     .xid = in.uint32("the transaction's number")};
    }

    Message commit() {
        no_flags();
        return Commit{.commit_lsn = in.lsn("the commit's LSN"),
                      .end_lsn = in.lsn("the LSN of its end"),
                      .commit_time = in.time("the commit's time")};
    }

    Message origin() {
        return Origin{.commit_lsn = in.lsn("the commit's LSN at its origin"),
                      .name = in.text("the origin's name")};
    }

    RelationColumn column() {
        RelationColumn column;
        column.key = in.flag("a column's flags (0 or 1)");
        column.name = in.text("a column's name");
        column.type = in.uint32("a column's type");
        column.typmod = static_cast<std::int32_t>(in.uint32("a column's type modifier"));
        return column;
    }

    char identity() {
        auto const letter = static_cast<char>(in.byte("the replica identity"));
        if (std::string_view("dnfi").find(letter) == std::string_view::npos) {
            in.fail_before(1, "the replica identity (d, n, f or i)");
        }
        return letter;
    }

    Message relation() {
        RelationMessage message{.xid = xid(),
                                .oid = in.uint32("the relation's OID"),
                                .schema = schema(),
                                .name = in.text("the relation's name"),
                                .identity = identity(),
                                .columns = {}};
        constexpr std::size_t smallest_column = 10;
        auto const columns = count(in.uint16("the number of columns"), 2, smallest_column,
                                   "a number of columns that the message has room for");
        decoder.columns_.resize(columns);
        for (auto& each : decoder.columns_) {
            each = column();
        }
        message.columns = decoder.columns_;
        return message;
    }

    Message type() {
        return TypeMessage{.xid = xid(),
                           .oid = in.uint32("the type's OID"),
                           .schema = schema(),
                           .name = in.text("the type's name")};
    }

    Message insert() {
        Insert message{.xid = xid(), .relation = in.uint32("the relation's OID"), .row = {}};
        expect_new_row(in.byte("the new row (N)"), "the new row (N)");
        message.row = cells(0, row());
        return message;
    }

    Message update() {
        Update message{.xid = xid(), .relation = in.uint32("the relation's OID")};
        std::size_t old = 0;
        auto marker = in.byte("the old key (K), the old row (O) or the new row (N)");
        if (marker == 'K' || marker == 'O') {
            message.before = marker == 'K' ? Before::key : Before::full;
            old = row();
            marker = in.byte("the new row (N)");
            expect_new_row(marker, "the new row (N)");
        }
        expect_new_row(marker, "the old key (K), the old row (O) or the new row (N)");
        auto const fresh = row();
        message.old = cells(0, old);
        message.row = cells(old, fresh);
        return message;
    }

    Message remove() {
        Delete message{.xid = xid(), .relation = in.uint32("the relation's OID")};
        auto const marker = in.byte("the old key (K) or the old row (O)");
        if (marker != 'K' && marker != 'O') {
            in.fail_before(1, "the old key (K) or the old row (O)");
        }
        message.before = marker == 'K' ? Before::key : Before::full;
        message.old = cells(0, row());
        return message;
    }

    Message truncate() {
        Truncate message{.xid = xid()};
        auto const relations = in.uint32("the number of relations");
        auto const flags = in.byte("the options of TRUNCATE (0 to 3)");
        if (flags > 3) {
            in.fail_before(1, "the options of TRUNCATE (0 to 3)");
        }
        message.cascade = (flags & 1U) != 0;
        message.restart_identity = (flags & 2U) != 0;
        decoder.oids_.resize(
            count(relations, 5, 4, "as many relations as the message has room for"));
        for (auto& oid : decoder.oids_) {
            oid = in.uint32("a relation's OID");
        }
        message.relations = decoder.oids_;
        return message;
    }

    Message message() {
        LogicalMessage message{.xid = xid(),
                               .transactional = in.flag("the message's flags (0 or 1)"),
                               .lsn = in.lsn("the message's LSN"),
                               .prefix = in.text("the message's prefix"),
                               .content = {}};
        auto const length = in.uint32("the content's length");
        message.content = in.bytes(length, "content as long as it says");
        return message;
    }

    Message stream_start() {
        return StreamStart{.xid = in.uint32("the transaction's number"),
                           .first = in.flag("whether it is the first part (0 or 1)")};
    }

    Message stream_stop() { return StreamStop{}; }

    Message stream_commit() {
        StreamCommit message{.xid = in.uint32("the transaction's number")};
        no_flags();
        message.commit_lsn = in.lsn("the commit's LSN");
        message.end_lsn = in.lsn("the LSN of its end");
        message.commit_time = in.time("the commit's time");
        return message;
    }

    Message stream_abort() {
        return StreamAbort{.xid = in.uint32("the transaction's number"),
                           .subxid = in.uint32("the subtransaction's number")};
    }
};

namespace {

enum class Within : std::uint8_t { anywhere, stream, no_stream };

struct Form {
    char letter;
    std::string_view name;
    int protocol;   // the first one that has it
    Within within;  // where it may stand
    Message (PgoutputReader::*read)();
};

using Reader = PgoutputReader;
constexpr std::array forms{
    Form{'B', "pgoutput: Begin", 1, Within::no_stream, &Reader::begin},
    Form{'C', "pgoutput: Commit", 1, Within::no_stream, &Reader::commit},
    Form{'O', "pgoutput: Origin", 1, Within::anywhere, &Reader::origin},
    Form{'R', "pgoutput: Relation", 1, Within::anywhere, &Reader::relation},
    Form{'Y', "pgoutput: Type", 1, Within::anywhere, &Reader::type},
    Form{'I', "pgoutput: Insert", 1, Within::anywhere, &Reader::insert},
    Form{'U', "pgoutput: Update", 1, Within::anywhere, &Reader::update},
    Form{'D', "pgoutput: Delete", 1, Within::anywhere, &Reader::remove},
    Form{'T', "pgoutput: Truncate", 1, Within::anywhere, &Reader::truncate},
    Form{'M', "pgoutput: Message", 1, Within::anywhere, &Reader::message},
    Form{'S', "pgoutput: Stream Start", 2, Within::no_stream, &Reader::stream_start},
    Form{'E', "pgoutput: Stream Stop", 2, Within::stream, &Reader::stream_stop},
    Form{'c', "pgoutput: Stream Commit", 2, Within::no_stream, &Reader::stream_commit},
    Form{'A', "pgoutput: Stream Abort", 2, Within::no_stream, &Reader::stream_abort},
};

constexpr auto none = static_cast<std::uint8_t>(forms.size());

constexpr auto form_of_letter = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(none);
    for (std::size_t i = 0; i < forms.size(); ++i) {
        table[static_cast<std::uint8_t>(forms[i].letter)] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

/// The form of the message, if it may stand here.
Form const& form_of(std::string_view bytes, int protocol, bool in_stream) {
    if (bytes.empty()) {
        throw DecodeError("pgoutput", bytes, 0, "a message");
    }
    auto const which = form_of_letter[static_cast<std::uint8_t>(bytes.front())];
    if (which == none || forms[which].protocol > protocol) {
        throw DecodeError("pgoutput", bytes, 0, fmt::format("a message of protocol {}", protocol));
    }
    auto const& form = forms[which];
    if (form.within != Within::anywhere && in_stream != (form.within == Within::stream)) {
        throw DecodeError(form.name, bytes, 0,
                          in_stream ? "what may stand within a stream" : "no Stream Stop here");
    }
    return form;
}

}  // namespace

Message PgoutputDecoder::decode(std::string_view bytes) {
    auto const& form = form_of(bytes, options_.protocol, in_stream_);
    cells_.clear();
    PgoutputReader reader{*this, ByteReader(form.name, bytes)};
    reader.in.byte("a message");
    auto message = (reader.*form.read)();
    reader.in.end();
    in_stream_ = form.letter == 'S' || (in_stream_ && form.letter != 'E');
    return message;
}

}  // namespace lockstep::relay
