#include "relay/status.hpp"

#include "relay/epoch.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

namespace {

using std::chrono::seconds;

bool has(HistoryFacts const& facts, Sql const& table) {
    for (auto const& missing : facts.missing_tables) {
        if (missing.name == table) {
            return false;
        }
    }
    return facts.closed_schemas.empty() && facts.tables_of_others.empty();
}

void read_history(pg::Connection& history, SetupOptions const& options, StatusFacts& facts) {
    if (has(facts.setup.history, sql("lockstep.dead_letter"))) {
        facts.dead_letters =
            to_number(history.query(sql("SELECT count(*) FROM lockstep.dead_letter")).cell(0, 0));
    }
    if (has(facts.setup.history, sql("lockstep.relay_state"))) {
        facts.relay = relay_at_work(history, options.slot);
    }
    if (has(facts.setup.history, options.history.qualified())) {
        // By the primary key's last entry. A clock of the source that goes ahead tells no time
        // below 0.
        auto const rows = history.query(
            sql("SELECT timestamp, greatest(0, extract(epoch FROM now() - timestamp))::bigint FROM "
                "{} ORDER BY position DESC LIMIT 1",
                options.history.qualified()));
        if (rows.size() > 0) {
            facts.last_change_at = rows.cell(0, 0);
            facts.since_last_change = seconds(to_number(rows.cell(0, 1)));
        }
    }
}

}  // namespace

WalLook look_at(SlotState const& slot, std::chrono::duration<double> at) {
    return {.at = at, .retained = slot.retained, .left = slot.safe_wal_size};
}

StatusFacts read_status(pg::Connection& source, pg::Connection& history,
                        SetupOptions const& options, std::optional<WalLook> const& before) {
    StatusFacts facts{.setup = read_setup_facts(source, history, options)};
    read_history(history, options, facts);
    if (facts.setup.slot) {
        auto const now = std::chrono::steady_clock::now().time_since_epoch();
        facts.budget = wal_budget(before, look_at(*facts.setup.slot, now));
    }
    return facts;
}

bool has_wrong(std::span<Finding const> findings) {
    for (auto const& it : findings) {
        if (it.weight == Finding::Weight::wrong) {
            return true;
        }
    }
    return false;
}

std::optional<seconds> seconds_behind(StatusFacts const& facts) {
    if (facts.setup.slot && facts.setup.slot->lag == 0) {
        return seconds(0);
    }
    return facts.since_last_change;
}

}  // namespace lockstep::relay
