#include "schema/kinds/common.hpp"

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

Statements create(Object const& rule, Schema const&) {
    auto text = rule["definition"];
    while (text.ends_with(';')) {
        text.remove_suffix(1);
    }
    Statements statements{raw(text)};
    if (auto const state = rule["enabled"]; !state.empty()) {
        statements.push_back(
            sql("ALTER TABLE {} {} RULE {}", whole_of(rule), raw(state), ident(rule.name())));
    }
    return statements;
}

Sql identity_of(Object const& rule) {
    return sql("{} ON {}", ident(rule.name()), whole_of(rule));
}

}  // namespace

Kind const kind::rule{.name = "rule",
                      .sql_name = "RULE",
                      .catalog = "pg_rewrite",
                      .names = {"schema", "table", "name"},
                      .properties = {comment_property, {"definition"}, {"enabled"}},
                      .query = query,
                      .identity = identity_of,
                      .create = create,
                      .part_of_names = 2};

}  // namespace lockstep::schema
