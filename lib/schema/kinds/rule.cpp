#include "schema/kinds/alter.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT r.oid, n.nspname, c.relname, r.rulename, pg_get_ruledef(r.oid), "
        "CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN "
        "'ENABLE ALWAYS' END "
        "FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = "
        "c.relnamespace "
        "WHERE r.rulename <> '_RETURN' AND {}",
        of_users);
}

/// `CREATE RULE …` without what ends it.
std::string_view definition(Object const& rule) {
    auto text = rule["definition"];
    while (text.ends_with(';')) {
        text.remove_suffix(1);
    }
    return text;
}

Sql set_state(Object const& rule) {
    auto const state = rule["enabled"];
    return sql("ALTER TABLE {} {} RULE {}", whole_of(rule),
               state.empty() ? sql("ENABLE") : raw(state), ident(rule.name()));
}

Statements create(Object const& rule, Schema const&) {
    Statements statements{raw(definition(rule))};
    if (!rule["enabled"].empty()) {
        statements.push_back(set_state(rule));
    }
    return statements;
}

std::optional<Statements> replace(Alteration const& alteration) {
    constexpr std::string_view create_words = "CREATE RULE ";
    auto const text = definition(alteration.after);
    if (!text.starts_with(create_words)) {
        return std::nullopt;
    }
    return Statements{sql("CREATE OR REPLACE RULE {}", raw(text.substr(create_words.size())))};
}

std::optional<Statements> alter_enabled(Alteration const& alteration) {
    return Statements{set_state(alteration.after)};
}

Sql identity_of(Object const& rule) {
    return sql("{} ON {}", ident(rule.name()), whole_of(rule));
}

}  // namespace

Kind const kind::rule{
    .name = "rule",
    .sql_name = "RULE",
    .catalog = "pg_rewrite",
    .names = {"schema", "table", "name"},
    .properties = {comment_property, {"definition"}, {.name = "enabled", .alter = alter_enabled}},
    .query = query,
    .identity = identity_of,
    .create = create,
    .replace = replace,
    .rename = rename_part,
    .part_of_names = 2};

}  // namespace lockstep::schema
