#include "support/plan_proof.hpp"

#include <fmt/core.h>

#include "diff/change.hpp"
#include "plan/plan.hpp"
#include "schema/fingerprint.hpp"
#include "support/read_schema.hpp"

namespace lockstep::tests {

namespace {

std::string listed(diff::Changes const& changes) {
    std::string text;
    for (auto const& change : changes.list) {
        text += "\n  left: " + diff::describe(change);
    }
    return text;
}

}  // namespace

schema::Schema read_for_plan(pg::Connection& connection) {
    return read_in_transaction(
        connection, {.server_version = connection.server_version(), .dependencies = true});
}

std::string prove_plan(pg::Connection& connection, schema::Schema const& from,
                       schema::Schema const& to) {
    auto const plan = plan::make_plan(from, to);
    auto const script = plan::to_script(plan, "plan");
    connection.execute(sql("SET check_function_bodies = off; SET search_path = ''"));
    for (auto const& statement : plan.statements()) {
        try {
            connection.execute(statement.text);
        } catch (pg::Error const& error) {
            return fmt::format("{}\n  {}\n{}", error.what(), statement.text.text(), script);
        }
    }
    auto const reached = read_for_plan(connection);
    auto const left = diff::diff(reached, to);
    if (!left.list.empty()) {
        return fmt::format("does not arrive:{}\n{}", listed(left), script);
    }
    auto const again = plan::make_plan(reached, to);
    if (!again.empty()) {
        return fmt::format("plans again:\n{}\nafter\n{}", plan::to_script(again, "again"), script);
    }
    return {};
}

}  // namespace lockstep::tests
