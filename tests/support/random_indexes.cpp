// Constraints, indexes, statistics objects.
#include <algorithm>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

std::vector<Thing const*> tables_of(RandomPrinter& p) {
    auto tables = p.all("table");
    auto const partitions = p.all("partition");
    tables.insert(tables.end(), partitions.begin(), partitions.end());
    std::erase_if(tables, [&](Thing const* table) { return columns_of(p, *table).empty(); });
    return tables;
}

/// Up to `most` columns of those, and at least one where there is one.
std::vector<RandomColumn> some(RandomPrinter& p, Thing const& t, std::string const& attribute,
                               std::vector<RandomColumn> const& columns, unsigned most) {
    std::vector<RandomColumn> chosen;
    auto const count = 1 + p.draw(t, attribute + " count", most);
    for (unsigned i = 0; i < count && !columns.empty(); ++i) {
        auto const& column = p.of(t, attribute + std::to_string(i), columns);
        bool const is_there = std::any_of(chosen.begin(), chosen.end(), [&](auto const& other) {
            return other.name == column.name;
        });
        if (!is_there) {
            chosen.push_back(column);
        }
    }
    return chosen;
}

std::string names_of(std::vector<RandomColumn> const& columns) {
    std::vector<std::string> names;
    for (auto const& column : columns) {
        names.push_back(column.name);
    }
    return joined(names);
}

std::string nulls(RandomPrinter& p, Thing const& t) {
    return p.major() >= 15 && p.chance(t, "nulls not distinct", 5) ? " NULLS NOT DISTINCT" : "";
}

std::string include(RandomPrinter& p, Thing const& t, std::vector<RandomColumn> const& columns) {
    return p.chance(t, "includes", 5)
               ? " INCLUDE (" + names_of(some(p, t, "included", columns, 1)) + ")"
               : "";
}

std::string deferrable(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const ways{"", "", "", " DEFERRABLE",
                                               " DEFERRABLE INITIALLY DEFERRED"};
    return p.of(t, "deferrable", ways);
}

std::string key(RandomPrinter& p, Thing const& t, Thing const& table, unsigned most) {
    auto const columns = columns_of(p, table);
    auto names = names_of(some(p, t, "key", columns, most));
    if (p.chance(table, "partitioned", 4) && names.find("k") == std::string::npos) {
        names += ", k";  // a key of a partitioned table holds what it is partitioned by
    }
    return names;
}

void finish(RandomPrinter& p, Thing const& t, std::string const& table) {
    p.say_comment(t, "CONSTRAINT", p.name(t) + " ON " + table);
}

void print_key(RandomPrinter& p, Thing const& t) {
    auto const* const table = p.find(t.whole);
    if (table == nullptr) {
        return;
    }
    auto const name = p.qualified(*table);
    if (columns_of(p, *table).empty()) {
        return;
    }
    bool const is_primary = p.chance(t, "primary", 2);
    p.say("ALTER TABLE " + name + " ADD CONSTRAINT " + p.name(t) +
          (is_primary ? " PRIMARY KEY (" : " UNIQUE" + nulls(p, t) + " (") + key(p, t, *table, 2) +
          ")" + include(p, t, columns_of(p, *table)) +
          (p.chance(t, "fillfactor", 8) ? " WITH (fillfactor = 80)" : "") + deferrable(p, t));
    finish(p, t, name);
    if (p.chance(t, "clustered", 8)) {
        p.say("ALTER TABLE " + name + " CLUSTER ON " + p.name(t));
    }
    if (p.chance(t, "identity", 8)) {
        p.say("ALTER TABLE " + name + " REPLICA IDENTITY USING INDEX " + p.name(t));
    }
}

void print_check(RandomPrinter& p, Thing const& t) {
    auto const* const table = p.find(t.whole);
    if (table == nullptr) {
        return;
    }
    auto const name = p.qualified(*table);
    p.say("ALTER TABLE " + name + " ADD CONSTRAINT " + p.name(t) + " CHECK (" +
          condition(p, t, "check", columns_of(p, *table)) + ")" +
          (p.chance(t, "no inherit", 6) ? " NO INHERIT" : "") +
          (p.chance(t, "not valid", 5) ? " NOT VALID" : ""));
    finish(p, t, name);
}

void print_exclusion(RandomPrinter& p, Thing const& t) {
    auto const* const table = p.find(t.whole);
    auto const columns = table == nullptr ? std::vector<RandomColumn>{} : columns_of(p, *table);
    if (columns.empty()) {
        return;
    }
    auto const column = p.of(t, "column", columns);
    bool const is_range = column.type.sql.find("range") != std::string::npos;
    p.say("ALTER TABLE " + p.qualified(*table) + " ADD CONSTRAINT " + p.name(t) +
          " EXCLUDE USING " +
          (is_range ? "gist (" + column.name + " WITH &&)" : "btree (" + column.name + " WITH =)") +
          (p.chance(t, "partial", 3) ? " WHERE (" + condition(p, t, "where", columns) + ")" : "") +
          deferrable(p, t));
    finish(p, t, p.qualified(*table));
}

void print_foreign_key(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const actions{"", "", " ON DELETE CASCADE",
                                                  " ON DELETE SET NULL", " ON UPDATE RESTRICT"};
    auto const* const table = p.find(t.whole);
    auto const* const target_key = p.pick(t, "target", p.all("key"));
    auto const* const target = target_key == nullptr ? nullptr : p.find(target_key->whole);
    if (table == nullptr || target == nullptr) {
        return;
    }
    auto const columns = columns_of(p, *table);
    auto const others = some(p, *target_key, "key", columns_of(p, *target), 2);
    std::vector<std::string> own;
    for (auto const& other : others) {
        for (auto const& column : columns) {
            if (column.type.sql == other.type.sql ||
                (column.type.is_number && other.type.is_number)) {
                own.push_back(column.name);
                break;
            }
        }
    }
    if (own.size() != others.size() || own.empty()) {
        return;
    }
    p.say("ALTER TABLE " + p.qualified(*table) + " ADD CONSTRAINT " + p.name(t) + " FOREIGN KEY (" +
          joined(own) + ") REFERENCES " + p.qualified(*target) + " (" + names_of(others) + ")" +
          p.of(t, "action", actions) + deferrable(p, t) +
          (p.chance(t, "not valid", 5) ? " NOT VALID" : ""));
    finish(p, t, p.qualified(*table));
}

void print_index(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const methods{
        "", "", "", " USING hash", " USING brin", " USING gist", " USING gin"};
    static std::vector<std::string> const orders{"", "", " DESC", " NULLS FIRST",
                                                 " COLLATE \"C\" text_pattern_ops"};
    auto const* const table = p.pick(t, "table", tables_of(p));
    if (table == nullptr) {
        return;
    }
    auto const columns = columns_of(p, *table);
    std::vector<std::string> keys;
    for (auto const& column : some(p, t, "key", columns, 2)) {
        keys.push_back(column.name + (column.type.is_text ? p.of(t, "order", orders) : ""));
    }
    if (p.chance(t, "expression", 4)) {
        keys.push_back("(" + text_expression(p, t, "indexed", columns) + ")");
    }
    auto const method = p.of(t, "method", methods);
    auto const name = p.qualified(*table);
    p.say(std::string("CREATE ") + (p.chance(t, "unique", 4) ? "UNIQUE " : "") + "INDEX " +
          p.name(t) + " ON " + (p.chance(t, "only", 10) ? "ONLY " : "") + name + method + " (" +
          joined(keys) + ")" + (method.empty() ? include(p, t, columns) + nulls(p, t) : "") +
          (p.chance(t, "fillfactor", 8) ? " WITH (fillfactor = 80)" : "") +
          (p.chance(t, "partial", 4) ? " WHERE " + condition(p, t, "where", columns) : ""));
    auto const own = p.qualified(*table);
    auto const space = own.substr(0, own.size() - p.name(*table).size());
    p.say_comment(t, "INDEX", space + p.name(t));
    if (p.chance(t, "clustered", 8)) {
        p.say("ALTER TABLE " + name + " CLUSTER ON " + p.name(t));
    }
    if (p.chance(t, "statistics", 8)) {
        p.say("ALTER INDEX " + space + p.name(t) + " ALTER COLUMN 2 SET STATISTICS 77");
    }
}

void print_statistics(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const kinds{"", " (ndistinct)", " (dependencies, mcv)"};
    auto const* const table = p.pick(t, "table", tables_of(p));
    if (table == nullptr) {
        return;
    }
    p.say("CREATE STATISTICS " + p.qualified(t) + p.of(t, "kinds", kinds) + " ON " +
          names_of(some(p, t, "column", columns_of(p, *table), 3)) + " FROM " +
          p.qualified(*table));
    p.say_comment(t, "STATISTICS", p.qualified(t));
    p.say_owner(t, "STATISTICS", p.qualified(t));
    if (p.chance(t, "target", 3)) {
        p.say("ALTER STATISTICS " + p.qualified(t) + " SET STATISTICS 33");
    }
}

}  // namespace

std::vector<RandomKind> random_index_kinds() {
    return {
        {"key", "table partition", 4, print_key},
        {"check", "table partition", 3, print_check},
        {"exclusion", "table", 1, print_exclusion},
        {"foreign key", "table partition", 3, print_foreign_key},
        {"index", "", 5, print_index},
        {"statistics", "", 1, print_statistics},
    };
}

}  // namespace lockstep::tests
