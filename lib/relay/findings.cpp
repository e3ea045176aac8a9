#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/status.hpp"

namespace lockstep::relay {

namespace {

using Weight = Finding::Weight;
using std::chrono::seconds;

/// So many tables are named in a finding.
constexpr std::size_t most_named = 5;

constexpr std::int64_t wal_file = 16 * 1'048'576;
constexpr seconds soon{3'600};

class Looker {
public:
    Looker(StatusFacts const& facts, SetupOptions const& options)
        : facts_(facts), options_(options) {}

    std::vector<Finding> look() && {
        settings();
        slot();
        relay();
        history();
        publication();
        return std::move(findings_);
    }

private:
    void wrong(std::string code, std::string text, std::string mend = {}) {
        findings_.push_back({Weight::wrong, std::move(code), std::move(text), std::move(mend)});
    }
    void note(std::string code, std::string text, std::string mend = {}) {
        findings_.push_back({Weight::note, std::move(code), std::move(text), std::move(mend)});
    }

    void settings() {
        for (auto const& it : missing_settings(facts_.setup.settings, false)) {
            wrong("wal_level", it.what, it.statement.text() + "; " + it.note);
        }
    }

    void slot() {
        auto const& slot = facts_.setup.slot;
        if (!slot) {
            return wrong("slot_missing", fmt::format("there is no slot {}", options_.slot),
                         "lockstep sync setup makes it");
        }
        if (slot->plugin != options_.plugin || slot->database != facts_.setup.rights.database) {
            return wrong("slot_of_others",
                         fmt::format("the slot {} was not made for this: plugin {}, database {}",
                                     options_.slot, slot->plugin, slot->database),
                         "Name another one: `sync.slot` in the config");
        }
        if (slot->is_lost()) {
            return wrong("slot_lost",
                         fmt::format("the slot was invalidated: {}", slot->invalidation_reason),
                         "lockstep sync setup makes it anew; changes in between are lost, and a "
                         "new epoch begins");
        }
        if (slot->wal_status == "unreserved") {
            wrong("slot_in_danger",
                  "the slot is over its limit: the next checkpoint may remove WAL that it needs",
                  "Let a relay read it now, or raise max_slot_wal_keep_size");
        } else if (facts_.budget.time_left && *facts_.budget.time_left < soon) {
            wrong("slot_in_danger", described(facts_.budget),
                  "Let a relay read it, or raise max_slot_wal_keep_size");
        }
        if (facts_.setup.settings.max_slot_wal_keep_size_mb < 0) {
            note("no_wal_limit", "max_slot_wal_keep_size has no limit",
                 "ALTER SYSTEM SET max_slot_wal_keep_size = '16GB'; SELECT pg_reload_conf()");
        }
    }

    void relay() {
        auto const& slot = facts_.setup.slot;
        auto const& state = facts_.setup.history.state;
        if (!slot || slot->is_lost() || slot->active_pid || !facts_.relay.empty()) {
            return;
        }
        bool const is_long =
            !state || !state->seconds_unseen || seconds(*state->seconds_unseen) >= longest_absence;
        auto const since = state && !state->seen_at.empty()
                               ? fmt::format("since {}", state->seen_at)
                               : std::string("and none ever did");
        if (is_long && slot->lag >= wal_file) {
            wrong("no_relay",
                  fmt::format("no relay reads the slot, {}; {} of WAL wait", since,
                              size_text(slot->lag)),
                  "lockstep sync serve, or sync serve --once from cron");
        } else {
            note("no_relay_now", "no relay reads the slot at the moment");
        }
    }

    void history() {
        auto const& it = facts_.setup.history;
        if (!it.missing_tables.empty() || !it.missing_schemas.empty()) {
            wrong("history_missing", "tables of the history are missing",
                  "lockstep sync setup makes them");
        }
        for (auto const& column : it.missing_columns) {
            wrong("history_outdated",
                  fmt::format("lockstep.{} is of an earlier version: it has no column {}",
                              column.table, column.column),
                  "lockstep sync setup brings it up to date");
        }
        for (auto const& missing : missing_history_rights(facts_.setup)) {
            wrong("history_rights", missing.what, missing.statement.text());
        }
        if (it.state && it.state->system_identifier != facts_.setup.server.system_identifier) {
            wrong("other_server", "the history was written of another server",
                  "lockstep sync serve begins a new epoch, and says why");
        }
        if (!it.state && it.missing_tables.empty() && it.closed_schemas.empty()) {
            wrong("no_state",
                  fmt::format("the history knows nothing of the slot {}", options_.slot),
                  "lockstep sync setup begins it");
        }
        if (facts_.dead_letters > 0) {
            wrong("dead_letters",
                  fmt::format("{} in lockstep.dead_letter",
                              count_of(static_cast<std::size_t>(facts_.dead_letters), "change")),
                  "Its column error says why each of them could not be stored as it came");
        }
    }

    void publication() {
        if (!facts_.setup.publication) {
            return wrong("publication_missing",
                         fmt::format("there is no publication {}", options_.publication),
                         "lockstep sync setup makes it, and a new slot");
        }
        auto const wanted = wanted_tables(facts_.setup.tables, options_.tables, options_.history);
        auto const change = plan_publication(options_.publication, facts_.setup.publication, wanted,
                                             facts_.setup.tables, options_.history);
        for (auto const& fault : change.faults) {
            wrong("publishes_itself", fault, "lockstep sync setup says how to end that");
        }
        for (auto const& remark : change.remarks) {
            note("publication", remark);
        }
        missing_tables(change.added);
        if (!change.removed.empty()) {
            wrong(
                "publication_surplus",
                "published, but not named by `sync.tables`: " + some_of(change.removed, most_named),
                "lockstep sync setup takes them out");
        }
        identities();
    }

    void missing_tables(std::vector<TableName> const& missing) {
        if (!missing.empty()) {
            options_.adds_tables
                ? wrong("publication_lacks", "not published: " + some_of(missing, most_named),
                        "lockstep sync setup adds them, or says why not")
                : note("publication_lacks",
                       "not published, for `sync.new_tables` says \"ignore\": " +
                           some_of(missing, most_named));
        }
    }

    void identities() {
        std::vector<TableName> published;
        for (auto const& it : facts_.setup.publication->tables) {
            published.push_back(it.table);
        }
        auto const report = look_at_identity(facts_.setup.tables, published);
        for (auto const& it : report.without) {
            wrong("no_identity",
                  fmt::format("the server refuses UPDATE and DELETE of {}: it is published, and "
                              "has no replica identity",
                              printable(it.table.shown())),
                  "lockstep sync setup --fix, or a primary key");
        }
    }

    StatusFacts const& facts_;
    SetupOptions const& options_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> findings_of(StatusFacts const& facts, SetupOptions const& options) {
    return Looker(facts, options).look();
}

}  // namespace lockstep::relay
