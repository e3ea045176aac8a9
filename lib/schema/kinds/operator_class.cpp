#include "schema/kinds/items.hpp"

namespace lockstep::schema {

namespace {

// Members of an operator family, as CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD say them.
// Those that depend on the class (deptype i: they go when it goes) are its own; the others, the
// family's. `{0}` is the condition that tells whose.
constexpr std::string_view members =
    "ARRAY(SELECT m FROM (SELECT 1 AS part, p.amopstrategy AS number, format('OPERATOR %s "
    "%I.%s(%s,%s)%s', p.amopstrategy, on_.nspname, o.oprname, "
    "CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END, "
    "format_type(o.oprright, NULL), "
    "CASE WHEN p.amoppurpose = 'o' THEN (SELECT format(' FOR ORDER BY %I.%I', sn.nspname, "
    "sf.opfname) FROM pg_opfamily sf "
    "JOIN pg_namespace sn ON sn.oid = sf.opfnamespace WHERE sf.oid = p.amopsortfamily) ELSE '' "
    "END) AS m "
    "FROM pg_amop p JOIN pg_operator o ON o.oid = p.amopopr JOIN pg_namespace on_ ON on_.oid = "
    "o.oprnamespace "
    "JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = p.oid AND {0} "
    "UNION ALL SELECT 2, p.amprocnum, format('FUNCTION %s (%s, %s) %s', p.amprocnum, "
    "format_type(p.amproclefttype, NULL), "
    "format_type(p.amprocrighttype, NULL), p.amproc::regprocedure) "
    "FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid "
    "AND {0}) x ORDER BY part, number, m)";

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.opcname, a.amname, c.opcowner, format_type(c.opcintype, NULL), "
        "c.opcdefault, "
        "CASE WHEN f.opfname <> c.opcname OR f.opfnamespace <> c.opcnamespace THEN format('%I.%I', "
        "fn.nspname, f.opfname) END, "
        "CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END, {} FROM pg_opclass "
        "c "
        "JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod "
        "JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace "
        "WHERE {}",
        fmt::format(members,
                    "d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid AND d.deptype IN "
                    "('i', 'a')"),
        of_users);
}

Sql identity_of(Object const& object) {
    return sql("{} USING {}", dotted(object.id.names.first(2)), ident(object.id.names[2]));
}

Sql lines(TextList items) {
    std::vector<Sql> parts;
    for (auto const item : items.items()) {
        parts.push_back(raw(item));
    }
    return join(parts, sql(",\n    "));
}

Statements create(Object const& object, Schema const&) {
    auto const storage = object["storage"];
    auto const own = object.list("members");
    std::vector<Sql> parts;
    if (!own.empty()) {
        parts.push_back(lines(own));
    }
    if (!storage.empty() || own.empty()) {
        parts.push_back(sql("STORAGE {}", raw(storage.empty() ? object["type"] : storage)));
    }
    return {sql("CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {}{} AS\n    {}",
                dotted(object.id.names.first(2)), clause_if(object.is("default"), sql("DEFAULT")),
                raw(object["type"]), ident(object.id.names[2]),
                clause(sql("FAMILY"), raw(object["family"])), join(parts, sql(",\n    ")))};
}

// A family of the same name comes with the class that names none: it is listed all the same.
std::string query_families(int) {
    return fmt::format(
        "SELECT f.oid, n.nspname, f.opfname, a.amname, f.opfowner, {}, EXISTS (SELECT FROM "
        "pg_opclass c "
        "WHERE c.opcfamily = f.oid AND c.opcname = f.opfname AND c.opcnamespace = f.opfnamespace) "
        "FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = "
        "f.opfmethod WHERE {}",
        fmt::format(
            members,
            "d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype = 'a'"),
        of_users);
}

Statements create_family(Object const& object, Schema const&) {
    return {sql("CREATE OPERATOR FAMILY {}", identity_of(object))};
}

Statements complete_family(Object const& object, Schema const&) {
    auto const loose = object.list("members");
    return loose.empty() ? Statements{}
                         : Statements{sql("ALTER OPERATOR FAMILY {} ADD\n    {}",
                                          identity_of(object), lines(loose))};
}

/// Where the first closing parenthesis is, outside of quotes.
std::size_t end_of_types(std::string_view text, std::size_t from) {
    bool quoted = false;
    for (auto i = from; i < text.size(); ++i) {
        quoted = quoted != (text[i] == '"');
        if (text[i] == ')' && !quoted) {
            return i + 1;
        }
    }
    return text.size();
}

/// `OPERATOR 1 (integer,bigint)` of `OPERATOR 1 public.<(integer,bigint)`, and `FUNCTION 1
/// (integer, bigint)`: a member as DROP names it.
Sql member_to_drop(std::string_view member) {
    auto const word_end = member.find(' ', member.find(' ') + 1);
    bool quoted = false;
    auto types = word_end;
    for (; types < member.size() && (member[types] != '(' || quoted); ++types) {
        quoted = quoted != (member[types] == '"');
    }
    return sql("{} {}", raw(member.substr(0, word_end)),
               raw(member.substr(types, end_of_types(member, types) - types)));
}

std::optional<Statements> alter_members(Alteration const& change) {
    auto const before = change.before.list("members").items();
    auto const after = change.after.list("members").items();
    auto const alter = sql("ALTER OPERATOR FAMILY {}", identity(change.after));
    auto const family_change = [&](Sql const& word, std::vector<Sql> const& list) {
        return sql("{} {}\n    {}", alter, word, join(list, sql(",\n    ")));
    };
    std::vector<Sql> dropped;
    std::vector<Sql> added;
    for (auto const member : without(before, after)) {
        dropped.push_back(member_to_drop(member));
    }
    for (auto const member : without(after, before)) {
        added.push_back(raw(member));
    }
    Statements statements;
    if (!dropped.empty()) {
        statements.push_back(family_change(sql("DROP"), dropped));
    }
    if (!added.empty()) {
        statements.push_back(family_change(sql("ADD"), added));
    }
    return statements;
}

/// The name stands before the access method.
Statements rename(Object const& before, Object const& after) {
    auto const alter = [&](std::string_view space) {
        return sql("ALTER {} {}.{} USING {}", raw(after.id.kind->sql_name), ident(space),
                   ident(before.id.names[1]), ident(before.id.names[2]));
    };
    auto const space = after.id.names[0];
    Statements statements;
    if (space != before.id.names[0]) {
        statements.push_back(sql("{} SET SCHEMA {}", alter(before.id.names[0]), ident(space)));
    }
    if (after.id.names[1] != before.id.names[1]) {
        statements.push_back(sql("{} RENAME TO {}", alter(space), ident(after.id.names[1])));
    }
    return statements;
}

}  // namespace

Kind const kind::operator_class{.name = "operator class",
                                .sql_name = "OPERATOR CLASS",
                                .catalog = "pg_opclass",
                                .names = {"schema", "name", "method"},
                                .properties = {owner_property,
                                               comment_property,
                                               {"type"},
                                               {"default", Shape::flag},
                                               {"family"},
                                               {"storage"},
                                               {"members", Shape::list}},
                                .query = query,
                                .identity = identity_of,
                                .create = create,
                                .rename = rename};

Kind const kind::operator_family{
    .name = "operator family",
    .sql_name = "OPERATOR FAMILY",
    .catalog = "pg_opfamily",
    .names = {"schema", "name", "method"},
    .properties = {owner_property,
                   comment_property,
                   {.name = "members", .shape = Shape::list, .alter = alter_members},
                   {"of_class", Shape::flag, Compare::never}},
    .query = query_families,
    .identity = identity_of,
    .create = create_family,
    .complete = complete_family,
    .rename = rename};

}  // namespace lockstep::schema
