#include "apply/made_up_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

#include <fmt/core.h>

#include "base/log.hpp"
#include "pg/error.hpp"
#include "schema/kind.hpp"

namespace lockstep::apply {

namespace {

constexpr std::size_t most_tries = 400;  // for one row
constexpr long long most_targets = 50;   // rows that are chosen from for a reference

using Value = std::optional<std::string>;

struct Column {
    std::string name;
    std::string type;
    bool not_null = false;
    std::vector<std::string> choices;
    std::size_t chosen = 0;  // of the choices, by now
    std::size_t good = 0;    // what the last row had that was taken
};

/// The rows that a reference may point at, and which columns it sets.
struct Target {
    std::vector<std::size_t> columns;
    std::vector<std::vector<Value>> rows;
    std::vector<std::size_t> own;  // columns that are referenced, where the table refers to itself
};

class TableFiller {
public:
    TableFiller(pg::Connection& copy, MadeUpValues& values, RowTable const& table)
        : copy_(copy), table_(table) {
        read_columns(values);
        read_constraints();
        for (auto const& reference : table.references) {
            if (reference.holds) {
                add_target(reference);
            }
        }
    }

    MadeUpRows::Made fill(std::size_t most) {
        MadeUpRows::Made made;
        for (std::size_t row = 0; row < most; ++row) {
            auto const refused = add_row(row);
            if (refused.empty()) {
                ++made.rows;
                continue;
            }
            log().debug("row {} of {}: {}", row + 1, table_.name.text(), refused);
            made.why_none = refused;
            if (made.rows == 0) {
                break;  // nor will the next one be taken
            }
        }
        return made;
    }

private:
    Sql regclass() const { return sql("{}::pg_catalog.regclass", literal(table_.name.text())); }

    void read_columns(MadeUpValues& values) {
        auto const constants = constants_of(table_.expressions);
        auto const rows = copy_.query(
            sql("SELECT attname, pg_catalog.format_type(atttypid, atttypmod), attnotnull FROM "
                "pg_catalog.pg_attribute WHERE attrelid = {} AND attnum > 0 AND NOT attisdropped "
                "AND attgenerated = '' ORDER BY attnum",
                regclass()));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            Column column{.name = std::string(rows.cell(row, 0)),
                          .type = std::string(rows.cell(row, 1)),
                          .not_null = rows.cell(row, 2) == "t",
                          .choices = {},
                          .chosen = 0,
                          .good = 0};
            column.choices = values.of_type(column.type);
            auto const more = values.fitting(column.type, constants);
            column.choices.insert(column.choices.end(), more.begin(), more.end());
            columns_.push_back(std::move(column));
        }
    }

    /// Which columns each constraint and unique index is about.
    void read_constraints() {
        auto const rows = copy_.query(
            sql("SELECT k.name, a.attname FROM (SELECT conname AS name, conkey::int2[] AS keys "
                "FROM pg_catalog.pg_constraint WHERE conrelid = {} UNION ALL SELECT c.relname, "
                "i.indkey::int2[] FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = "
                "i.indexrelid WHERE i.indrelid = {} AND i.indisunique) k JOIN "
                "pg_catalog.pg_attribute a ON a.attrelid = {} AND a.attnum = ANY (k.keys)",
                regclass(), regclass(), regclass()));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (auto const column = find(rows.cell(row, 1))) {
                constrained_[std::string(rows.cell(row, 0))].insert(*column);
            }
        }
    }

    std::optional<std::size_t> find(std::string_view name) const {
        auto const at = std::find_if(columns_.begin(), columns_.end(),
                                     [&](Column const& column) { return column.name == name; });
        return at == columns_.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(at - columns_.begin()));
    }

    std::vector<std::size_t> find_all(std::vector<std::string> const& names) const {
        std::vector<std::size_t> found;
        for (auto const& name : names) {
            if (auto const column = find(name)) {
                found.push_back(*column);
            }
        }
        return found;
    }

    void add_target(RowReference const& reference) {
        Target target{.columns = find_all(reference.columns), .rows = {}, .own = {}};
        auto const rows =
            copy_.query(sql("SELECT DISTINCT {} FROM {} LIMIT {}", columns_of(reference.referenced),
                            schema::dotted(schema::Names(reference.target)), number(most_targets)));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            auto& key = target.rows.emplace_back();
            for (std::size_t column = 0; column < rows.columns(); ++column) {
                key.push_back(rows.is_null(row, column) ? Value() : Value(rows.cell(row, column)));
            }
        }
        if (table_.is_part_of(reference.target)) {
            target.own = find_all(reference.referenced);
        }
        if (target.columns.size() == reference.columns.size()) {
            targets_.push_back(std::move(target));
        }
    }

    /// Empty when it is there; else why not.
    std::string add_row(std::size_t row) {
        std::set<std::size_t> again;  // columns that get another value
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            again.insert(i);
        }
        std::vector<Value> values(columns_.size());
        std::string refused;
        for (std::size_t tries = 0; tries < most_tries; ++tries) {
            for (auto const column : again) {
                values[column] = choose(columns_[column], row, tries);
            }
            if (auto const missing = refer(values, again, shall_be_null(row, tries));
                !missing.empty()) {
                return missing;
            }
            try {
                insert(values);
                for (auto& column : columns_) {
                    column.good = column.chosen;
                }
                return {};
            } catch (pg::Error const& error) {
                refused = error.server().message;
                again = columns_to_blame(error.server());
            }
        }
        return refused;
    }

    /// For half of the tries: a constraint may be in the way.
    static bool shall_be_null(std::size_t row, std::size_t tries) {
        return row == 1 && tries < most_tries / 2;
    }

    Value choose(Column& column, std::size_t row, std::size_t tries) {
        if (column.choices.empty() || (shall_be_null(row, tries) && !column.not_null)) {
            return std::nullopt;
        }
        column.chosen = tries == 0 ? column.good : random_() % column.choices.size();
        constexpr std::size_t apart = 1000;  // so that a number comes only once
        auto const count = row + 1 + tries * apart;
        return with_number(column.choices[column.chosen], tries % 2 == 0 ? count : row + 1);
    }

    /// Sets the columns of foreign keys; says which table it lacks rows of.
    std::string refer(std::vector<Value>& values, std::set<std::size_t> const& again, bool nulls) {
        std::set<std::size_t> set;
        for (auto const& target : targets_) {
            bool const may_be_null =
                std::any_of(target.columns.begin(), target.columns.end(),
                            [&](std::size_t column) { return !columns_[column].not_null; });
            bool const stays = std::none_of(target.columns.begin(), target.columns.end(),
                                            [&](auto column) { return again.contains(column); });
            if (stays || (nulls && may_be_null)) {
                continue;
            }
            auto const key = choose_target(target, values, set);
            if (key.empty() && !may_be_null) {
                return "a foreign key references a table that has no rows";
            }
            for (std::size_t i = 0; i < target.columns.size(); ++i) {
                auto const column = target.columns[i];
                bool const is_null = key.empty() && !columns_[column].not_null;
                values[column] = !key.empty() ? key[i] : is_null ? Value() : values[column];
                set.insert(column);
            }
        }
        return {};
    }

    /// One that agrees with what other foreign keys have set.
    std::vector<Value> choose_target(Target const& target, std::vector<Value> const& values,
                                     std::set<std::size_t> const& set) {
        std::vector<std::vector<Value>> fitting;
        for (auto const& key : target.rows) {
            bool fits = true;
            for (std::size_t i = 0; i < key.size(); ++i) {
                fits = fits &&
                       (!set.contains(target.columns[i]) || values[target.columns[i]] == key[i]);
            }
            if (fits) {
                fitting.push_back(key);
            }
        }
        if (!fitting.empty()) {
            return fitting[random_() % fitting.size()];
        }
        std::vector<Value> own;
        for (auto const column : target.own) {
            own.push_back(values[column]);
        }
        return own;
    }

    void insert(std::vector<Value> const& values) {
        std::vector<Sql> names;
        std::vector<Sql> marks;
        std::vector<pg::Parameter> parameters;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            names.push_back(ident(columns_[i].name));
            marks.push_back(sql("${}", number(static_cast<long long>(i + 1))));
            parameters.emplace_back(values[i]);
        }
        copy_.query(names.empty()
                        ? sql("INSERT INTO {} DEFAULT VALUES", table_.name)
                        : sql("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
                              table_.name, comma_separated(names), comma_separated(marks)),
                    parameters);
    }

    /// Half of them where the server does not say.
    std::set<std::size_t> columns_to_blame(pg::ServerMessage const& said) {
        if (auto const column = find(said.column)) {
            return {*column};
        }
        if (auto const at = constrained_.find(said.constraint); at != constrained_.end()) {
            return at->second;
        }
        std::set<std::size_t> some;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (random_() % 2 == 0) {
                some.insert(i);
            }
        }
        return some;
    }

    pg::Connection& copy_;
    RowTable const& table_;
    std::vector<Column> columns_;
    std::map<std::string, std::set<std::size_t>> constrained_;  // by the constraint's name
    std::vector<Target> targets_;
    std::mt19937 random_;  // its standard seed: the same rows each time
};

}  // namespace

MadeUpRows::Made MadeUpRows::make(RowTable const& table, std::size_t most) {
    return TableFiller(copy_, values_, table).fill(most);
}

}  // namespace lockstep::apply
