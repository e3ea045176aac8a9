#include "support/pgoutput_writer.hpp"

namespace lockstep::tests {

namespace {

using namespace relay;

void put_row(WireBytes& out, Tuple row) {
    out.uint16(static_cast<std::uint16_t>(row.size()));
    for (Cell const& cell : row) {
        constexpr std::string_view letters = "nutb";
        out.letter(letters[static_cast<std::size_t>(cell.kind)]);
        if (cell.kind == Cell::Kind::text || cell.kind == Cell::Kind::binary) {
            out.uint32(static_cast<std::uint32_t>(cell.bytes.size())).bytes(cell.bytes);
        }
    }
}

void put_old_row(WireBytes& out, Before before, Tuple old) {
    if (before != Before::nothing) {
        out.letter(before == Before::key ? 'K' : 'O');
        put_row(out, old);
    }
}

/// Writes each kind of message; `xid` stands there within a stream.
struct Writer {
    bool in_stream = false;
    WireBytes out = {};

    WireBytes& start(char letter) { return out.letter(letter); }
    WireBytes& start(char letter, Xid xid) {
        out.letter(letter);
        return in_stream ? out.uint32(xid) : out;
    }
    WireBytes& time(PgTime at) { return out.uint64(static_cast<std::uint64_t>(at.microseconds)); }

    void operator()(Begin const& m) {
        start('B').uint64(m.commit_lsn.value);
        time(m.commit_time).uint32(m.xid);
    }
    void operator()(Commit const& m) {
        start('C').byte(0).uint64(m.commit_lsn.value).uint64(m.end_lsn.value);
        time(m.commit_time);
    }
    void operator()(Origin const& m) { start('O').uint64(m.commit_lsn.value).text(m.name); }
    void operator()(RelationMessage const& m) {
        start('R', m.xid).uint32(m.oid).text(m.schema == "pg_catalog" ? "" : m.schema);
        out.text(m.name).letter(m.identity).uint16(static_cast<std::uint16_t>(m.columns.size()));
        for (auto const& column : m.columns) {
            out.byte(column.key ? 1 : 0).text(column.name).uint32(column.type);
            out.uint32(static_cast<std::uint32_t>(column.typmod));
        }
    }
    void operator()(TypeMessage const& m) {
        start('Y', m.xid).uint32(m.oid).text(m.schema == "pg_catalog" ? "" : m.schema).text(m.name);
    }
    void operator()(Insert const& m) {
        put_row(start('I', m.xid).uint32(m.relation).letter('N'), m.row);
    }
    void operator()(Update const& m) {
        put_old_row(start('U', m.xid).uint32(m.relation), m.before, m.old);
        put_row(out.letter('N'), m.row);
    }
    void operator()(Delete const& m) {
        put_old_row(start('D', m.xid).uint32(m.relation), m.before, m.old);
    }
    void operator()(Truncate const& m) {
        start('T', m.xid).uint32(static_cast<std::uint32_t>(m.relations.size()));
        out.byte(static_cast<std::uint8_t>((m.cascade ? 1 : 0) + (m.restart_identity ? 2 : 0)));
        for (Oid const oid : m.relations) {
            out.uint32(oid);
        }
    }
    void operator()(LogicalMessage const& m) {
        start('M', m.xid).byte(m.transactional ? 1 : 0).uint64(m.lsn.value).text(m.prefix);
        out.uint32(static_cast<std::uint32_t>(m.content.size())).bytes(m.content);
    }
    void operator()(StreamStart const& m) { start('S').uint32(m.xid).byte(m.first ? 1 : 0); }
    void operator()(StreamStop const& /*m*/) { start('E'); }
    void operator()(StreamCommit const& m) {
        start('c').uint32(m.xid).byte(0).uint64(m.commit_lsn.value).uint64(m.end_lsn.value);
        time(m.commit_time);
    }
    void operator()(StreamAbort const& m) { start('A').uint32(m.xid).uint32(m.subxid); }
};

}  // namespace

WireBytes& WireBytes::byte(std::uint8_t value) {
    bytes_ += static_cast<char>(value);
    return *this;
}

WireBytes& WireBytes::uint16(std::uint16_t value) {
    return byte(static_cast<std::uint8_t>(value >> 8U)).byte(static_cast<std::uint8_t>(value));
}

WireBytes& WireBytes::uint32(std::uint32_t value) {
    return uint16(static_cast<std::uint16_t>(value >> 16U))
        .uint16(static_cast<std::uint16_t>(value));
}

WireBytes& WireBytes::uint64(std::uint64_t value) {
    return uint32(static_cast<std::uint32_t>(value >> 32U))
        .uint32(static_cast<std::uint32_t>(value));
}

WireBytes& WireBytes::text(std::string_view value) {
    bytes_ += value;
    return byte(0);
}

WireBytes& WireBytes::bytes(std::string_view value) {
    bytes_ += value;
    return *this;
}

std::string pgoutput_bytes(Message const& message, bool in_stream) {
    Writer writer{in_stream};
    std::visit(writer, message);
    return writer.out.str();
}

}  // namespace lockstep::tests
