#include "relay/source.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/numbers.hpp"
#include "relay/slot.hpp"
#include "relay/value_settings.hpp"
#include "relay/wal2json.hpp"

namespace lockstep::relay {

namespace {

pg::ConnectOptions canonical() {
    pg::ConnectOptions options{.statement_timeout = std::chrono::minutes(1),
                               .cancels = false,
                               .application_name = "lockstep relay",
                               .heeds_interrupts = false};
    for (auto const& [name, value] : value_settings) {
        options.settings.emplace_back(name, value);
    }
    return options;
}

/// A literal of the replication commands' grammar, which knows no escapes but doubled quotes.
Sql replication_literal(std::string_view text) {
    return Sql::from_server("'" + replace_all(std::string(text), "'", "''") + "'");
}

Sql plugin_options(SourceOptions const& options) {
    if (options.plugin == "wal2json") {
        return Sql::from_server(std::string(wal2json_options));  // a text of our source
    }
    return sql(
        "{}, publication_names {}, messages 'true'",
        options.streams_early ? sql("proto_version '2', streaming 'on'") : sql("proto_version '1'"),
        replication_literal(ident(options.publication).text()));
}

/// Checked by the constructor; unquoted, some would be keywords.
Sql slot_name(std::string const& slot) {
    return Sql::from_server('"' + slot + '"');
}

SourceOptions const& checked(SourceOptions const& options) {
    check_slot_name(options.slot);
    return options;
}

}  // namespace

Source::Source(SourceOptions const& options)
    : options_(checked(options)), stream_(options.url, canonical()) {}

/// PostgreSQL 18 streams nothing where the publication is missing, with a warning in its log alone;
/// the older ones refuse.
std::optional<Oid> Source::publication() {
    if (options_.plugin != "pgoutput") {
        return std::nullopt;
    }
    auto const rows =
        stream_.command(sql("SELECT oid FROM pg_catalog.pg_publication WHERE pubname = {}",
                            literal(options_.publication)));
    if (rows.size() == 0) {
        throw Error(
            ExitCode::server_refused,
            fmt::format("publication \"{}\" does not exist", printable(options_.publication)),
            "Make it again, which begins a new epoch: lockstep sync setup");
    }
    return static_cast<Oid>(to_number(rows.cell(0, 0)));
}

SourceFacts Source::facts(std::uint32_t known) {
    auto const system = stream_.command(sql("IDENTIFY_SYSTEM"));
    SourceFacts facts{.system_identifier = std::string(system.cell(0, 0)),
                      .timeline = static_cast<std::uint32_t>(to_number(system.cell(0, 1))),
                      .written = to_lsn(system.cell(0, 2)),
                      .timelines = {}};
    if (facts.timeline != known && facts.timeline > 1) {
        auto const history = stream_.command(sql("TIMELINE_HISTORY {}", number(facts.timeline)));
        facts.timelines = read_timeline_history(history.cell(0, 1));
    }
    // Columns that only newer servers have are read by way of JSON.
    auto const slot = stream_.command(
        sql("SELECT plugin, confirmed_flush_lsn, wal_status, to_jsonb(s) ->> 'invalidation_reason' "
            "FROM pg_catalog.pg_replication_slots AS s WHERE slot_name = {}",
            literal(options_.slot)));
    facts.publication = publication();
    facts.has_slot = slot.size() == 1;
    if (facts.has_slot) {
        facts.confirmed = parse_lsn(slot.cell(0, 1));
        facts.is_slot_lost = slot.cell(0, 2) == "lost" || !slot.is_null(0, 3);
        facts.slot_why = slot.is_null(0, 3) ? "its log was removed (max_slot_wal_keep_size)"
                                            : std::string(slot.cell(0, 3));
        if (slot.cell(0, 0) != options_.plugin) {
            throw Error(ExitCode::bad_input,
                        fmt::format("the slot {} belongs to the plugin {}, not {}", options_.slot,
                                    slot.cell(0, 0), options_.plugin),
                        "Name another slot, or drop this one: lockstep sync drop");
        }
    }
    return facts;
}

std::chrono::milliseconds Source::sender_timeout() {
    auto const rows = stream_.command(
        sql("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'"));
    return std::chrono::milliseconds(to_number(rows.cell(0, 0)));
}

bool Source::end_reader() {
    auto const ended = stream_.command(
        sql("SELECT pg_catalog.pg_terminate_backend(active_pid) FROM "
            "pg_catalog.pg_replication_slots WHERE slot_name = {} AND active_pid IS NOT NULL",
            literal(options_.slot)));
    return ended.size() > 0;
}

void Source::start(Lsn from) {
    stream_.start(sql("START_REPLICATION SLOT {} LOGICAL {} ({})", slot_name(options_.slot),
                      Sql::from_server(to_string(from)), plugin_options(options_)));
}

}  // namespace lockstep::relay
