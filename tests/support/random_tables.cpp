// Sequences, tables with their parents and partitions, columns, constraints.
#include <algorithm>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

void print_sequence(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const types{"", " AS integer", " AS smallint"};
    auto const name = p.qualified(t);
    p.say("CREATE SEQUENCE " + name + p.of(t, "type", types) +
          (p.chance(t, "increment", 3) ? " INCREMENT BY 5" : "") +
          (p.chance(t, "start", 3) ? " START WITH 3" : "") +
          (p.chance(t, "maximum", 3) ? " MAXVALUE 1000" : "") +
          (p.chance(t, "cache", 3) ? " CACHE 4" : "") + (p.chance(t, "cycle", 3) ? " CYCLE" : ""));
    p.say_comment(t, "SEQUENCE", name);
    p.say_owner(t, "SEQUENCE", name);
}

/// Behind the columns: a sequence may belong to one, if both have the same owner and namespace.
void print_sequence_owner(RandomPrinter& p, Thing const& t) {
    auto const* const sequence = p.pick(t, "sequence", p.all("sequence"));
    auto const* const column = p.pick(t, "column", p.all("column"));
    auto const* const table = column == nullptr ? nullptr : p.find(column->whole);
    if (sequence != nullptr && table != nullptr) {
        p.say("ALTER SEQUENCE " + p.qualified(*sequence) + " OWNED BY " + p.qualified(*table) +
              "." + p.name(*column));
    }
}

std::string partition_key(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const ways{"RANGE", "LIST", "HASH"};
    return " PARTITION BY " + p.of(t, "partition way", ways) + " (k)";
}

std::string bound(RandomPrinter& p, Thing const& t, Thing const& parent) {
    auto const number = p.draw(t, "bound", 4);
    if (p.draw(parent, "partition way", 3) == 2) {
        return "FOR VALUES WITH (MODULUS 4, REMAINDER " + std::to_string(number) + ")";
    }
    if (p.chance(t, "default partition", 5)) {
        return "DEFAULT";
    }
    if (p.draw(parent, "partition way", 3) == 1) {
        return "FOR VALUES IN (" + std::to_string(number) + ", " + std::to_string(number + 10) +
               ")";
    }
    return "FOR VALUES FROM (" + std::to_string(number * 10) + ") TO (" +
           std::to_string(number * 10 + 10) + ")";
}

Thing const* partitioned_table(RandomPrinter& p, Thing const& t) {
    auto tables = p.all("table", &t);
    std::erase_if(tables, [&](Thing const* table) { return !p.chance(*table, "partitioned", 4); });
    return p.pick(t, "partition of", tables);
}

Thing const* parent_of(RandomPrinter& p, Thing const& t) {
    auto tables = p.all("table", &t);
    std::erase_if(tables, [&](Thing const* table) { return p.chance(*table, "partitioned", 4); });
    return p.chance(t, "inherits", 6) ? p.pick(t, "parent", tables) : nullptr;
}

void say_settings(RandomPrinter& p, Thing const& t, std::string const& name) {
    static std::vector<std::string> const identities{"FULL", "NOTHING", "DEFAULT"};
    if (p.chance(t, "row security", 6)) {
        p.say("ALTER TABLE " + name + " ENABLE ROW LEVEL SECURITY");
    }
    if (p.chance(t, "forced row security", 8)) {
        p.say("ALTER TABLE " + name + " FORCE ROW LEVEL SECURITY");
    }
    if (p.chance(t, "fillfactor", 6)) {
        p.say("ALTER TABLE " + name + " SET (fillfactor = 70, autovacuum_enabled = false)");
    }
    if (p.chance(t, "has identity", 6)) {
        p.say("ALTER TABLE " + name + " REPLICA IDENTITY " + p.of(t, "identity", identities));
    }
    p.say_comment(t, "TABLE", name);
    p.say_owner(t, "TABLE", name);
}

void print_table(RandomPrinter& p, Thing const& t) {
    auto const name = p.qualified(t);
    auto text =
        std::string("CREATE ") + (p.chance(t, "unlogged", 8) ? "UNLOGGED " : "") + "TABLE " + name;
    if (p.chance(t, "partitioned", 4)) {
        text += " (k integer)" + partition_key(p, t);
    } else if (auto const* const parent = parent_of(p, t)) {
        text += " () INHERITS (" + p.qualified(*parent) + ")";
    } else {
        text += " ()";
    }
    p.say(text);
    say_settings(p, t, name);
}

void print_partition(RandomPrinter& p, Thing const& t) {
    auto const* const parent = partitioned_table(p, t);
    if (parent == nullptr) {
        return;
    }
    auto const name = p.qualified(t);
    auto const of = p.qualified(*parent);
    auto const below = p.chance(t, "partitioned below", 5) ? partition_key(p, t) : "";
    if (p.chance(t, "copied", 3)) {
        p.say("CREATE TABLE " + name + " (LIKE " + of +
              (p.chance(t, "including", 2) ? " INCLUDING ALL" : "") + ")" + below);
        if (!p.chance(t, "detached", 4)) {
            p.say("ALTER TABLE " + of + " ATTACH PARTITION " + name + " " + bound(p, t, *parent));
        }
    } else {
        p.say("CREATE TABLE " + name + " PARTITION OF " + of + " " + bound(p, t, *parent) + below);
        if (p.chance(t, "detached", 6)) {
            p.say("ALTER TABLE " + of + " DETACH PARTITION " + name);
        }
    }
    if (p.chance(t, "own default", 5)) {
        auto const columns = columns_of(p, *parent);
        if (!columns.empty()) {
            auto const& column = p.of(t, "defaulted", columns);
            p.say("ALTER TABLE " + name + " ALTER " + column.name + " SET DEFAULT " +
                  p.value(t, "own default value", column.type));
        }
    }
    say_settings(p, t, name);
}

std::string column_value(RandomPrinter& p, Thing const& t, Thing const& table,
                         RandomType const& type) {
    switch (p.draw(t, "value", 9)) {
        case 0:
            return type.is_number ? " GENERATED ALWAYS AS IDENTITY (START WITH 7)" : "";
        case 1:
            return type.is_number ? " GENERATED BY DEFAULT AS IDENTITY" : "";
        case 2: {
            auto const others = columns_of(p, table);
            auto const source = std::find_if(others.begin(), others.end(), [&](auto const& other) {
                return other.id < t.id && other.type.sql == type.sql;
            });
            auto const expression = source != others.end() ? source->name
                                    : type.is_text ? text_expression(p, t, "expression", others)
                                                   : type.values.front();
            return " GENERATED ALWAYS AS (" + expression + ") STORED";
        }
        case 3:
        case 4:
            return " DEFAULT " + (type.is_text ? text_expression(p, t, "default expression", {})
                                               : p.value(t, "default", type));
        default:
            return "";
    }
}

void print_column(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const storages{"PLAIN", "EXTERNAL", "EXTENDED", "MAIN"};
    auto const* const table = p.find(t.whole);
    if (table == nullptr) {
        return;
    }
    auto const type = p.type(t, "type");
    auto const alter = "ALTER TABLE " + p.qualified(*table) + " ";
    bool const is_serial = type.sql == "integer" && p.chance(t, "serial", 3);
    auto text = alter + "ADD COLUMN " + p.name(t) + " " + (is_serial ? "serial" : type.sql);
    if (type.is_text && p.chance(t, "collated", 5)) {
        auto const* const made = p.pick(t, "collation", p.all("collation"));
        text += " COLLATE " + (made == nullptr ? "\"C\"" : p.qualified(*made));
    }
    text += is_serial ? "" : column_value(p, t, *table, type);
    text += p.chance(t, "not null", 4) ? " NOT NULL" : "";
    p.say(text);
    auto const alter_column = alter + "ALTER COLUMN " + p.name(t) + " ";
    if (p.chance(t, "has storage", 8)) {
        p.say(alter_column + "SET STORAGE " + p.of(t, "storage", storages));
    }
    if (p.chance(t, "statistics", 8)) {
        p.say(alter_column + "SET STATISTICS 50");
    }
    if (p.chance(t, "options", 10)) {
        p.say(alter_column + "SET (n_distinct = 5)");
    }
    if (p.major() >= 14 && p.chance(t, "compression", 10)) {
        p.say(alter_column + "SET COMPRESSION pglz");
    }
    p.say_comment(t, "COLUMN", p.qualified(*table) + "." + p.name(t));
}

}  // namespace

std::vector<RandomColumn> columns_of(RandomPrinter& p, Thing const& relation) {
    if (relation.kind == "partition") {
        auto const* const parent = partitioned_table(p, relation);
        return parent == nullptr ? std::vector<RandomColumn>{} : columns_of(p, *parent);
    }
    std::vector<RandomColumn> columns;
    if (p.chance(relation, "partitioned", 4)) {
        columns.push_back({"k", {"integer", {"1", "2"}, false, true}, relation.id});
    } else if (auto const* const parent = parent_of(p, relation)) {
        columns = columns_of(p, *parent);
    }
    for (auto const* const column : p.parts("column", relation)) {
        columns.push_back({p.name(*column), p.type(*column, "type"), column->id});
    }
    return columns;
}

std::vector<RandomKind> random_table_kinds() {
    return {
        {"sequence", "", 2, print_sequence},
        {"table", "", 4, print_table},
        {"column", "table", 14, print_column},
        {"partition", "", 3, print_partition},
        {"sequence owner", "", 1, print_sequence_owner},
    };
}

}  // namespace lockstep::tests
