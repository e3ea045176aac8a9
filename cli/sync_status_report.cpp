#include "sync_status_report.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

using Json = nlohmann::ordered_json;
using relay::StatusFacts;

constexpr int per_major = 10'000;

std::string version_text(int version) {
    return fmt::format("{}.{}", version / per_major, version % per_major);
}

std::string_view word_of(relay::Journal journal) {
    using relay::Journal;
    return journal == Journal::written ? "written" : journal == Journal::kept ? "kept" : "none";
}

std::string_view word_of(relay::Finding::Weight weight) {
    return weight == relay::Finding::Weight::wrong ? "wrong" : "note";
}

std::string slot_line(StatusFacts const& facts, relay::SetupOptions const& options) {
    auto const& slot = facts.setup.slot;
    if (!slot) {
        return options.slot + ": not there";
    }
    auto const reader = slot->active_pid      ? fmt::format("read by pid {}", *slot->active_pid)
                        : facts.relay.empty() ? std::string("nobody reads it")
                                              : "polled by " + printable(facts.relay);
    auto const failover = slot->failover ? ", for failover, too" : "";
    return slot->is_lost()
               ? fmt::format("{}: invalidated ({})", options.slot, slot->invalidation_reason)
               : fmt::format("{} ({}{}), {}; {} behind", options.slot, slot->plugin, failover,
                             reader, relay::size_text(slot->lag));
}

std::string history_line(StatusFacts const& facts, relay::SetupOptions const& options) {
    auto const& state = facts.setup.history.state;
    auto const table = options.history.qualified().text();
    if (!state) {
        return table + ": nothing of this slot";
    }
    auto const last =
        facts.since_last_change
            ? fmt::format("; last change {} ago", relay::time_text(*facts.since_last_change))
            : std::string();
    return fmt::format("{}, epoch {}, position {}, at {}{}", table, state->epoch, state->position,
                       to_string(state->lsn), last);
}

std::string leader_line(StatusFacts const& facts) {
    auto const& state = facts.setup.history.state;
    if (!state || state->leader.empty()) {
        return "none";
    }
    auto const seen =
        state->seconds_unseen
            ? fmt::format(", seen {} ago",
                          relay::time_text(std::chrono::seconds(*state->seconds_unseen)))
            : std::string();
    return fmt::format("{} since {}{} (term {})", printable(state->leader), state->leader_since,
                       seen, state->term);
}

std::string publication_line(StatusFacts const& facts, relay::SetupOptions const& options) {
    auto const& it = facts.setup.publication;
    if (!it) {
        return options.publication + ": not there";
    }
    return it->all_tables
               ? options.publication + ": all tables"
               : fmt::format("{}: {}{}", printable(options.publication),
                             count_of(it->tables.size(), "table"),
                             it->schemas.empty() ? std::string()
                                                 : " and all of " + join(it->schemas, ", "));
}

template <class Number>
Json number_or_null(std::optional<Number> const& number) {
    return number ? Json(*number) : Json(nullptr);
}

Json seconds_or_null(std::optional<std::chrono::seconds> const& time) {
    return time ? Json(time->count()) : Json(nullptr);
}

Json lsn_or_null(std::optional<relay::Lsn> const& lsn) {
    return lsn ? Json(to_string(*lsn)) : Json(nullptr);
}

Json text_or_null(std::string const& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json slot_json(StatusFacts const& facts, relay::SetupOptions const& options) {
    auto const& slot = facts.setup.slot;
    if (!slot) {
        return {{"name", options.slot}, {"exists", false}};
    }
    auto const& budget = facts.budget;
    return {{"name", options.slot},
            {"exists", true},
            {"plugin", text_or_null(slot->plugin)},
            {"active_pid", number_or_null(slot->active_pid)},
            {"restart_lsn", lsn_or_null(slot->restart_lsn)},
            {"confirmed_flush_lsn", lsn_or_null(slot->confirmed_flush_lsn)},
            {"wal_status", text_or_null(slot->wal_status)},
            {"invalidation_reason", text_or_null(slot->invalidation_reason)},
            {"inactive_since", text_or_null(slot->inactive_since)},
            {"failover", slot->failover},
            {"synced", slot->synced},
            {"lag_bytes", slot->lag},
            {"retained_bytes", budget.retained},
            {"limit_bytes", number_or_null(budget.limit)},
            {"growth_bytes_per_second", number_or_null(budget.growth)},
            {"seconds_to_limit", seconds_or_null(budget.time_left)}};
}

Json history_json(StatusFacts const& facts, relay::SetupOptions const& options) {
    Json json{{"table", options.history.qualified().text()},
              {"dead_letters", facts.dead_letters},
              {"last_change_at", text_or_null(facts.last_change_at)},
              {"seconds_behind", seconds_or_null(relay::seconds_behind(facts))}};
    if (auto const& state = facts.setup.history.state) {
        json.update({{"epoch", state->epoch},
                     {"position", state->position},
                     {"lsn", to_string(state->lsn)},
                     {"term", state->term},
                     {"leader", text_or_null(state->leader)},
                     {"leader_since", text_or_null(state->leader_since)},
                     {"seen_at", text_or_null(state->seen_at)}});
    }
    return json;
}

Json publication_json(StatusFacts const& facts, relay::SetupOptions const& options) {
    auto const& it = facts.setup.publication;
    Json json{{"name", options.publication}, {"exists", it.has_value()}};
    if (it) {
        auto tables = Json::array();
        for (auto const& table : it->tables) {
            tables.push_back(table.table.shown());
        }
        json.update({{"all_tables", it->all_tables},
                     {"schemas", it->schemas},
                     {"tables", std::move(tables)},
                     {"via_root", it->via_root}});
    }
    return json;
}

}  // namespace

std::string status_text(StatusFacts const& facts, relay::SetupOptions const& options,
                        std::span<relay::Finding const> findings) {
    auto const& server = facts.setup.server;
    auto const line = [](std::string_view name, std::string_view text) {
        return fmt::format("{:<13}{}\n", name, text);
    };
    auto text =
        line("source", fmt::format("{} on PostgreSQL {}, timeline {}, at {}{}",
                                   printable(facts.setup.rights.database),
                                   version_text(facts.setup.server_version), server.timeline,
                                   to_string(server.lsn), server.in_recovery ? ", a standby" : ""));
    text += line("slot", slot_line(facts, options));
    if (facts.setup.slot && !facts.setup.slot->is_lost()) {
        text += line("WAL", relay::described(facts.budget));
    }
    text += line("history", history_line(facts, options));
    text += line("leader", leader_line(facts));
    text += line("publication", publication_line(facts, options));
    text += line("journal", word_of(facts.setup.journal));
    for (auto const& it : findings) {
        text += fmt::format("{:<13}{}\n", word_of(it.weight), it.text);
        text += it.mend.empty() ? "" : fmt::format("{:<13}→ {}\n", "", it.mend);
    }
    return text;
}

std::string status_json(StatusFacts const& facts, relay::SetupOptions const& options,
                        std::span<relay::Finding const> findings, bool on_one_line) {
    auto const& server = facts.setup.server;
    auto list = Json::array();
    for (auto const& it : findings) {
        list.push_back({{"weight", word_of(it.weight)},
                        {"code", it.code},
                        {"text", it.text},
                        {"mend", it.mend}});
    }
    Json const json{{"format", "lockstep/sync-status"},
                    {"version", 1},
                    {"healthy", !relay::has_wrong(findings)},
                    {"source",
                     {{"database", facts.setup.rights.database},
                      {"server_version", facts.setup.server_version},
                      {"system_identifier", server.system_identifier},
                      {"timeline", server.timeline},
                      {"in_recovery", server.in_recovery},
                      {"lsn", to_string(server.lsn)}}},
                    {"slot", slot_json(facts, options)},
                    {"history", history_json(facts, options)},
                    {"publication", publication_json(facts, options)},
                    {"journal", word_of(facts.setup.journal)},
                    {"findings", std::move(list)}};
    return json.dump(on_one_line ? -1 : 2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::cli
