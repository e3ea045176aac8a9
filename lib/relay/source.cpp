#include "relay/source.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/numbers.hpp"
#include "relay/polled_source.hpp"
#include "relay/server_state.hpp"
#include "relay/slot.hpp"
#include "relay/streamed_source.hpp"
#include "relay/value_settings.hpp"
#include "relay/wal2json.hpp"
#include "relay/wal2json_tables.hpp"

namespace lockstep::relay {

pg::ConnectOptions source_connection(SourceOptions const& source) {
    pg::ConnectOptions options{.statement_timeout = source.most_silence,
                               .cancels = false,
                               .application_name = "lockstep relay",
                               .heeds_interrupts = false};
    for (auto const& [name, value] : value_settings) {
        options.settings.emplace_back(name, value);
    }
    return options;
}

namespace {

SourceOptions checked(SourceOptions options) {
    check_slot_name(options.slot);
    return options;
}

}  // namespace

Source::Source(SourceOptions options) : options_(checked(std::move(options))) {}

/// What of it belongs to the slot; wal2json only looks into it, for what to leave out.
/// PostgreSQL 18 streams nothing where the publication is missing, with a warning in its log alone;
/// the older ones refuse.
std::optional<Oid> Source::publication() {
    auto const rows = command(sql("SELECT oid FROM pg_catalog.pg_publication WHERE pubname = {}",
                                  literal(options_.publication)));
    if (rows.size() == 0) {
        throw Error(
            ExitCode::server_refused,
            fmt::format("publication \"{}\" does not exist", printable(options_.publication)),
            "Make it again, which begins a new epoch: lockstep sync setup");
    }
    if (is_wal2json()) {
        left_out_ = read_table_names(command(unpublished_tables(options_.publication)));
        return std::nullopt;
    }
    return static_cast<Oid>(to_number(rows.cell(0, 0)));
}

/// A database without an encoding holds any bytes, which the server would refuse to send as UTF-8,
/// again and again: they are looked at here.
void Source::look_at_server() {
    auto const server = command(
        sql("SELECT current_setting('server_version_num'), current_setting('server_encoding')"));
    refuse_old_source(static_cast<int>(to_number(server.cell(0, 0))));
    if (server.cell(0, 1) == "SQL_ASCII") {
        command(sql("SET client_encoding = 'SQL_ASCII'"));
    }
}

SourceFacts Source::facts(std::uint32_t known) {
    look_at_server();
    auto facts = server(known);
    // Columns that only newer servers have are read by way of JSON.
    auto const slot = command(
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

bool Source::end_reader() {
    auto const ended = command(
        sql("SELECT pg_catalog.pg_terminate_backend(active_pid) FROM "
            "pg_catalog.pg_replication_slots WHERE slot_name = {} AND active_pid IS NOT NULL",
            literal(options_.slot)));
    return ended.size() > 0;
}

std::unique_ptr<Source> open_source(SourceOptions const& options) {
    if (options.poll) {
        return std::make_unique<PolledSource>(options);
    }
    return std::make_unique<StreamedSource>(options);
}

Source::PluginOptions Source::plugin_options() const {
    if (is_wal2json()) {
        PluginOptions list(wal2json_options.begin(), wal2json_options.end());
        list.emplace_back("filter-tables", wal2json_filter(left_out_));
        return list;
    }
    PluginOptions list{{"proto_version", options_.streams_early ? "2" : "1"},
                       {"publication_names", ident(options_.publication).text()},
                       {"messages", "true"}};
    if (options_.streams_early) {
        list.emplace_back("streaming", "on");
    }
    return list;
}

}  // namespace lockstep::relay
