#include "support/history_site.hpp"

#include <stdexcept>

#include <fmt/core.h>

namespace lockstep::tests {

namespace {

void must(Outcome const& outcome) {
    if (outcome.exit_code != 0) {
        throw std::runtime_error(outcome.out + outcome.err);
    }
}

}  // namespace

HistorySite::HistorySite(std::string_view tables, std::string_view more) : CareSite(tables, more) {
    must(sync({"setup"}));
}

void HistorySite::relay() const {
    must(sync({"serve", "--once"}));
}

std::string HistorySite::change(std::string_view statements, std::string_view client) {
    run("BEGIN");
    if (!client.empty()) {
        run(fmt::format("SELECT pg_logical_emit_message(true, 'lockstep.client', '{}')", client));
    }
    run(statements);
    auto const number = value("SELECT pg_current_xact_id()::text::bigint % 4294967296");
    run("COMMIT");
    return number;
}

std::string HistorySite::position() {
    relay();
    return value("SELECT max(position) FROM lockstep.change_history");
}

std::string HistorySite::restore(std::vector<std::string> arguments) const {
    relay();
    arguments.insert(arguments.begin(), {"restore", "--yes"});
    auto const outcome = sync(arguments);
    return outcome.exit_code == 0
               ? std::string()
               : fmt::format("exit {}\n{}{}", outcome.exit_code, outcome.out, outcome.err);
}

std::string HistorySite::rows(std::string_view table) {
    return value(fmt::format(
        "SELECT coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') FROM {} t", table));
}

}  // namespace lockstep::tests
