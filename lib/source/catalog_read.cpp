#include "source/catalog_read.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.hpp"
#include "schema/catalog.hpp"

#include "source/catalog_hash.hpp"
#include "source/load_options.hpp"
#include "source/second_reader.hpp"

namespace lockstep::source {

namespace {

/// A query of the round, and what is done with its rows.
struct Step {
    Sql query;
    std::function<void(pg::Rows const&)> take;
};

void ignore_rows(pg::Rows const&) {}

/// Settings that decide how names, expressions and dates are printed, and what planning costs: our
/// joins are written in the order that suits. They end with the transaction, so a pooler in
/// transaction mode may hand the server on.
Sql settings() {
    return sql(
        "SELECT pg_catalog.set_config(name, value, true) FROM (VALUES ('search_path', ''), "
        "('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('extra_float_digits', '3'), "
        "('bytea_output', 'hex'), ('quote_all_identifiers', 'off'), ('jit', 'off'), "
        "('join_collapse_limit', '1'), ('xmloption', 'content'), ('TimeZone', 'UTC')) s(name, "
        "value)");
}

std::vector<Sql> queries_of(std::span<Step const> steps) {
    std::vector<Sql> queries;
    for (auto const& step : steps) {
        queries.push_back(step.query);
    }
    return queries;
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

void run(pg::Connection& connection, std::span<Step const> steps,
         std::optional<std::size_t> at_once = {}) {
    connection.pipeline(
        queries_of(steps), [&](std::size_t i, pg::Rows const& rows) { steps[i].take(rows); },
        at_once);
}

void add_state_steps(std::vector<Step>& steps, DatabaseState& state, int server_version) {
    steps.push_back({server_identity_query(), [&state](pg::Rows const& rows) {
                         state.identity = to_hex(sha256(first_cell(rows)));
                     }});
    steps.push_back({catalog_hash_query(server_version), [&state](pg::Rows const& rows) {
                         state.catalogs = to_hex(sha256(first_cell(rows)));
                     }});
}

/// The columns cost a server about as much as all that comes after them.
std::size_t half_of(std::span<schema::CatalogStep const> steps) {
    auto const columns = std::find_if(steps.begin(), steps.end(),
                                      [](auto const& step) { return step.about == "column"; });
    return static_cast<std::size_t>(columns - steps.begin()) + 1;
}

/// Connecting takes several round trips. Where one costs much, two connections gain nothing.
bool is_near(pg::Connection const& connection) {
    return connection.connect_time() < std::chrono::milliseconds(25);
}

/// The catalogs' own size stands for the work that they are.
bool is_large(std::string_view bytes_of_pg_attribute) {
    constexpr long long some_tables = 700'000;  // an empty database has some 550'000
    long long bytes = 0;
    std::from_chars(bytes_of_pg_attribute.data(),
                    bytes_of_pg_attribute.data() + bytes_of_pg_attribute.size(), bytes);
    return bytes > some_tables;
}

Sql snapshot_query() {
    return sql(
        "SELECT pg_catalog.pg_export_snapshot(), "
        "pg_catalog.pg_relation_size('pg_catalog.pg_attribute')");
}

/// The steps up to `half` on the connection; the others on a second one where there is much to
/// read, and as far as that goes. `decider` is the step of `snapshot_query`.
void run_on_two(pg::Connection& connection, CatalogRead const& how, std::vector<Step> steps,
                std::size_t half, std::size_t decider) {
    auto left = std::span<Step const>(steps).subspan(half);
    std::optional<SecondReader> second;
    steps[decider].take = [&](pg::Rows const& rows) {
        if (is_large(rows.cell(0, 1))) {
            second.emplace(how.another, first_cell(rows), settings(),
                           queries_of(left.first(left.size() - 1)));
        }
    };
    run(connection, std::span<Step const>(steps).first(half), decider);
    while (second) {
        auto const rows = second->next();
        if (!rows) {
            break;
        }
        left.front().take(*rows);
        left = left.subspan(1);
    }
    run(connection, left);
}

}  // namespace

schema::Schema read_catalog(pg::Connection& connection, LoadOptions const& options,
                            CatalogRead const& how) {
    auto const version = connection.server_version();
    schema::CatalogReading reading({.server_version = version,
                                    .dependencies = options.dependencies,
                                    .namespaces = options.namespaces,
                                    .unspecified_owner = how.unspecified_owner,
                                    .ignored = left_out(options)});
    bool const on_two = how.another && is_near(connection);
    auto const catalog = reading.steps();
    std::vector<Step> steps;
    steps.push_back({sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"), ignore_rows});
    steps.push_back({settings(), ignore_rows});
    auto const decider = steps.size();
    if (on_two) {
        steps.push_back({snapshot_query(), ignore_rows});
    }
    if (how.state != nullptr) {
        add_state_steps(steps, *how.state, version);
    }
    auto const half = steps.size() + half_of(catalog);
    for (auto const& step : catalog) {
        steps.push_back({step.query, [&step](pg::Rows const& rows) { take_rows(step, rows); }});
    }
    steps.push_back({sql("COMMIT"), ignore_rows});
    if (on_two) {
        run_on_two(connection, how, std::move(steps), half, decider);
    } else {
        run(connection, steps);
    }
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
