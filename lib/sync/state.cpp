#include "sync/state.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sql/sql.hpp"

namespace lockstep::sync {

namespace {

std::string quoted(std::vector<std::string> const& names) {
    std::vector<std::string> all;
    for (auto const& name : names) {
        all.push_back(ident(name).text());
    }
    return join(all, ",");
}

std::string action(std::string const& word) {
    return word.empty() ? "NO ACTION" : word;
}

// Each row: what it is, and how; and an expression where it has one. What is text here is composed
// in the same way by expected_state.
constexpr std::string_view action_words =
    "CASE {} WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' "
    "THEN 'SET DEFAULT' ELSE 'NO ACTION' END";

Sql query() {
    return sql(R"(
WITH tables AS (
    SELECT c.oid, quote_ident(c.relname) AS name FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
      AND c.relname IN (SELECT json_array_elements_text($2::json))
), keys AS (
    SELECT k.*, t.name AS table_name,
           (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY x.i)
            FROM unnest(k.conkey) WITH ORDINALITY x(n, i)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.n) AS own,
           (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY x.i)
            FROM unnest(k.confkey) WITH ORDINALITY x(n, i)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.n) AS others
    FROM pg_catalog.pg_constraint k JOIN tables t ON t.oid = k.conrelid
)
SELECT 'table ' || name, 'table', '', '' FROM tables
UNION ALL
SELECT 'column ' || t.name || '.' || quote_ident(a.attname),
       format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
           || CASE a.attidentity WHEN '' THEN '' ELSE ' identity' END
           || CASE a.attgenerated WHEN '' THEN '' ELSE ' generated' END,
       'default ' || t.name || '.' || quote_ident(a.attname), pg_get_expr(d.adbin, d.adrelid)
FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint ' || table_name || '.' || quote_ident(conname),
       CASE contype WHEN 'p' THEN 'PRIMARY KEY (' || own || ')' WHEN 'u' THEN 'UNIQUE (' || own || ')'
           WHEN 'c' THEN 'CHECK' WHEN 'f' THEN 'FOREIGN KEY (' || own || ') REFERENCES '
           || confrelid::regclass || ' (' || others || ') ON UPDATE ' || {} || ' ON DELETE ' || {}
           ELSE contype::text END,
       'check ' || table_name || '.' || quote_ident(conname),
       pg_get_expr(conbin, conrelid)
FROM keys WHERE contype IN ('p', 'u', 'c', 'f', 'x')
UNION ALL
SELECT 'index ' || quote_ident(c.relname),
       CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || m.amname || ' on ' || t.name || ' ('
           || (SELECT string_agg(pg_get_indexdef(i.indexrelid, x, false), ',' ORDER BY x)
               FROM generate_series(1, i.indnkeyatts) x) || ')'
           || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
           || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END,
       'where ' || quote_ident(c.relname), pg_get_expr(i.indpred, i.indrelid)
FROM tables t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid
                  AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'enum ' || quote_ident(t.typname),
       coalesce((SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder)
                 FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), ''), '', ''
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname = $1 AND t.typtype = 'e'
  AND t.typname IN (SELECT json_array_elements_text($3::json))
)",
               Sql::from_server(fmt::format(fmt::runtime(action_words), "confupdtype")),
               Sql::from_server(fmt::format(fmt::runtime(action_words), "confdeltype")));
}

/// `quote_literal`: as the server does it in the query.
std::string literals(std::vector<std::string> const& values) {
    std::vector<std::string> all;
    for (auto const& value : values) {
        all.push_back(literal(value).text());
    }
    return join(all, ",");
}

void add_table(State& to, Table const& it, std::string const& name_space) {
    auto const table = ident(it.sql_name).text();
    auto const part = [&](std::string_view what, std::string const& name) {
        return fmt::format("{} {}.{}", what, table, ident(name).text());
    };
    to.objects["table " + table] = "table";
    for (auto const& column : it.columns) {
        bool const is_key = std::find(it.primary_key.begin(), it.primary_key.end(),
                                      column.sql_name) != it.primary_key.end();
        to.objects[part("column", column.sql_name)] =
            column.type + (column.not_null || is_key ? " NOT NULL" : "");
    }
    if (!it.primary_key.empty()) {
        to.objects[part("constraint", it.key_name())] =
            fmt::format("PRIMARY KEY ({})", quoted(it.primary_key));
    }
    for (auto const& each : it.uniques) {
        to.objects[part("constraint", each.name)] =
            fmt::format("UNIQUE ({})", quoted(each.columns));
    }
    for (auto const& each : it.checks) {
        to.objects[part("constraint", each.name)] = "CHECK";
    }
    for (auto const& each : it.foreign_keys) {
        to.objects[part("constraint", each.name)] =
            fmt::format("FOREIGN KEY ({}) REFERENCES {}.{} ({}) ON UPDATE {} ON DELETE {}",
                        quoted(each.columns), ident(name_space).text(), ident(each.table).text(),
                        quoted(each.to_columns), action(each.on_update), action(each.on_delete));
    }
    for (auto const& each : it.indexes) {
        to.objects["index " + ident(each.name).text()] =
            fmt::format("{}{} on {} ({}){}", each.unique ? "unique " : "", each.method, table,
                        quoted(each.columns), each.where.empty() ? "" : " where");
    }
}

std::string expression(State const& state, std::string const& name) {
    auto const found = state.expressions.find(name);
    return found == state.expressions.end() ? "none" : found->second;
}

std::set<std::string> names_of_both(State const& a, State const& b) {
    std::set<std::string> names;
    for (auto const* const state : {&a, &b}) {
        for (auto const& entry : state->expressions) {
            names.insert(entry.first);
        }
    }
    return names;
}

std::string names_as_json(auto const& objects) {
    auto names = nlohmann::json::array();
    for (auto const& each : objects) {
        names.push_back(each.sql_name);
    }
    return names.dump();
}

}  // namespace

State expected_state(Project const& project, std::string const& name_space) {
    State state;
    for (auto const& each : project.enums) {
        state.objects["enum " + ident(each.sql_name).text()] = literals(each.values);
    }
    for (auto const& each : project.tables) {
        add_table(state, each, name_space);
    }
    return state;
}

State actual_state(pg::Connection& connection, Project const& project,
                   std::string const& name_space) {
    auto const tables = names_as_json(project.tables);
    auto const enums = names_as_json(project.enums);
    auto const rows =
        connection.query(query(), std::array<pg::Parameter, 3>{name_space, tables, enums});
    State state;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        state.objects.emplace(rows.cell(i, 0), rows.cell(i, 1));
        if (!rows.cell(i, 3).empty()) {
            state.expressions.emplace(rows.cell(i, 2), rows.cell(i, 3));
        }
    }
    return state;
}

std::vector<std::string> differences(State const& actual, State const& expected) {
    std::vector<std::string> lines;
    for (auto const& [name, definition] : expected.objects) {
        auto const found = actual.objects.find(name);
        if (found == actual.objects.end()) {
            lines.push_back(fmt::format("{} is missing", name));
        } else if (found->second != definition) {
            lines.push_back(fmt::format("{}: {}, should be {}", name, found->second, definition));
        }
    }
    for (auto const& [name, definition] : actual.objects) {
        if (!expected.objects.contains(name)) {
            lines.push_back(fmt::format("{} is too much", name));
        }
    }
    for (auto const& name :
         expected.knows_expressions ? names_of_both(actual, expected) : std::set<std::string>{}) {
        auto const now = expression(actual, name);
        auto const then = expression(expected, name);
        if (now != then) {
            lines.push_back(fmt::format("{}: {}, should be {}", name, now, then));
        }
    }
    return lines;
}

}  // namespace lockstep::sync
