// Text search, foreign tables, publications, privileges.
#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

void print_search(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const words{"asciiword", "word", "numword", "email"};
    auto const name = p.qualified(t);
    p.say("CREATE TEXT SEARCH DICTIONARY " + name + " (TEMPLATE = pg_catalog.simple" +
          (p.chance(t, "accepting", 2) ? ", ACCEPT = false" : "") + ")");
    p.say("CREATE TEXT SEARCH CONFIGURATION " + name + " (PARSER = pg_catalog.\"default\")");
    for (auto const& word : words) {
        if (p.chance(t, word, 2)) {
            p.say("ALTER TEXT SEARCH CONFIGURATION " + name + " ADD MAPPING FOR " + word +
                  " WITH " + (p.chance(t, word + " simple", 2) ? "pg_catalog.simple, " : "") +
                  name);
        }
    }
    p.say_comment(t, "TEXT SEARCH CONFIGURATION", name);
    p.say_owner(t, "TEXT SEARCH DICTIONARY", name);
}

void print_foreign(RandomPrinter& p, Thing const& t) {
    auto const name = p.name(t);
    p.say("CREATE FOREIGN DATA WRAPPER " + name +
          (p.chance(t, "options", 2) ? " OPTIONS (\"a b\" 'it''s')" : ""));
    p.say("CREATE SERVER " + name + (p.chance(t, "typed", 2) ? " TYPE '$$' VERSION '1'" : "") +
          " FOREIGN DATA WRAPPER " + name);
    std::vector<std::string> columns;
    for (auto const* const column : {"a", "b", "c"}) {
        if (p.chance(t, column, 2)) {
            columns.push_back(
                quoted(column) + " " + p.type(t, column + std::string(" type")).sql +
                (p.chance(t, column + std::string(" not null"), 3) ? " NOT NULL" : ""));
        }
    }
    p.say("CREATE FOREIGN TABLE " + p.qualified(t) + " (" + joined(columns) + ") SERVER " + name +
          (p.chance(t, "table options", 2) ? " OPTIONS (\"%\" '--')" : ""));
    p.say_comment(t, "FOREIGN TABLE", p.qualified(t));
    p.say_owner(t, "FOREIGN TABLE", p.qualified(t));
}

void print_publication(RandomPrinter& p, Thing const& t) {
    std::vector<std::string> tables;
    for (auto const* const table : p.all("table")) {
        auto const key = "table " + std::to_string(table->id);
        if (p.chance(*table, "unlogged", 8) || p.chance(t, "no " + key, 2)) {
            continue;
        }
        auto text = p.qualified(*table);
        if (p.major() >= 15 && p.chance(t, key + " where", 4)) {
            text += " WHERE (" + condition(p, t, key + " condition", columns_of(p, *table)) + ")";
        }
        tables.push_back(text);
    }
    p.say("CREATE PUBLICATION " + p.name(t) +
          (p.chance(t, "all", 5) ? " FOR ALL TABLES"
           : tables.empty()      ? ""
                                 : " FOR TABLE " + joined(tables)) +
          (p.chance(t, "inserts", 3) ? " WITH (publish = 'insert')" : ""));
    p.say_comment(t, "PUBLICATION", p.name(t));
    p.say_owner(t, "PUBLICATION", p.name(t));
}

std::vector<Thing const*> grantable(RandomPrinter& p) {
    std::vector<Thing const*> things;
    for (auto const* const kind : {"table", "partition", "view", "materialized view"}) {
        auto const more = p.all(kind);
        things.insert(things.end(), more.begin(), more.end());
    }
    return things;
}

void print_grant(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const privileges{"SELECT", "INSERT, UPDATE", "ALL", "TRIGGER"};
    auto const* const relation = p.pick(t, "relation", grantable(p));
    if (relation == nullptr) {
        return;
    }
    auto const role = p.chance(t, "public", 4) ? "PUBLIC" : random_role(p, t, "role");
    auto const columns = columns_of(p, *relation);
    bool const is_of_column =
        !columns.empty() && relation->kind == "table" && p.chance(t, "of column", 3);
    p.say("GRANT " +
          (is_of_column ? "SELECT (" + p.of(t, "column", columns).name + ")"
                        : p.of(t, "privilege", privileges)) +
          " ON " + p.qualified(*relation) + " TO " + role +
          (role != "PUBLIC" && p.chance(t, "option", 4) ? " WITH GRANT OPTION" : ""));
}

void print_other_grant(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const kinds{"namespace", "sequence", "enum", "domain"};
    auto const& kind = p.of(t, "kind", kinds);
    auto const* const thing = p.pick(t, "thing", p.all(kind));
    if (thing == nullptr) {
        return;
    }
    auto const role = random_role(p, t, "role");
    if (kind == "namespace") {
        p.say("GRANT USAGE ON SCHEMA " + p.name(*thing) + " TO " + role);
    } else {
        p.say("GRANT USAGE ON " + (kind == "sequence" ? std::string("SEQUENCE ") : "TYPE ") +
              p.qualified(*thing) + " TO " + role);
    }
}

void print_default_privilege(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const kinds{"SELECT ON TABLES", "EXECUTE ON FUNCTIONS",
                                                "USAGE ON TYPES", "USAGE ON SEQUENCES"};
    auto const* const space = p.pick(t, "namespace", p.all("namespace"));
    p.say(std::string("ALTER DEFAULT PRIVILEGES ") +
          (p.chance(t, "for role", 2) ? "FOR ROLE lockstep_test_a " : "") +
          (space != nullptr && p.chance(t, "in namespace", 2) ? "IN SCHEMA " + p.name(*space) + " "
                                                              : "") +
          "GRANT " + p.of(t, "privilege", kinds) + " TO " + random_role(p, t, "role"));
}

}  // namespace

std::vector<RandomKind> random_other_kinds() {
    return {
        {"search", "", 1, print_search},
        {"foreign", "", 1, print_foreign},
        {"publication", "", 1, print_publication},
        {"grant", "", 3, print_grant},
        {"other grant", "", 2, print_other_grant},
        {"default privilege", "", 1, print_default_privilege},
    };
}

}  // namespace lockstep::tests
