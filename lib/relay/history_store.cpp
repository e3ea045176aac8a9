#include "relay/history_store.hpp"

#include <array>

#include <fmt/core.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "relay/numbers.hpp"
#include "relay/relation_json.hpp"

namespace lockstep::relay {

namespace {

/// What is not finished within a minute of silence is undone: a relay that stands still must not
/// keep the others from writing.
pg::ConnectOptions writing(std::chrono::milliseconds most_silence) {
    return {
        .statement_timeout = most_silence,
        .cancels = false,
        .application_name = "lockstep relay",
        .settings = {{"idle_in_transaction_session_timeout", "60s"}, {"synchronous_commit", "on"}},
        .heeds_interrupts = false};
}

/// Alive: its connection is there, and it was seen in time.
Sql leader_is_alive(std::chrono::milliseconds lease) {
    return sql(
        "(seen_at > now() - {}::interval AND EXISTS (SELECT FROM pg_stat_activity AS a WHERE "
        "a.pid = leader_backend AND (a.backend_start = leader_since OR a.backend_start IS NULL)))",
        literal(fmt::format("{} milliseconds", lease.count())));
}

}  // namespace

Deposed::Deposed() : Error(ExitCode::conflict, "another relay has taken this slot over") {}

HistoryStore::HistoryStore(std::string const& url, HistoryNames names, std::string slot,
                           std::chrono::milliseconds most_silence)
    : names_(std::move(names)), slot_(std::move(slot)), connection_(url, writing(most_silence)) {}

std::optional<Lead> HistoryStore::lead(std::string const& who, std::chrono::milliseconds lease) {
    // A leader that stands still may hold a transaction open, with rows that ours would wait for.
    auto const rows = connection_.query(
        sql("WITH old AS (SELECT slot, leader_backend, leader_since FROM lockstep.relay_state "
            "WHERE "
            "slot = $1 AND {} IS NOT TRUE FOR UPDATE), ended AS (SELECT old.slot, "
            "count(pg_terminate_backend(a.pid)) FROM old LEFT JOIN pg_stat_activity AS a ON a.pid "
            "= "
            "old.leader_backend AND a.backend_start = old.leader_since GROUP BY old.slot) UPDATE "
            "lockstep.relay_state AS s SET term = s.term + 1, leader = $2, leader_backend = "
            "pg_backend_pid(), leader_since = (SELECT backend_start FROM pg_stat_activity WHERE "
            "pid = pg_backend_pid()), seen_at = now() FROM ended WHERE s.slot = ended.slot "
            "RETURNING epoch, position, lsn, system_identifier, timeline, term, publication",
            leader_is_alive(lease)),
        std::array{pg::Parameter(slot_), pg::Parameter(who)});
    if (rows.size() == 0) {
        return std::nullopt;
    }
    return Lead{
        .end = {to_number(rows.cell(0, 0)), to_number(rows.cell(0, 1)), to_lsn(rows.cell(0, 2))},
        .system_identifier = std::string(rows.cell(0, 3)),
        .timeline = static_cast<std::uint32_t>(to_number(rows.cell(0, 4))),
        .publication = rows.is_null(0, 6)
                           ? std::nullopt
                           : std::optional(static_cast<Oid>(to_number(rows.cell(0, 6)))),
        .term = to_number(rows.cell(0, 5))};
}

void HistoryStore::beat(std::int64_t term) {
    auto const rows = connection_.query(
        sql("UPDATE lockstep.relay_state SET seen_at = now() WHERE slot = {} AND term = {}",
            literal(slot_), number(term)));
    if (rows.affected() == 0) {
        throw Deposed();
    }
}

void HistoryStore::retire(std::int64_t term) noexcept {
    try {
        // What failed may have left a transaction open.
        connection_.execute(
            sql("ROLLBACK; UPDATE lockstep.relay_state SET leader = NULL, leader_backend = NULL, "
                "leader_since = NULL, seen_at = now() WHERE slot = {} AND term = {}",
                literal(slot_), number(term)));
    } catch (std::exception const& error) {
        log().debug("the lead was not given back: {}", error.what());
    }
}

std::vector<RelationNews> HistoryStore::relations() {
    auto const rows = connection_.query(
        sql("SELECT definition, lsn FROM lockstep.relay_relation WHERE slot = $1"),
        std::array{pg::Parameter(slot_)});
    std::vector<RelationNews> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        known.push_back({std::make_shared<Relation const>(read_relation(rows.cell(i, 0))),
                         to_lsn(rows.cell(i, 1))});
    }
    return known;
}

std::vector<VersionNews> HistoryStore::versions() {
    auto const rows = connection_.query(sql("SELECT table_name, version, fingerprint, "
                                            "coalesce(changed_lsn, lsn), changed_lsn IS NOT "
                                            "NULL FROM lockstep.relay_version WHERE slot = $1"),
                                        std::array{pg::Parameter(slot_)});
    std::vector<VersionNews> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        known.push_back({std::string(rows.cell(i, 0)), std::string(rows.cell(i, 1)),
                         std::string(rows.cell(i, 2)), to_lsn(rows.cell(i, 3)),
                         rows.cell(i, 4) == "t"});
    }
    return known;
}

void HistoryStore::note_source(Lead const& lead) {
    connection_.query(
        sql("UPDATE lockstep.relay_state SET timeline = {}, publication = {} WHERE slot = {} AND "
            "term = {}",
            number(lead.timeline), lead.publication ? number(*lead.publication) : sql("NULL"),
            literal(slot_), number(lead.term)));
}

void HistoryStore::make_month(std::string const& month) {
    connection_.execute(history_partition(names_, month));
}

void HistoryStore::begin() {
    connection_.execute(sql("BEGIN"));
}

Sql HistoryStore::copy_statement() const {
    return sql("COPY {} FROM STDIN (FORMAT binary)", names_.qualified());
}

Sql HistoryStore::insert(RelationNews const& news) const {
    auto const& relation = *news.relation;
    return sql(
        "INSERT INTO lockstep.relay_relation (slot, relation, table_name, definition, lsn) VALUES "
        "({}, {}, {}, {}, {}) ON CONFLICT (slot, relation) DO UPDATE SET table_name = "
        "excluded.table_name, definition = excluded.definition, lsn = excluded.lsn;",
        literal(slot_), number(relation.oid),
        literal(printable(relation.schema + "." + relation.name)), literal(relation_json(relation)),
        lsn_literal(news.lsn));
}

Sql HistoryStore::insert(VersionNews const& news) const {
    return sql(
        "INSERT INTO lockstep.relay_version AS v (slot, table_name, version, fingerprint, lsn, "
        "changed_lsn) VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (slot, table_name) DO UPDATE SET "
        "version = coalesce(nullif(excluded.version, ''), v.version), fingerprint = "
        "excluded.fingerprint, lsn = excluded.lsn, changed_lsn = coalesce(excluded.changed_lsn, "
        "v.changed_lsn);",
        literal(slot_), literal(news.table), literal(news.version), literal(news.fingerprint),
        lsn_literal(news.lsn), news.is_change ? lsn_literal(news.lsn) : sql("NULL"));
}

Sql HistoryStore::insert(DeadLetter const& letter, Lsn lsn) const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex = "\\x";
    for (auto const c : letter.values) {
        auto const byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return sql(
        "INSERT INTO lockstep.dead_letter (slot, position, lsn, table_name, operation, error, "
        "message) VALUES ({}, {}, {}, {}, {}, {}, {}::bytea);",
        literal(slot_), number(letter.position), lsn_literal(lsn), literal(letter.table_name),
        literal(letter.operation), literal(letter.error), literal(hex));
}

void HistoryStore::commit(News const& news, HistoryEnd const& from, HistoryEnd const& to,
                          std::int64_t term) {
    std::vector<Sql> statements;
    for (auto const& each : news.relations) {
        statements.push_back(insert(each));
    }
    for (auto const& each : news.versions) {
        statements.push_back(insert(each));
    }
    for (auto const& each : news.dead_letters) {
        statements.push_back(insert(each, to.lsn));
    }
    // Whoever is not the leader, or goes on from elsewhere, sets NULL, which is refused (23502).
    statements.push_back(
        sql("UPDATE lockstep.relay_state SET position = CASE WHEN term = {} AND position = {} AND "
            "epoch "
            "= {} THEN {} END, lsn = {}, seen_at = now() WHERE slot = {}; COMMIT",
            number(term), number(from.position), number(from.epoch), number(to.position),
            lsn_literal(to.lsn), literal(slot_)));
    try {
        connection_.execute(join(statements, sql("\n")));
    } catch (pg::Error const& error) {
        if (error.sqlstate() == "23502" && error.server().table == "relay_state") {
            throw Deposed();
        }
        throw;
    }
}

}  // namespace lockstep::relay
