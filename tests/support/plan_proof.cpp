#include "support/plan_proof.hpp"

#include <algorithm>
#include <optional>

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

namespace {

/// The order of columns cannot be changed: one that comes back stands last.
bool is_order_of_columns(diff::Change const& change) {
    return change.property != nullptr && change.property->name == "columns" &&
           change.kind().catalog == "pg_class" && change.kind().name != "index";
}

}  // namespace

bool has_other_order(schema::Schema const& got, schema::Schema const& wanted) {
    auto const changes = diff::diff(got, wanted).list;
    return std::any_of(changes.begin(), changes.end(), is_order_of_columns);
}

std::string what_is_left(schema::Schema const& got, schema::Schema const& wanted) {
    std::string text;
    auto const changes = diff::diff(got, wanted).list;
    auto const other_order = std::any_of(changes.begin(), changes.end(), is_order_of_columns);
    for (auto const& change : changes) {
        // A statistics object lists its columns in the order of the table's.
        bool const follows = other_order && change.kind().name == "statistics";
        text += is_order_of_columns(change) || follows ? "" : "\n  left: " + diff::describe(change);
    }
    if (changes.empty() && schema::fingerprint(got).schema != schema::fingerprint(wanted).schema) {
        text += "\n  the fingerprints differ, and no change is found";
    }
    return text;
}

schema::Schema read_for_plan(pg::Connection& connection) {
    return read_in_transaction(
        connection, {.server_version = connection.server_version(), .dependencies = true});
}

namespace {

/// What is wrong with where a plan has led to, or nothing.
std::string judge(schema::Schema const& reached, schema::Schema const& to,
                  plan::PlanOptions const& options, std::string const& script) {
    auto const left = diff::diff(reached, to);
    if (!left.list.empty()) {
        return fmt::format("does not arrive:{}\n{}", listed(left), script);
    }
    auto const again = plan::make_plan(reached, to, options);
    if (!again.empty()) {
        return fmt::format("plans again:\n{}\nafter\n{}", plan::to_script(again, "again"), script);
    }
    return {};
}

void prepare(pg::Connection& connection) {
    connection.execute(sql("SET check_function_bodies = off; SET search_path = ''"));
}

}  // namespace

std::string prove_plan(pg::Connection& connection, schema::Schema const& from,
                       schema::Schema const& to) {
    auto const plan = plan::make_plan(from, to);
    auto const script = plan::to_script(plan, "plan");
    prepare(connection);
    for (auto const& statement : plan.statements()) {
        try {
            connection.execute(statement.text);
        } catch (pg::Error const& error) {
            return fmt::format("{}\n  {}\n{}", error.what(), statement.text.text(), script);
        }
    }
    return judge(read_for_plan(connection), to, {}, script);
}

void run_plan(pg::Connection& connection, plan::Plan const& plan) {
    prepare(connection);
    for (auto const& step : plan.steps) {
        std::optional<pg::Transaction> transaction;
        if (step.in_transaction) {
            transaction.emplace(connection);
        }
        for (auto const& statement : step.statements) {
            connection.execute(statement.text);
        }
        if (transaction) {
            transaction->commit();
        }
    }
}

std::string prove_online_plan(pg::Connection& connection, schema::Schema const& from,
                              schema::Schema const& to) {
    plan::PlanOptions const options{.diff = {}, .online = true};
    auto const plan = plan::make_plan(from, to, options);
    auto const script = plan::to_script(plan, "online");
    try {
        run_plan(connection, plan);
    } catch (pg::Error const& error) {
        return fmt::format("{}\n{}", error.what(), script);
    }
    pg::Transaction const transaction(connection);
    return judge(read_for_plan(connection), to, options, script);
}

}  // namespace lockstep::tests
