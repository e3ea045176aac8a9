#include "relay/restore.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pg/copy.hpp"
#include "relay/history_breaks.hpp"

namespace lockstep::relay {

namespace {

/// So many rows are named where more are counted.
constexpr std::size_t most_named = 20;

std::size_t count_in(pg::Rows const& rows, std::size_t column = 0) {
    return static_cast<std::size_t>(parse_position(rows.cell(0, column)).value_or(0));
}

std::vector<TableTruncate> truncates_in(pg::Connection& history, EventsQuery const& query) {
    std::vector<TableTruncate> list;
    auto const rows = history.query(truncations_of(query));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        list.push_back({.position = parse_position(rows.cell(i, 0)).value_or(0),
                        .selected = rows.cell(i, 1) == "t"});
    }
    return list;
}

/// What was there before the history's first entry, and was not touched before it was truncated.
void note_truncate(TableRestore& it, std::vector<TableTruncate> const& truncates,
                   std::int64_t begins) {
    auto const first = std::ranges::find_if(truncates, &TableTruncate::selected);
    // An earlier one: all that was there when this one came was told.
    if (first != truncates.end() && first == truncates.begin()) {
        it.notes.push_back(fmt::format(
            "the TRUNCATE at position {} also took the rows, if there were any, that were there "
            "before the history begins (position {}) and were not changed since: it cannot tell "
            "them",
            first->position, begins));
    }
}

void note_other_keys(pg::Connection& history, EventsQuery const& query, TableRestore& it) {
    auto const rows = history.query(last_other_key(query));
    if (!rows.is_null(0, 0)) {
        it.notes.push_back(fmt::format(
            "entries up to position {} do not tell their row by ({}): they are passed over",
            rows.cell(0, 0), printable(join(query.key_columns, ", "))));
    }
}

/// Rows of which the history does not tell what they were are not put among the wanted ones.
void note_untold(TableRestore& it, Key const& key) {
    if (++it.untold_count <= most_named) {
        it.untold.push_back(key_in_words(it.table, key));
    }
}

/// Columns that the table has no more.
void find_gone_columns(PresentTable const& table, Values const& values,
                       std::set<std::string>& gone) {
    for (auto const& [name, value] : values) {
        if (table.column(name) == nullptr) {
            gone.insert(name);
        }
    }
}

/// Fills columns from what another row tells, and says where the rest is told.
void fill_from(RowPlan& plan, RowState const& other, ElsewhereKnown further) {
    std::erase_if(plan.wanted.unknown, [&](std::string const& column) {
        auto const found = other.values.find(column);
        if (found != other.values.end()) {
            plan.wanted.values.insert_or_assign(column, found->second);
        }
        return found != other.values.end();
    });
    bool const goes_on = !plan.wanted.unknown.empty() && !further.key.empty();
    plan.elsewhere = goes_on ? std::move(further) : ElsewhereKnown{};
}

}  // namespace

Restore::Restore(pg::Connection& history, pg::Connection& source, HistoryNames names,
                 RestoreRequest request)
    : history_(history), source_(source), names_(std::move(names)), request_(std::move(request)) {}

void Restore::plan(bool locks) {
    pg::Transaction const snapshot(history_, pg::Transaction::Mode::snapshot);
    undone_ = undone_by(history_, names_, request_);
    std::ranges::move(history_breaks(history_, request_.slot), std::back_inserter(undone_.notes));
    tables_.clear();
    source_.execute(canonical_settings());
    for (auto const& name : undone_.tables) {
        auto table = request_.tables.empty() ? find_present_table(source_, name)
                                             : std::optional(present_table(source_, name));
        if (!table) {
            undone_.notes.push_back(
                fmt::format("{} is no more there: its changes are left out", printable(name)));
            continue;
        }
        tables_.push_back({.table = std::move(*table)});
    }
    order_tables();
    for (std::size_t number = 0; number < tables_.size(); ++number) {
        plan_table(number, locks);
    }
}

void Restore::plan_table(std::size_t number, bool locks) {
    auto const& table = tables_[number].table;
    if (table.key.empty()) {
        throw Error(ExitCode::refused,
                    fmt::format("{} has no primary key: its rows cannot be told apart",
                                printable(table.history_name)),
                    "Give it one, or make a unique index its replica identity.");
    }
    RestoreSql const statements(table, number);
    source_.execute(statements.create_wanted());
    stage(number);
    if (locks) {
        source_.query(statements.lock_rows());
    }
    source_.execute(statements.compare());
    look(number);
}

EventsQuery Restore::events_of(PresentTable const& table) const {
    EventsQuery query{.names = names_,
                      .table = table.history_name,
                      .key_columns = table.key,
                      .selection = undone_.selection,
                      .past_before = undone_.selection.from,
                      .to = undone_.history_ends,
                      .visible = {},
                      .keys = {},
                      .touched_only = true};
    if (!request_.key.empty()) {
        query.keys.push_back(
            canonical_key(source_, table, key_values(request_.key, table.key, table.history_name)));
    }
    return query;
}

void Restore::stage(std::size_t number) {
    auto& it = tables_[number];
    auto query = events_of(it.table);
    auto const truncates = truncates_in(history_, query);
    // A TRUNCATE touches rows of which it does not speak.
    query.touched_only = std::ranges::none_of(truncates, &TableTruncate::selected);
    note_truncate(it, truncates, undone_.history_begins);
    note_other_keys(history_, query, it);

    RestoreSql const statements(it.table, number);
    pg::CopyIn wanted(source_, statements.copy_wanted());
    std::vector<RowPlan> told_elsewhere;
    std::set<std::string> gone;
    auto const put = [&](RowPlan const& plan) {
        find_gone_columns(it.table, plan.wanted.values, gone);
        if (plan.wanted.kind == RowState::Kind::untold) {
            note_untold(it, plan.key);
        } else {
            wanted.write(statements.wanted_row(plan, undone_.is_checked));
        }
    };
    RowFolder folder(truncates, [&](RowPlan plan) {
        if (plan.elsewhere.before > 0) {
            told_elsewhere.push_back(std::move(plan));
        } else {
            put(plan);
        }
    });
    pg::CopyOut events(history_, events_copy(query));
    while (auto const row = events.next()) {
        folder.add(row_event(pg::copy_cells(*row)));
    }
    folder.finish();
    tell_elsewhere(query, told_elsewhere);
    std::ranges::for_each(told_elsewhere, put);
    wanted.finish();
    for (auto const& column : gone) {
        it.notes.push_back(
            fmt::format("{} is no more there: its values are left out", printable(column)));
    }
}

/// The key of these rows was changed by an UPDATE that left large values as they were: they are
/// looked for under the old key, and under the one before that, …
void Restore::tell_elsewhere(EventsQuery const& query, std::vector<RowPlan>& plans) {
    for (;;) {
        EventsQuery other = query;
        other.selection.reset();
        other.touched_only = false;
        other.past_before = 0;
        other.to = 0;
        other.keys.clear();
        for (auto const& plan : plans) {
            if (plan.elsewhere.before > 0) {
                other.keys.push_back(plan.elsewhere.key);
                other.to = std::max(other.to, plan.elsewhere.before - 1);
            }
        }
        if (other.keys.empty()) {
            return;
        }
        std::map<Key, std::vector<RowEvent>> events;
        pg::CopyOut rows(history_, events_copy(other));
        while (auto const row = rows.next()) {
            auto event = row_event(pg::copy_cells(*row));
            events[event.key].push_back(std::move(event));
        }
        for (auto& plan : plans) {
            if (plan.elsewhere.before == 0) {
                continue;
            }
            RowReplay replay({});
            replay.start();
            for (auto const& event : events[plan.elsewhere.key]) {
                if (event.position < plan.elsewhere.before) {
                    replay.add(event);
                }
            }
            auto further = replay.elsewhere();
            fill_from(plan, replay.finish(), std::move(further));
        }
    }
}

/// Reads what was worked out.
void Restore::look(std::size_t number) {
    auto& it = tables_[number];
    RestoreSql const statements(it.table, number);
    auto const counts = source_.query(statements.counts());
    it.inserted = count_in(counts, 0);
    it.updated = count_in(counts, 1);
    it.deleted = count_in(counts, 2);
    it.digest = counts.cell(0, 3);
    if (it.deleted > 0) {
        note_what_follows(it);
    }
    it.conflict_count = count_in(source_.query(statements.conflict_count()));
    auto const conflicts = source_.query(statements.conflicts(most_named));
    for (std::size_t i = 0; i < conflicts.size(); ++i) {
        auto const key = nlohmann::json::parse(conflicts.cell(i, 0)).get<Key>();
        it.conflicts.push_back(
            fmt::format("{}: {}", key_in_words(it.table, key), printable(conflicts.cell(i, 1))));
    }
    auto const untold = source_.query(statements.untold_columns());
    for (std::size_t i = 0; i < untold.size(); ++i) {
        it.notes.push_back(fmt::format(
            "what {} was in {} is not told: it stays as it is, and takes its default in new rows",
            printable(untold.cell(i, 0)), count_of(count_in(untold, 1), "row")));
    }
}

/// What refers to rows that are deleted, and goes or changes with them.
void Restore::note_what_follows(TableRestore& it) {
    auto const oid = std::to_string(it.table.oid);
    std::array<pg::Parameter, 1> const parameters{oid};
    auto const rows = source_.query(
        sql("SELECT conrelid::regclass, CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN "
            "'SET NULL' ELSE 'SET DEFAULT' END FROM pg_catalog.pg_constraint WHERE contype = 'f' "
            "AND conparentid = 0 AND confdeltype IN ('c', 'n', 'd') AND confrelid = $1::oid ORDER "
            "BY conrelid::regclass::text"),
        parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        it.notes.push_back(
            fmt::format("{} refers to it ON DELETE {}: that is done to what refers "
                        "to the rows that are deleted",
                        printable(rows.cell(i, 0)), rows.cell(i, 1)));
    }
}

void Restore::order_tables() {
    std::vector<std::string> oids;
    for (auto const& it : tables_) {
        oids.push_back(std::to_string(it.table.oid));
    }
    auto const list = array_text(oids);
    std::array<pg::Parameter, 1> const parameters{list};
    auto const rows = source_.query(
        sql("SELECT DISTINCT array_position($1::oid[], conrelid) - 1, array_position($1::oid[], "
            "confrelid) - 1 FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conrelid = ANY "
            "($1::oid[]) AND confrelid = ANY ($1::oid[]) AND conrelid <> confrelid"),
        parameters);
    std::vector<std::pair<std::size_t, std::size_t>> references;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        references.emplace_back(parse_position(rows.cell(i, 0)).value_or(0),
                                parse_position(rows.cell(i, 1)).value_or(0));
    }
    parents_first_ = parents_first(tables_.size(), references);
}

std::size_t Restore::changes() const {
    std::size_t sum = 0;
    for (auto const& it : tables_) {
        sum += it.changes();
    }
    return sum;
}

std::size_t Restore::conflicts() const {
    std::size_t sum = 0;
    for (auto const& it : tables_) {
        sum += it.conflict_count;
    }
    return sum;
}

std::string Restore::digest() const {
    std::string all;
    for (auto const& it : tables_) {
        all += fmt::format("{} {}\n", it.table.oid, it.digest);
    }
    return all;
}

void Restore::each_statement(std::size_t most, std::function<void(Sql const&)> const& take) {
    auto const tell = [&](std::size_t number, char kind) {
        auto const& table = tables_[number].table;
        pg::CopyOut rows(source_, RestoreSql(table, number).copy_changes(kind, most));
        while (auto const row = rows.next()) {
            auto const cells = pg::copy_cells(*row);
            take(restore_statement(table, kind,
                                   nlohmann::json::parse(cells.at(0).value_or("[]")).get<Key>(),
                                   parse_values(cells.at(1).value_or("{}")),
                                   parse_values(cells.at(2).value_or("{}"))));
        }
    };
    for (auto const number : parents_first_) {
        tell(number, 'I');
    }
    for (auto const number : parents_first_) {
        tell(number, 'U');
    }
    for (auto number = parents_first_.rbegin(); number != parents_first_.rend(); ++number) {
        tell(*number, 'D');
    }
}

Key canonical_key(pg::Connection& source, PresentTable const& table, Key const& values) {
    std::vector<Sql> texts;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const& column = *table.column(table.key[i]);
        texts.push_back(sql("(SELECT {} FROM (SELECT {}::{} AS {}) AS given)",
                            value_text(sql("given"), column), literal(values[i]), column.type_name,
                            ident(column.name)));
    }
    auto const rows = source.query(sql("SELECT {}", comma_separated(texts)));
    Key key;
    for (std::size_t i = 0; i < values.size(); ++i) {
        key.emplace_back(rows.cell(0, i));
    }
    return key;
}

}  // namespace lockstep::relay
