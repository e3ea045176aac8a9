#include "source/catalog_read.hpp"

#include <array>

#include "base/hash.hpp"
#include "schema/catalog.hpp"
#include "source/catalog_hash.hpp"
#include "source/load_options.hpp"

namespace lockstep::source {

namespace {

/// A query of the round, and what is done with its rows.
struct Step {
    Sql query;
    std::function<void(pg::Rows const&)> take;
};

void ignore_rows(pg::Rows const&) {}

/// Settings that decide how names, expressions and dates are printed, and what planning costs. They
/// end with the transaction, so a pooler in transaction mode may hand the server on.
Sql settings() {
    return sql(
        "SELECT pg_catalog.set_config(name, value, true) FROM (VALUES ('search_path', ''), "
        "('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('extra_float_digits', '3'), "
        "('bytea_output', 'hex'), ('quote_all_identifiers', 'off'), ('jit', 'off'), "
        "('xmloption', 'content'), ('TimeZone', 'UTC')) s(name, value)");
}

void take_rows(schema::CatalogStep const& step, pg::Rows const& rows) {
    std::vector<std::string_view> cells(rows.columns());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            cells[column] = rows.cell(row, column);
        }
        step.take({cells});
    }
}

std::string first_cell(pg::Rows const& rows) {
    return rows.size() == 0 ? std::string{} : std::string(rows.cell(0, 0));
}

void run(pg::Connection& connection, std::span<Step const> steps) {
    std::vector<Sql> queries;
    for (auto const& step : steps) {
        queries.push_back(step.query);
    }
    connection.pipeline(queries, [&](std::size_t i, pg::Rows const& rows) { steps[i].take(rows); });
}

void add_state_steps(std::vector<Step>& steps, DatabaseState& state, int server_version) {
    steps.push_back({server_identity_query(), [&state](pg::Rows const& rows) {
                         state.identity = to_hex(sha256(first_cell(rows)));
                     }});
    steps.push_back({catalog_hash_query(server_version), [&state](pg::Rows const& rows) {
                         state.catalogs = to_hex(sha256(first_cell(rows)));
                     }});
}

}  // namespace

schema::Schema read_catalog(pg::Connection& connection, LoadOptions const& options,
                            std::string const& unspecified_owner, DatabaseState* state) {
    auto const version = connection.server_version();
    schema::CatalogReading reading({.server_version = version,
                                    .dependencies = options.dependencies,
                                    .namespaces = options.namespaces,
                                    .unspecified_owner = unspecified_owner,
                                    .ignored = left_out(options)});
    auto const catalog = reading.steps();
    std::vector<Step> steps;
    steps.push_back({sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"), ignore_rows});
    steps.push_back({settings(), ignore_rows});
    if (state != nullptr) {
        add_state_steps(steps, *state, version);
    }
    for (auto const& step : catalog) {
        steps.push_back({step.query, [&step](pg::Rows const& rows) { take_rows(step, rows); }});
    }
    steps.push_back({sql("COMMIT"), ignore_rows});
    run(connection, steps);
    return reading.finish();
}

DatabaseState read_state(pg::Connection& connection) {
    DatabaseState state;
    // What a pipeline sends is one transaction, so the setting ends with it.
    std::vector<Step> steps{{pg::set_local("jit", "off"), ignore_rows}};
    add_state_steps(steps, state, connection.server_version());
    run(connection, steps);
    return state;
}

}  // namespace lockstep::source
