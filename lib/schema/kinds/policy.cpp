#include "schema/kinds/alter.hpp"

namespace lockstep::schema {

namespace {

// Role 0 is PUBLIC, which is also what a policy is for that names no role.
std::string query(int) {
    return fmt::format(
        "SELECT p.oid, n.nspname, c.relname, p.polname, "
        "CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN "
        "'d' THEN 'DELETE' END, "
        "NOT p.polpermissive, CASE WHEN p.polroles <> '{{0}}' THEN ARRAY(SELECT rolname FROM "
        "pg_roles "
        "WHERE oid = ANY (p.polroles) ORDER BY rolname) END, "
        "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
        "FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = "
        "c.relnamespace WHERE {}",
        of_users);
}

Sql condition(Sql const& keyword, std::string_view expression) {
    return expression.empty() ? Sql() : sql(" {} ({})", keyword, raw(expression));
}

Statements create(Object const& policy, Schema const&) {
    auto const roles = policy.list("roles");
    return {sql("CREATE POLICY {} ON {}{}{}{}{}{}", ident(policy.name()), whole_of(policy),
                clause_if(policy.is("restrictive"), sql("AS RESTRICTIVE")),
                clause(sql("FOR"), raw(policy["command"])),
                roles.empty() ? Sql() : sql(" TO {}", identifiers(roles)),
                condition(sql("USING"), policy["using"]),
                condition(sql("WITH CHECK"), policy["check"]))};
}

Sql identity_of(Object const& policy) {
    return sql("{} ON {}", ident(policy.name()), whole_of(policy));
}

// ALTER POLICY gives a policy another condition, but takes none away.
std::optional<Statements> alter(Alteration const& alteration) {
    auto const& after = alteration.after;
    auto const loses = [&](std::string_view property) {
        return after[property].empty() && !alteration.before[property].empty();
    };
    if (differs(alteration, "command") || differs(alteration, "restrictive") || loses("using") ||
        loses("check")) {
        return std::nullopt;
    }
    auto const changed = [&](Sql const& keyword, std::string_view property) {
        return differs(alteration, property) ? condition(keyword, after[property]) : Sql();
    };
    auto const roles = after.list("roles");
    return Statements{sql("ALTER POLICY {}{}{}{}", identity_of(after),
                          !differs(alteration, "roles")
                              ? Sql()
                              : sql(" TO {}", roles.empty() ? sql("PUBLIC") : identifiers(roles)),
                          changed(sql("USING"), "using"), changed(sql("WITH CHECK"), "check"))};
}

}  // namespace

Kind const kind::policy{.name = "policy",
                        .sql_name = "POLICY",
                        .catalog = "pg_policy",
                        .names = {"schema", "table", "name"},
                        .properties = {comment_property,
                                       {"command"},
                                       {"restrictive", Shape::flag},
                                       {"roles", Shape::list, Compare::as_set},
                                       {"using"},
                                       {"check"}},
                        .query = query,
                        .identity = identity_of,
                        .create = create,
                        .replace = alter,
                        .rename = rename_part,
                        .part_of_names = 2};

}  // namespace lockstep::schema
