#include "relay/row_events.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "relay/history_moment.hpp"

namespace lockstep::relay {

namespace {

using Cells = std::vector<std::optional<std::string>>;
/// The cells before those of the key.
constexpr std::size_t cells_before_key = 10;

Sql selected(EventsQuery const& query) {
    if (!query.selection) {
        return sql("false");
    }
    auto const range = sql("position BETWEEN {} AND {}", number(query.selection->from),
                           number(query.selection->to));
    return query.selection->client ? sql("({} AND coalesce(client_id = {}, false))", range,
                                         literal(*query.selection->client))
                                   : range;
}

Sql column_names(Key const& columns) {
    std::vector<Sql> names;
    for (auto const& column : columns) {
        names.push_back(literal(column));
    }
    return sql("ARRAY[{}]::text[]", comma_separated(names));
}

/// The key that a row tells; NULL where it does not tell all of it.
Sql key_in(Sql const& row, Key const& columns) {
    std::vector<Sql> values;
    for (auto const& column : columns) {
        values.push_back(sql("{} ->> {}", row, literal(column)));
    }
    return sql("CASE WHEN {} ?& {} THEN ARRAY[{}]::text[] END", row, column_names(columns),
               comma_separated(values));
}

/// The row afterwards. A large key, stored apart, is told with the row before alone.
Sql row_with_key() {
    return sql(
        "(CASE operation WHEN 'UPDATE' THEN coalesce(old_data, jsonb_build_object()) || data ELSE "
        "data END)");
}

Sql entries_of_table(EventsQuery const& query) {
    auto const all =
        sql("table_name = {} AND position <= {}", literal(query.table), number(query.to));
    return query.visible.empty() ? all : sql("{} AND {}", all, query.visible);
}

Sql list_of(std::vector<Key> const& keys) {
    std::vector<Sql> rows;
    for (auto const& key : keys) {
        rows.push_back(sql("({})", column_names(key)));
    }
    return sql("VALUES {}", comma_separated(rows));
}

Sql which_rows(EventsQuery const& query) {
    std::vector<Sql> all{sql("true")};
    if (!query.keys.empty()) {
        all.push_back(sql("key IN ({})", list_of(query.keys)));
    }
    if (query.touched_only) {
        all.push_back(sql("key IN (SELECT key FROM event WHERE selected)"));
    }
    return join(all, sql(" AND "));
}

Sql key_cells(Key const& columns) {
    std::vector<Sql> cells;
    for (std::size_t i = 1; i <= columns.size(); ++i) {
        cells.push_back(sql("key[{}]", number(static_cast<long long>(i))));
    }
    return comma_separated(cells);
}

Key texts_in(std::optional<std::string> const& json) {
    return json ? nlohmann::json::parse(*json).get<Key>() : Key{};
}

}  // namespace

Sql events_copy(EventsQuery const& query) {
    return sql(R"(COPY (
WITH entry AS NOT MATERIALIZED (
    SELECT position, operation, data, old_data, client_id, transaction_id,
           coalesce(metadata ->> 'full' = 'true', false) AS is_whole,
           metadata -> 'unchanged' AS unchanged, {} AS selected, {} AS new_key, {} AS old_key
    FROM {} WHERE {} AND operation IN ('INSERT', 'UPDATE', 'DELETE')
), event AS NOT MATERIALIZED (
    SELECT entry.*, side, key, side = 1 AND (operation = 'INSERT' OR old_key <> new_key) AS comes
    FROM entry CROSS JOIN LATERAL (VALUES (0, old_key), (1, new_key)) AS told(side, key)
    WHERE key IS NOT NULL AND
          CASE side WHEN 0 THEN operation = 'DELETE' OR (operation = 'UPDATE' AND old_key <> new_key)
                    ELSE operation <> 'DELETE' END
), counted AS (
    SELECT *, count(*) FILTER (WHERE position < {} AND (side = 0 OR comes OR unchanged IS NULL))
           OVER (PARTITION BY key COLLATE "C" ORDER BY position DESC, side DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS whole_later
    FROM event WHERE {}
)
SELECT position, side = 0, coalesce(comes, false), selected, CASE side WHEN 1 THEN data END,
       CASE WHEN is_whole THEN old_data END,
       CASE side WHEN 1 THEN unchanged END,
       CASE WHEN comes AND operation = 'UPDATE' THEN to_jsonb(old_key) END,
       client_id, transaction_id, {}
FROM counted WHERE whole_later = 0 ORDER BY key COLLATE "C", position, side
) TO STDOUT)",
               selected(query), key_in(row_with_key(), query.key_columns),
               key_in(sql("old_data"), query.key_columns), query.names.qualified(),
               entries_of_table(query), number(query.past_before), which_rows(query),
               key_cells(query.key_columns));
}

RowEvent row_event(Cells const& cells) {
    if (cells.size() <= cells_before_key) {
        throw Error(ExitCode::bug, "an event of the history has other columns than asked for");
    }
    RowEvent event{.key = {},
                   .position = parse_position(cells[0].value_or("")).value_or(0),
                   .is_gone = cells[1] == "t",
                   .comes = cells[2] == "t",
                   .selected = cells[3] == "t",
                   .data = cells[4],
                   .whole_before = cells[5],
                   .unchanged = texts_in(cells[6]),
                   .moved_from = texts_in(cells[7]),
                   .client = cells[8].value_or(""),
                   .transaction = cells[9].value_or("")};
    for (auto at = cells_before_key; at < cells.size(); ++at) {
        event.key.push_back(cells[at].value_or(""));
    }
    return event;
}

Sql truncations_of(EventsQuery const& query) {
    return sql("SELECT position, {} FROM {} WHERE {} AND operation = 'TRUNCATE' ORDER BY position",
               selected(query), query.names.qualified(), entries_of_table(query));
}

Sql last_other_key(EventsQuery const& query) {
    auto const columns = column_names(query.key_columns);
    return sql(
        "SELECT max(position) FROM {} WHERE {} AND CASE operation WHEN 'DELETE' THEN "
        "old_data ?& {} IS NOT true WHEN 'UPDATE' THEN {} ?& {} IS NOT true OR NOT old_data "
        "?& {} WHEN 'INSERT' THEN data ?& {} IS NOT true END",
        query.names.qualified(), entries_of_table(query), columns, row_with_key(), columns, columns,
        columns);
}

}  // namespace lockstep::relay
