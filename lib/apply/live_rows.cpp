#include "apply/live_rows.hpp"

#include "pg/error.hpp"
#include "schema/kind.hpp"

namespace lockstep::apply {

namespace {

// So much of one table is read, and no more: rows may be long.
constexpr std::size_t most_bytes = 16U << 20U;
constexpr int rows_at_a_time = 50;

/// Nobody who changes a table is waited for, and no server is kept busy for long.
Sql settings() {
    return sql(
        "SET LOCAL search_path = ''; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = "
        "'postgres'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; "
        "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '30s'; "
        "SET LOCAL cursor_tuple_fraction = 1");
}

Sql row_query(Sql const& table, std::vector<std::string> const& columns) {
    return sql(
        "SELECT n.nspname, c.relname, t.ctid{}{} FROM {} t JOIN pg_catalog.pg_class c ON "
        "c.oid = t.tableoid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace",
        columns.empty() ? Sql() : sql(", "), columns_of(sql("t"), columns), table);
}

enum class Compared { as_they_are, as_texts };

/// `t.a = $1 AND t.b = $2 OR …`; the columns decide the types of the parameters.
Sql condition(std::vector<std::string> const& columns, std::size_t keys, Compared compared) {
    std::vector<Sql> all;
    long long next = 1;
    for (std::size_t i = 0; i < keys; ++i) {
        std::vector<Sql> pairs;
        for (auto const& column : columns) {
            pairs.push_back(sql("t.{}{} = ${}", ident(column),
                                compared == Compared::as_texts ? sql("::text") : Sql(),
                                number(next++)));
        }
        all.push_back(join(pairs, sql(" AND ")));
    }
    return join(all, sql(" OR "));
}

constexpr std::string_view undefined_function = "42883";

}  // namespace

LiveRows::LiveRows(std::string const& url)
    : connection_(url, {.application_name = "lockstep, sampling rows"}),
      transaction_(connection_, pg::Transaction::Mode::snapshot) {
    connection_.execute(settings());
}

std::vector<LiveRow> LiveRows::first(RowTable const& table, std::size_t most) {
    return read(sql("{} LIMIT {}", row_query(sql("ONLY {}", table.name), table.columns),
                    number(static_cast<long long>(most))),
                {});
}

std::vector<LiveRow> LiveRows::referenced(RowReference const& reference, bool target_is_partitioned,
                                          std::vector<std::string> const& columns,
                                          std::vector<std::vector<RowValue>> const& keys) {
    auto const name = schema::dotted(schema::Names(reference.target));
    std::vector<pg::Parameter> parameters;
    for (auto const& key : keys) {
        for (auto const& value : key) {
            parameters.emplace_back(value);
        }
    }
    auto const rows = row_query(target_is_partitioned ? name : sql("ONLY {}", name), columns);
    auto const where = [&](Compared compared) {
        return sql("{} WHERE {}", rows, condition(reference.referenced, keys.size(), compared));
    };
    try {
        return read(where(Compared::as_they_are), parameters);
    } catch (pg::Error const& error) {
        // The operator of an extension's type stands in a namespace that may hold anything: on the
        // search path, it could be taken for another's.
        if (error.sqlstate() != undefined_function) {
            throw;
        }
        return read(where(Compared::as_texts), parameters);
    }
}

std::vector<LiveRow> LiveRows::read(Sql const& query,
                                    std::vector<pg::Parameter> const& parameters) {
    std::vector<LiveRow> found;
    connection_.execute(sql("SAVEPOINT before_rows"));
    try {
        // A cursor, so that a table of long rows fills no memory.
        connection_.query(sql("DECLARE rows NO SCROLL CURSOR FOR {}", query), parameters);
        for (std::size_t bytes = 0; bytes < most_bytes;) {
            auto const rows = connection_.query(sql("FETCH {} FROM rows", number(rows_at_a_time)));
            if (rows.size() == 0) {
                break;
            }
            for (std::size_t row = 0; row < rows.size(); ++row) {
                auto& taken = found.emplace_back();
                taken.table = schema::pack({rows.cell(row, 0), rows.cell(row, 1)});
                taken.place = rows.cell(row, 2);
                for (std::size_t column = 3; column < rows.columns(); ++column) {
                    bytes += rows.cell(row, column).size();
                    taken.values.push_back(
                        rows.is_null(row, column) ? RowValue() : RowValue(rows.cell(row, column)));
                }
            }
        }
        connection_.execute(sql("CLOSE rows; RELEASE before_rows"));
    } catch (pg::Error const&) {
        connection_.execute(sql("ROLLBACK TO before_rows; RELEASE before_rows"));
        throw;
    }
    return found;
}

}  // namespace lockstep::apply
