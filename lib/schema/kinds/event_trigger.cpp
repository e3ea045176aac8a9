#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT e.oid, e.evtname, e.evtowner, e.evtevent, e.evttags, e.evtfoid::regproc, "
           "CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN "
           "'ENABLE ALWAYS' END "
           "FROM pg_event_trigger e";
}

Statements complete(Object const& trigger, Schema const&) {
    std::vector<Sql> tags;
    for (auto const tag : trigger.list("tags").items()) {
        tags.push_back(literal(tag));
    }
    Statements statements{
        sql("CREATE EVENT TRIGGER {} ON {}{} EXECUTE FUNCTION {}()", identity(trigger),
            ident(trigger["event"]),
            tags.empty() ? Sql() : sql(" WHEN TAG IN ({})", comma_separated(tags)),
            raw(trigger["function"]))};
    if (auto const state = trigger["enabled"]; !state.empty()) {
        statements.push_back(sql("ALTER EVENT TRIGGER {} {}", identity(trigger), raw(state)));
    }
    if (auto const owner = trigger["owner"]; !owner.empty()) {
        statements.push_back(
            sql("ALTER EVENT TRIGGER {} OWNER TO {}", identity(trigger), ident(owner)));
    }
    return statements;
}

bool is_disabled(Object const& trigger) {
    return trigger["enabled"] == "DISABLE";
}

/// At once, so that it does not fire for what comes behind.
Statements disable(Alteration const& change) {
    return is_disabled(change.after)
               ? Statements{sql("ALTER EVENT TRIGGER {} DISABLE", identity(change.before))}
               : Statements{};
}

std::optional<Statements> enable(Alteration const& change) {
    auto const state = change.after["enabled"];
    return is_disabled(change.after)
               ? Statements{}
               : Statements{sql("ALTER EVENT TRIGGER {} {}", identity(change.after),
                                state.empty() ? sql("ENABLE") : raw(state))};
}

}  // namespace

Kind const kind::event_trigger{
    .name = "event trigger",
    .sql_name = "EVENT TRIGGER",
    .catalog = "pg_event_trigger",
    .names = {"name"},
    .in_namespace = false,
    .properties = {owner_property,
                   comment_property,
                   {"event"},
                   {"tags", Shape::list, Compare::as_set},
                   {"function"},
                   {.name = "enabled", .alter = enable, .release = disable, .late = true}},
    .query = query,
    .complete = complete,
    .fires_for_ddl = true};

}  // namespace lockstep::schema
