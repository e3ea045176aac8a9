#include "relay/restore_sql.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "pg/copy.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

Sql no_more_than(std::size_t most) {
    return most == 0 ? sql("ALL") : number(static_cast<long long>(most));
}

/// Columns that can be written, with their names as texts.
Sql column_list(PresentTable const& table) {
    std::vector<Sql> names;
    for (auto const& column : table.columns) {
        if (!column.is_generated) {
            names.push_back(literal(column.name));
        }
    }
    return sql("ARRAY[{}]::text[]", comma_separated(names));
}

std::string row_as_json(PresentTable const& table, Values const& values) {
    std::string out = "{";
    for (auto const& [name, value] : values) {
        auto const* const column = table.column(name);
        if (column == nullptr || column->is_generated) {
            continue;
        }
        out += out.size() == 1 ? "" : ",";
        schema::append_json(out, name);
        out += ':';
        append_value(out, column->form(), value);
    }
    return out + "}";
}

std::optional<std::string> state_as_json(PresentTable const& table, RowState const& state) {
    return state.kind == RowState::Kind::present ? std::optional(row_as_json(table, state.values))
                                                 : std::nullopt;
}

pg::Parameter parameter(std::optional<std::string> const& text) {
    return text ? pg::Parameter(*text) : std::nullopt;
}

Sql columns_in(std::span<std::string const> names) {
    std::vector<Sql> list;
    for (auto const& name : names) {
        list.push_back(ident(name));
    }
    return comma_separated(list);
}

}  // namespace

RestoreSql::RestoreSql(PresentTable const& table, std::size_t number)
    : table_(&table), number_(lockstep::number(static_cast<long long>(number))) {}

Sql RestoreSql::wanted_table() const {
    return sql("pg_temp.lockstep_wanted_{}", number_);
}

Sql RestoreSql::change_table() const {
    return sql("pg_temp.lockstep_change_{}", number_);
}

Sql RestoreSql::create_wanted() const {
    return sql(
        "CREATE TEMPORARY TABLE lockstep_wanted_{} (key text[] NOT NULL, wanted jsonb, "
        "is_checked boolean NOT NULL, expected jsonb, changed_later text, moved_from text[]) ON "
        "COMMIT DROP",
        number_);
}

Sql RestoreSql::copy_wanted() const {
    return sql("COPY {} FROM STDIN", wanted_table());
}

std::string RestoreSql::wanted_row(RowPlan const& plan, bool is_checked) const {
    auto const key = array_text(plan.key);
    auto const wanted = state_as_json(*table_, plan.wanted);
    auto const expected = state_as_json(*table_, plan.expected);
    auto const moved_from = array_text(plan.moved_from);
    return pg::copy_row(std::array<pg::Parameter, 6>{
        pg::Parameter(key), parameter(wanted), pg::Parameter(is_checked ? "t" : "f"),
        parameter(expected),
        plan.changed_later.empty() ? std::nullopt : pg::Parameter(plan.changed_later),
        plan.moved_from.empty() ? std::nullopt : pg::Parameter(moved_from)});
}

Sql RestoreSql::same_key(Sql const& source, Sql const& key_column) const {
    std::vector<Sql> parts;
    for (std::size_t i = 0; i < table_->key.size(); ++i) {
        auto const& column = *table_->column(table_->key[i]);
        parts.push_back(sql("present.{} = ({}.{}[{}])::{}", ident(column.name), source, key_column,
                            lockstep::number(static_cast<long long>(i + 1)), column.type_name));
    }
    return join(parts, sql(" AND "));
}

Sql RestoreSql::lock_rows() const {
    return sql(
        "SELECT count(*) FROM (SELECT 1 FROM {} AS present, {} AS wanted WHERE {} ORDER BY "
        "wanted.key FOR UPDATE OF present) AS locked",
        table_->qualified(), wanted_table(), same_key(sql("wanted"), sql("key")));
}

/// Texts are compared: 1.0 and 1.00 are equal numbers, and not the same value.
Sql RestoreSql::is_otherwise() const {
    return sql(
        "CASE WHEN wanted.wanted IS NULL OR present.now IS NULL THEN (wanted.wanted IS NULL)"
        " <> (present.now IS NULL) ELSE (present.now || wanted.wanted)::text <> "
        "present.now::text END");
}

Sql RestoreSql::wanted_beside_present() const {
    return sql(
        "{} AS wanted LEFT JOIN LATERAL (SELECT {} AS now FROM {} AS present WHERE {}) AS "
        "present ON true",
        wanted_table(), row_json(sql("present"), *table_), table_->qualified(),
        same_key(sql("wanted"), sql("key")));
}

Sql RestoreSql::compare() const {
    return sql(R"(ANALYZE {};
CREATE TEMPORARY TABLE lockstep_change_{} ON COMMIT DROP AS
SELECT wanted.key,
       CASE WHEN wanted.wanted IS NULL THEN 'D' WHEN present.now IS NULL THEN 'I' ELSE 'U' END
           AS kind,
       wanted.wanted, present.now AS present, wanted.key AS at_key, moved_from,
       CASE WHEN NOT is_checked THEN NULL
            WHEN changed_later IS NOT NULL THEN 'it was changed later, at ' || changed_later
            WHEN expected IS NULL AND present.now IS NOT NULL
                THEN 'it is there again, of which the history does not tell'
            WHEN expected IS NOT NULL AND present.now IS NULL
                THEN 'it is gone, of which the history does not tell'
            WHEN (present.now || expected)::text <> present.now::text
                THEN 'it is not as the history tells it last'
       END AS conflict
FROM {} WHERE {};
{}ANALYZE {})",
               wanted_table(), number_, wanted_beside_present(), is_otherwise(), follow_moves(),
               change_table());
}

/// A row whose key was changed is one that goes and one that comes: it is brought back by an UPDATE
/// of its key, which others may refer to.
Sql RestoreSql::follow_moves() const {
    return sql(R"(UPDATE {} AS comes SET kind = 'U', at_key = goes.key, present = goes.present,
       conflict = coalesce(comes.conflict, goes.conflict)
FROM {} AS goes WHERE comes.kind = 'I' AND goes.kind = 'D' AND goes.moved_from = comes.key;
DELETE FROM {} AS goes USING {} AS comes
WHERE goes.kind = 'D' AND comes.kind = 'U' AND comes.at_key = goes.key AND comes.key <> goes.key;
)",
               change_table(), change_table(), change_table(), change_table());
}

Sql RestoreSql::counts() const {
    return sql(
        "SELECT count(*) FILTER (WHERE kind = 'I'), count(*) FILTER (WHERE kind = 'U'), "
        "count(*) FILTER (WHERE kind = 'D'), coalesce(sum(hashtextextended(change::text, "
        "0)::numeric), 0) FROM {} AS change",
        change_table());
}

Sql RestoreSql::conflicts(std::size_t most) const {
    return sql(
        "SELECT to_jsonb(key), conflict FROM {} WHERE conflict IS NOT NULL ORDER BY key "
        "LIMIT {}",
        change_table(), no_more_than(most));
}

Sql RestoreSql::conflict_count() const {
    return sql("SELECT count(*) FROM {} WHERE conflict IS NOT NULL", change_table());
}

Sql RestoreSql::untold_columns() const {
    return sql(
        "SELECT name, count(*) FROM {}, unnest({}) AS name WHERE kind <> 'D' AND NOT wanted "
        "? name GROUP BY name ORDER BY name",
        change_table(), column_list(*table_));
}

Sql RestoreSql::copy_changes(char kind, std::size_t most) const {
    return sql(
        "COPY (SELECT to_jsonb(at_key), wanted, present FROM {} WHERE kind = {} ORDER BY key "
        "LIMIT {}) TO STDOUT",
        change_table(), literal(std::string_view(&kind, 1)), no_more_than(most));
}

Sql RestoreSql::changed_columns() const {
    return sql(
        "SELECT DISTINCT name FROM {}, jsonb_each(wanted) AS value(name, json) WHERE kind = "
        "'U' AND json::text IS DISTINCT FROM (present -> name)::text ORDER BY name",
        change_table());
}

Sql RestoreSql::inserted_columns() const {
    return sql(
        "SELECT DISTINCT (SELECT jsonb_agg(name ORDER BY name) FROM jsonb_object_keys"
        "(wanted) AS name) FROM {} WHERE kind = 'I'",
        change_table());
}

Sql RestoreSql::wanted_value(std::string_view column) const {
    return sql("(change.wanted ->> {})::{}", literal(column), table_->column(column)->type_name);
}

Sql RestoreSql::delete_rows() const {
    return sql("DELETE FROM {} AS present USING {} AS change WHERE kind = 'D' AND {}",
               table_->qualified(), change_table(), same_key(sql("change"), sql("at_key")));
}

Sql RestoreSql::update_rows(std::span<std::string const> columns) const {
    std::vector<Sql> settings;
    for (auto const& name : columns) {
        settings.push_back(sql("{} = CASE WHEN change.wanted ? {} THEN {} ELSE present.{} END",
                               ident(name), literal(name), wanted_value(name), ident(name)));
    }
    return sql("UPDATE {} AS present SET {} FROM {} AS change WHERE kind = 'U' AND {}",
               table_->qualified(), comma_separated(settings), change_table(),
               same_key(sql("change"), sql("at_key")));
}

Sql RestoreSql::insert_rows(std::span<std::string const> columns) const {
    std::vector<Sql> values;
    std::vector<Sql> names;
    for (auto const& name : columns) {
        values.push_back(wanted_value(name));
        names.push_back(literal(name));
    }
    return sql(
        "INSERT INTO {} ({}) {} SELECT {} FROM {} AS change WHERE kind = 'I' AND wanted ?& "
        "{} AND wanted - {} = jsonb_build_object()",
        table_->qualified(), columns_in(columns),
        overrides_identity(*table_) ? sql("OVERRIDING SYSTEM VALUE") : Sql(),
        comma_separated(values), change_table(), sql("ARRAY[{}]::text[]", comma_separated(names)),
        sql("ARRAY[{}]::text[]", comma_separated(names)));
}

Sql RestoreSql::sequence_columns() const {
    return sql(
        "SELECT name FROM unnest({}) AS name WHERE pg_get_serial_sequence({}, name) IS NOT "
        "NULL",
        column_list(*table_), literal(table_->qualified().text()));
}

Sql RestoreSql::move_sequence(std::string_view column) const {
    return sql(
        "SELECT setval(seqrelid::regclass, highest) FROM (SELECT max((wanted ->> {})::bigint) AS "
        "highest FROM {} WHERE kind = 'I') AS inserted, pg_catalog.pg_sequence WHERE seqrelid = "
        "pg_get_serial_sequence({}, {})::regclass AND seqincrement > 0 AND highest > "
        "coalesce(pg_sequence_last_value(seqrelid), 0) AND highest <= seqmax AND "
        "has_sequence_privilege(seqrelid, 'UPDATE')",
        literal(column), change_table(), literal(table_->qualified().text()), literal(column));
}

Sql RestoreSql::left_over() const {
    return sql("SELECT count(*) FROM {} WHERE {}", wanted_beside_present(), is_otherwise());
}

bool overrides_identity(PresentTable const& table) {
    return std::ranges::any_of(table.columns, &PresentColumn::is_always_identity);
}

std::vector<std::size_t> parents_first(
    std::size_t count, std::span<std::pair<std::size_t, std::size_t> const> references) {
    std::vector<std::size_t> order;
    std::vector<bool> placed(count, false);
    auto const waits = [&](std::size_t table) {
        return std::ranges::any_of(references, [&](auto const& reference) {
            return reference.first == table && reference.second != table &&
                   !placed[reference.second];
        });
    };
    while (order.size() < count) {
        auto next = count;
        for (std::size_t table = count; table-- > 0;) {
            next = !placed[table] && !waits(table) ? table : next;
        }
        // A circle: the first that is left.
        for (std::size_t table = 0; next == count; ++table) {
            next = placed[table] ? count : table;
        }
        placed[next] = true;
        order.push_back(next);
    }
    return order;
}

std::string array_text(std::span<std::string const> texts) {
    std::string out = "{";
    for (auto const& text : texts) {
        out += out.size() == 1 ? "\"" : ",\"";
        for (char const c : text) {
            out += c == '"' || c == '\\' ? "\\" : "";
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

std::string key_in_words(PresentTable const& table, Key const& key) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(key.size(), table.key.size()); ++i) {
        words.push_back(fmt::format("{}={}", printable(table.key[i]), printable(key[i])));
    }
    return join(words, ", ");
}

}  // namespace lockstep::relay
