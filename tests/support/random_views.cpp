// Views on tables and on views; what stands on relations of any kind: triggers, rules, policies.
#include <algorithm>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

std::vector<Thing const*> relations_before(RandomPrinter& p, Thing const& t) {
    std::vector<Thing const*> relations;
    for (auto const* const kind : {"table", "partition", "view", "materialized view"}) {
        auto const more = p.all(kind, &t);
        relations.insert(relations.end(), more.begin(), more.end());
    }
    // Kinds are made one after the other: a view cannot stand on a materialized one.
    std::erase_if(relations, [&](Thing const* other) {
        return t.kind == "view" && other->kind == "materialized view";
    });
    return relations;
}

struct Query {
    std::string text;
    std::vector<RandomColumn> columns;
};

/// What a view shows of a relation: most of its columns, some under other names or as texts.
Query query_of(RandomPrinter& p, Thing const& t);

std::vector<RandomColumn> shown_by(RandomPrinter& p, Thing const& relation) {
    bool const is_view = relation.kind == "view" || relation.kind == "materialized view";
    return is_view ? query_of(p, relation).columns : columns_of(p, relation);
}

Query query_of(RandomPrinter& p, Thing const& t) {
    auto const* const source = p.pick(t, "source", relations_before(p, t));
    auto const columns = source == nullptr ? std::vector<RandomColumn>{} : shown_by(p, *source);
    Query query;
    std::vector<std::string> items;
    for (auto column : columns) {
        auto const key = "column " + std::to_string(column.id);
        if (p.chance(t, "no " + key, 4)) {
            continue;
        }
        auto item = column.name;
        if (p.chance(t, key + " as text", 8)) {
            item = text_expression(p, t, key + " text", {column});
            column.type = {"text", {"'x'"}, true};
        }
        column.name = p.chance(t, key + " named", 6)
                          ? quoted("c" + std::to_string(column.id) + " \"v")
                          : column.name;
        items.push_back(item + " AS " + column.name);
        query.columns.push_back(column);
    }
    if (p.chance(t, "constant", 4)) {
        items.push_back("'-- it''s'::text AS \"constant %\"");
        query.columns.push_back({"\"constant %\"", {"text", {"'x'"}, true}, 0});
    }
    query.text = "SELECT " + joined(items);
    if (source != nullptr) {
        query.text += " FROM " + p.qualified(*source);
        if (p.chance(t, "has where", 3)) {
            query.text += " WHERE " + condition(p, t, "where", columns);
        }
        query.text += p.chance(t, "grouped", 10) ? " LIMIT 5" : "";
    }
    return query;
}

void print_view(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const options{"", "", "", " WITH (security_barrier)",
                                                  " WITH (check_option = local)"};
    auto const query = query_of(p, t);
    auto const name = p.qualified(t);
    p.say("CREATE VIEW " + name + p.of(t, "options", options) + " AS " + query.text);
    for (auto const& column : query.columns) {
        auto const key = std::to_string(column.id);
        if (p.chance(t, "default " + key, 12)) {
            p.say("ALTER VIEW " + name + " ALTER COLUMN " + column.name + " SET DEFAULT " +
                  p.value(t, "default value " + key, column.type));
        }
        if (p.chance(t, "commented " + key, 12)) {
            p.say("COMMENT ON COLUMN " + name + "." + column.name + " IS '-- $$'");
        }
    }
    p.say_comment(t, "VIEW", name);
    p.say_owner(t, "VIEW", name);
}

void print_materialized_view(RandomPrinter& p, Thing const& t) {
    auto const query = query_of(p, t);
    auto const name = p.qualified(t);
    p.say("CREATE MATERIALIZED VIEW " + name +
          (p.chance(t, "fillfactor", 4) ? " WITH (fillfactor = 70)" : "") + " AS " + query.text +
          " WITH NO DATA");
    for (auto const& column : query.columns) {
        auto const key = "index " + std::to_string(column.id);
        if (p.chance(t, key, 5)) {
            p.say("CREATE INDEX " + p.name_in(t, key + " name") + " ON " + name + " (" +
                  column.name + ")");
        }
        if (p.chance(t, "commented " + key, 12)) {
            p.say("COMMENT ON COLUMN " + name + "." + column.name + " IS '-- $$'");
        }
    }
    p.say_comment(t, "MATERIALIZED VIEW", name);
    p.say_owner(t, "MATERIALIZED VIEW", name);
}

void print_trigger(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const events{"BEFORE INSERT", "AFTER UPDATE OR DELETE",
                                                 "BEFORE UPDATE OF ", "AFTER INSERT",
                                                 "AFTER TRUNCATE"};
    static std::vector<std::string> const states{"", "", " DISABLE", " ENABLE ALWAYS",
                                                 " ENABLE REPLICA"};
    auto const* const table = p.find(t.whole);
    auto const* const function = p.pick(t, "function", p.all("trigger function"));
    if (table == nullptr || function == nullptr) {
        return;
    }
    auto const name = p.qualified(*table);
    auto const columns = columns_of(p, *table);
    auto event = p.of(t, "event", events);
    bool const is_row = event != "AFTER TRUNCATE" && !p.chance(t, "statement", 3);
    if (event.ends_with("OF ")) {
        event += columns.empty() ? "k" : p.of(t, "of", columns).name;
    }
    bool const is_constraint = is_row && event == "AFTER INSERT" && p.chance(t, "constraint", 3);
    auto text = std::string("CREATE ") + (is_constraint ? "CONSTRAINT " : "") + "TRIGGER " +
                p.name(t) + " " + event + " ON " + name;
    if (!is_row && event == "AFTER INSERT" && p.chance(t, "transition", 2)) {
        text += " REFERENCING NEW TABLE AS " + p.name_in(t, "rows");
    }
    text += is_row ? " FOR EACH ROW" : " FOR EACH STATEMENT";
    if (is_row && event == "BEFORE INSERT" && !columns.empty() && p.chance(t, "when", 3)) {
        auto column = p.of(t, "when", columns);
        column.name = "NEW." + column.name;
        text += " WHEN (" + condition(p, t, "when", {column}) + ")";
    }
    p.say(text + " EXECUTE FUNCTION " + p.qualified(*function) + "('it''s', '$$\\')");
    if (auto const& state = p.of(t, "state", states); !state.empty()) {
        p.say("ALTER TABLE " + name + state + " TRIGGER " + p.name(t));
    }
    p.say_comment(t, "TRIGGER", p.name(t) + " ON " + name);
}

void print_rule(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const forms{"INSERT", "UPDATE", "DELETE"};
    auto relations = p.all("table");
    auto const views = p.all("view");
    relations.insert(relations.end(), views.begin(), views.end());
    auto const* const relation = p.pick(t, "relation", relations);
    if (relation == nullptr) {
        return;
    }
    auto const name = p.qualified(*relation);
    auto const columns = shown_by(p, *relation);
    auto const& event = p.of(t, "event", forms);
    auto text = "CREATE RULE " + p.name(t) + " AS ON " + event + " TO " + name;
    if (event != "INSERT" && !columns.empty() && p.chance(t, "conditional", 3)) {
        auto column = p.of(t, "where", columns);
        column.name = "OLD." + column.name;
        text += " WHERE " + condition(p, t, "where", {column});
    }
    p.say(text +
          (p.chance(t, "instead", 2) ? " DO INSTEAD NOTHING" : " DO ALSO SELECT '-- it''s'::text"));
    p.say_comment(t, "RULE", p.name(t) + " ON " + name);
}

void print_policy(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const commands{"ALL", "SELECT", "UPDATE", "DELETE"};
    auto const* const table = p.find(t.whole);
    if (table == nullptr) {
        return;
    }
    auto const name = p.qualified(*table);
    p.say("CREATE POLICY " + p.name(t) + " ON " + name +
          (p.chance(t, "restrictive", 3) ? " AS RESTRICTIVE" : "") + " FOR " +
          p.of(t, "command", commands) + " TO " +
          (p.chance(t, "public", 2) ? "PUBLIC" : random_role(p, t, "role")) + " USING (" +
          condition(p, t, "using", columns_of(p, *table)) + ")");
    p.say_comment(t, "POLICY", p.name(t) + " ON " + name);
}

}  // namespace

std::vector<RandomKind> random_view_kinds() {
    return {
        {"view", "", 4, print_view}, {"materialized view", "", 2, print_materialized_view},
        random_rows_function(),      {"trigger", "table partition", 2, print_trigger},
        {"rule", "", 1, print_rule}, {"policy", "table", 2, print_policy},
    };
}

}  // namespace lockstep::tests
