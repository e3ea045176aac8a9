#include "support/relay_story.hpp"

#include <fmt/core.h>

#include "relay/lsn.hpp"

namespace lockstep::tests {

namespace {

using namespace relay;

std::string told(Cell const& cell) {
    switch (cell.kind) {
        case Cell::Kind::null:
            return "null";
        case Cell::Kind::unchanged:
            return "~";
        case Cell::Kind::text:
            return std::string(cell.bytes);
        case Cell::Kind::binary:
            break;
    }
    std::string digits = "x:";
    for (char const byte : cell.bytes) {
        digits += fmt::format("{:02x}", static_cast<std::uint8_t>(byte));
    }
    return digits;
}

std::string told_before(Before before, Tuple old) {
    switch (before) {
        case Before::nothing:
            return "";
        case Before::key:
            return fmt::format(" (key {})", tests::told(old));
        case Before::full:
            return fmt::format(" (old {})", tests::told(old));
    }
    return "?";
}

std::string of(Xid xid) {
    return xid == 0 ? "" : fmt::format(" of {}", xid);
}

struct Teller {
    std::string operator()(Begin const& m) const {
        return fmt::format("begin {} at {} time {}", m.xid, to_string(m.commit_lsn),
                           m.commit_time.microseconds);
    }
    std::string operator()(Commit const& m) const {
        return fmt::format("commit at {} end {} time {}", to_string(m.commit_lsn),
                           to_string(m.end_lsn), m.commit_time.microseconds);
    }
    std::string operator()(Origin const& m) const {
        return fmt::format("origin {} at {}", m.name, to_string(m.commit_lsn));
    }
    std::string operator()(RelationMessage const& m) const {
        auto line =
            fmt::format("relation {}{} {}.{} identity {}{}:", m.oid, of(m.xid), m.schema, m.name,
                        m.identity == '\0' ? '?' : m.identity, m.partial ? " in part" : "");
        for (auto const& column : m.columns) {
            line += fmt::format(" {}{} {}({})", column.key ? "*" : "", column.name, column.type,
                                column.typmod);
        }
        return line;
    }
    std::string operator()(TypeMessage const& m) const {
        return fmt::format("type {}{} {}.{}", m.oid, of(m.xid), m.schema, m.name);
    }
    std::string operator()(Insert const& m) const {
        return fmt::format("insert {}{} -> {}", m.relation, of(m.xid), tests::told(m.row));
    }
    std::string operator()(Update const& m) const {
        return fmt::format("update {}{}{} -> {}", m.relation, of(m.xid),
                           told_before(m.before, m.old), tests::told(m.row));
    }
    std::string operator()(Delete const& m) const {
        return fmt::format("delete {}{}{}", m.relation, of(m.xid), told_before(m.before, m.old));
    }
    std::string operator()(Truncate const& m) const {
        auto line = fmt::format("truncate{}:", of(m.xid));
        for (Oid const oid : m.relations) {
            line += fmt::format(" {}", oid);
        }
        return line + (m.cascade ? " cascade" : "") + (m.restart_identity ? " restart" : "");
    }
    std::string operator()(LogicalMessage const& m) const {
        return fmt::format("message{} {} at {} {}: {}", of(m.xid),
                           m.transactional ? "transactional" : "at once", to_string(m.lsn),
                           m.prefix, m.content);
    }
    std::string operator()(StreamStart const& m) const {
        return fmt::format("stream start {}{}", m.xid, m.first ? " first" : "");
    }
    std::string operator()(StreamStop const& /*m*/) const { return "stream stop"; }
    std::string operator()(StreamCommit const& m) const {
        return fmt::format("stream commit {} at {} end {} time {}", m.xid, to_string(m.commit_lsn),
                           to_string(m.end_lsn), m.commit_time.microseconds);
    }
    std::string operator()(StreamAbort const& m) const {
        return fmt::format("stream abort {} of {}", m.subxid, m.xid);
    }
};

}  // namespace

std::string told(Message const& message) {
    return std::visit(Teller(), message);
}

std::string told(Tuple row) {
    std::string line;
    for (auto const& cell : row) {
        line += (line.empty() ? "" : ", ") + told(cell);
    }
    return line;
}

void Story::begin(TransactionBegin const& begin) {
    lines.push_back(Teller()(Begin{begin.commit_lsn, begin.commit_time, begin.xid}));
}

void Story::origin(Origin const& origin) {
    lines.push_back(Teller()(origin));
}

void Story::relation(Seen const& seen) {
    constexpr std::string_view news[] = {"as before", "first", "completed", "changed"};
    auto line = fmt::format("relation {}.{} {}:", seen.now->schema, seen.now->name,
                            news[static_cast<std::size_t>(seen.news)]);
    for (auto const& column : seen.now->columns) {
        line += " " + column.name;
    }
    lines.push_back(line +
                    (seen.before ? fmt::format(" ({} before)", seen.before->columns.size()) : ""));
}

void Story::row(RowChange const& change) {
    constexpr std::string_view operations[] = {"insert", "update", "delete"};
    lines.push_back(fmt::format(
        "{} {}{} -> {}", operations[static_cast<std::size_t>(change.operation)],
        change.relation->name, told_before(change.before, change.old), tests::told(change.row)));
}

void Story::truncate(Truncation const& truncation) {
    std::string line = "truncate";
    for (auto const& relation : truncation.relations) {
        line += " " + relation->name;
    }
    lines.push_back(line + (truncation.cascade ? " cascade" : "") +
                    (truncation.restart_identity ? " restart" : ""));
}

void Story::message(LogicalMessage const& message) {
    lines.push_back(fmt::format("message {}: {}{}", message.prefix, message.content,
                                message.transactional ? "" : " at once"));
}

void Story::commit(TransactionEnd const& end) {
    lines.push_back(fmt::format("commit {} at {} end {} time {}", end.xid,
                                to_string(end.commit_lsn), to_string(end.end_lsn),
                                end.commit_time.microseconds));
}

void MemorySpill::append(Xid transaction, std::string_view message) {
    messages[transaction].emplace_back(message);
}

void MemorySpill::replay(Xid transaction,
                         std::function<void(std::string_view message)> const& each) {
    for (auto const& message : messages[transaction]) {
        each(message);
    }
}

void MemorySpill::drop(Xid transaction) {
    messages.erase(transaction);
}

}  // namespace lockstep::tests
