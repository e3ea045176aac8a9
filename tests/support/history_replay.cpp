#include "support/history_replay.hpp"

#include <array>
#include <charconv>
#include <set>
#include <stdexcept>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "pg/copy.hpp"

namespace lockstep::tests {

namespace {

constexpr std::size_t most_lines = 10;

struct Entry {
    std::int64_t position = 0;
    std::string operation;
    std::optional<nlohmann::json> data;
    std::optional<nlohmann::json> old_data;
    bool is_full = false;
    std::vector<std::string> unchanged;
};

std::optional<nlohmann::json> json_of(pg::Rows const& rows, std::size_t row, std::size_t column) {
    return rows.is_null(row, column) ? std::nullopt
                                     : std::optional(nlohmann::json::parse(rows.cell(row, column)));
}

/// All values as `jsonb_each_text` gives them.
Sql texts_of(Sql const& column) {
    return sql("(SELECT json_object_agg(key, value) FROM jsonb_each_text({}))", column);
}

std::vector<std::string> key_of(nlohmann::json const& row, std::vector<std::string> const& key) {
    std::vector<std::string> values;
    for (auto const& column : key) {
        values.push_back(row.at(column));
    }
    return values;
}

void put(TableRows& rows, nlohmann::json const& data, std::vector<std::string> const& key,
         Values const& before) {
    Values values = before;
    for (auto const& [name, value] : data.items()) {
        if (value.is_null()) {
            values.erase(name);
        } else {
            values[name] = value;
        }
    }
    rows.insert_or_assign(key_of(data, key), std::move(values));
}

void apply(TableRows& rows, Entry const& entry, std::vector<std::string> const& key) {
    auto const missing = [&] {
        return std::runtime_error(fmt::format("position {}: {} of a row that is not there",
                                              entry.position, entry.operation));
    };
    if (entry.operation == "INSERT") {
        if (rows.contains(key_of(*entry.data, key))) {
            throw std::runtime_error(
                fmt::format("position {}: INSERT of a row that is there", entry.position));
        }
        put(rows, *entry.data, key, {});
    } else if (entry.operation == "UPDATE") {
        auto const found = rows.find(key_of(entry.old_data.value_or(*entry.data), key));
        if (found == rows.end()) {
            throw missing();
        }
        auto const before = found->second;
        rows.erase(found);
        put(rows, *entry.data, key, before);
    } else if (entry.operation == "DELETE") {
        if (rows.erase(key_of(*entry.old_data, key)) == 0) {
            throw missing();
        }
    } else if (entry.operation == "TRUNCATE") {
        rows.clear();
    }
}

std::uint64_t chained(std::uint64_t before, std::string const& link) {
    std::uint64_t hash = before ^ 14'695'981'039'346'656'037U;
    for (char const c : link) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    }
    return hash;
}

std::string described(Values const& values) {
    std::string text;
    for (auto const& [name, value] : values) {
        text += fmt::format("{}={} ", name, value.substr(0, 60));
    }
    return text;
}

}  // namespace

TableRows replay(pg::Connection& history, std::string const& table,
                 std::vector<std::string> const& key) {
    TableRows rows;
    std::string last = "0";
    for (;;) {
        auto const page = history.query(sql("SELECT position, operation, {}, {} FROM "
                                            "lockstep.change_history WHERE table_name = "
                                            "$1 AND position > $2 ORDER BY position LIMIT 20000",
                                            texts_of(sql("data")), texts_of(sql("old_data"))),
                                        std::array<pg::Parameter, 2>{table, last});
        if (page.size() == 0) {
            return rows;
        }
        for (std::size_t i = 0; i < page.size(); ++i) {
            last = std::string(page.cell(i, 0));
            apply(rows,
                  {.position = std::stoll(last),
                   .operation = std::string(page.cell(i, 1)),
                   .data = json_of(page, i, 2),
                   .old_data = json_of(page, i, 3)},
                  key);
        }
    }
}

TableRows rows_of(pg::Connection& source, std::string const& table,
                  std::vector<std::string> const& key) {
    auto const found = source.query(sql("SELECT * FROM {}", ident(table)));
    TableRows rows;
    for (std::size_t i = 0; i < found.size(); ++i) {
        Values values;
        std::vector<std::string> key_values;
        for (std::size_t column = 0; column < found.columns(); ++column) {
            if (!found.is_null(i, column)) {
                values[std::string(found.column_name(column))] = found.cell(i, column);
            }
        }
        for (auto const& name : key) {
            key_values.push_back(values.at(name));
        }
        rows.emplace(std::move(key_values), std::move(values));
    }
    return rows;
}

std::string difference(TableRows const& replayed, TableRows const& actual) {
    std::vector<std::string> lines;
    for (auto const& [key, values] : actual) {
        auto const found = replayed.find(key);
        if (found == replayed.end()) {
            lines.push_back("missing in the history: " + described(values));
        } else if (found->second != values) {
            lines.push_back("history: " + described(found->second) +
                            "\n  table: " + described(values));
        }
    }
    for (auto const& [key, values] : replayed) {
        if (!actual.contains(key)) {
            lines.push_back("too much in the history: " + described(values));
        }
    }
    lines.resize(std::min(lines.size(), most_lines));
    return join(lines, "\n");
}

std::string disorder(pg::Connection& history) {
    auto const positions = history.query(
        sql("SELECT count(*), count(DISTINCT position), coalesce(max(position), 0), (SELECT "
            "position FROM lockstep.relay_state) FROM lockstep.change_history"));
    std::string wrong;
    for (std::size_t column = 1; column < 4; ++column) {
        if (positions.cell(0, column) != positions.cell(0, 0)) {
            wrong += fmt::format("{} rows, {} positions, the last is {}, the end {}\n",
                                 positions.cell(0, 0), positions.cell(0, 1), positions.cell(0, 2),
                                 positions.cell(0, 3));
            break;
        }
    }
    auto const steps = history.query(sql(
        "SELECT count(*) FROM (SELECT lsn, lag(lsn) OVER w AS before, transaction_id AS xid, "
        "lag(transaction_id) OVER w AS xid_before FROM lockstep.change_history WINDOW w AS "
        "(ORDER BY position)) AS s WHERE lsn < before OR (lsn = before) <> (xid = xid_before)"));
    if (steps.cell(0, 0) != "0") {
        wrong += fmt::format("{} steps where the commits' ends go back, or a transaction is torn\n",
                             steps.cell(0, 0));
    }
    auto const pieces = history.query(sql(
        "SELECT count(*) FROM (SELECT count(*) AS n, max(old.k) FROM (SELECT data ->> 'tx' AS "
        "tx, (data ->> 'of')::int AS k FROM lockstep.change_history WHERE table_name = 'ledger' "
        "AND operation = 'INSERT') AS old GROUP BY tx HAVING count(*) <> max(old.k)) AS p"));
    if (pieces.cell(0, 0) != "0") {
        wrong += fmt::format("{} transactions in pieces, or more than once\n", pieces.cell(0, 0));
    }
    return wrong;
}

std::uint64_t chain_of_history(pg::Connection& history) {
    auto const rows = history.query(
        sql("SELECT transaction_id, lsn, count(*) FROM lockstep.change_history WHERE operation <> "
            "'SCHEMA' GROUP BY 1, 2 ORDER BY min(position)"));
    std::uint64_t chain = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        chain = chained(chain,
                        fmt::format("{} {} {}", rows.cell(i, 0), rows.cell(i, 1), rows.cell(i, 2)));
    }
    return chain;
}

std::uint64_t chain_of_slot(pg::Connection& source, std::string const& slot,
                            std::vector<std::string> const& tables) {
    pg::CopyOut copy(
        source, sql("COPY (SELECT lsn, xid, data FROM pg_logical_slot_peek_changes({}, NULL, NULL, "
                    "'skip-empty-xacts', '1')) TO STDOUT",
                    literal(slot)));
    std::set<std::string, std::less<>> starts;
    for (auto const& table : tables) {
        starts.insert("table public." + table + ":");
    }
    std::uint64_t chain = 0;
    std::size_t count = 0;
    while (auto const row = copy.next()) {
        auto const fields = split(*row, '\t');
        auto const& data = fields.at(2);
        if (data.starts_with("COMMIT")) {
            if (count > 0) {
                chain = chained(chain, fmt::format("{} {} {}", fields[1], fields[0], count));
            }
            count = 0;
        } else if (data.starts_with("table ")) {
            auto const colon = data.find(": ");
            auto const names = data.substr(6, colon - 6);
            count += starts.contains("table " + std::string(names) + ":") ? 1 : 0;
        }
    }
    return chain;
}

}  // namespace lockstep::tests
