#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// Names of a grant: those of its target, the grantee, the target's kind, and the grantor where it
// is not the target's owner.
struct Parts {
    Names target;
    std::string_view grantee;
    Kind const* kind = nullptr;
    std::string_view grantor;
};

Parts parts_of(Object const& grant) {
    auto const names = grant.id.names;
    auto const count = names.size();
    if (count >= 3) {
        auto const* const by_owner = find_kind(names[count - 1]);
        if (by_owner != nullptr && by_owner->names.size() + 2 == count) {
            return {names.first(count - 2), names[count - 2], by_owner, {}};
        }
        auto const* const by_other = find_kind(names[count - 2]);
        if (by_other != nullptr && by_other->names.size() + 3 == count) {
            return {names.first(count - 3), names[count - 3], by_other, names[count - 1]};
        }
    }
    throw Error(
        ExitCode::bad_input,
        fmt::format("{} names no object that privileges can be granted on", to_string(grant.id)));
}

constexpr auto words = std::to_array<std::string_view>(
    {"ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN",
     "USAGE", "CREATE", "EXECUTE", "CONNECT", "TEMPORARY", "SET", "ALTER SYSTEM"});

Sql privilege(std::string_view word, Sql const& columns) {
    if (std::find(words.begin(), words.end(), word) == words.end()) {
        throw Error(ExitCode::bad_input, fmt::format("\"{}\" is no privilege", printable(word)));
    }
    return columns.empty() ? raw(word) : sql("{} ({})", raw(word), columns);
}

Sql privileges(TextList list, Sql const& columns = {}) {
    std::vector<Sql> parts;
    for (auto const word : list.items()) {
        parts.push_back(privilege(word, columns));
    }
    return comma_separated(parts);
}

Sql role_name(std::string_view name) {
    return name == "public" ? sql("PUBLIC") : ident(name);
}

struct Target {
    Sql text;     // "TABLE public.orders"
    Sql columns;  // of a column's grant
};

Target target_of(Parts const& parts) {
    auto const& kind = *parts.kind;
    if (&kind == &kind::column || &kind == &kind::view_column) {
        return {sql("TABLE {}", dotted(parts.target.without_last())), ident(parts.target.back())};
    }
    if (kind.catalog == "pg_proc") {
        auto const word = &kind == &kind::procedure ? sql("PROCEDURE") : sql("FUNCTION");
        return {sql("{} {}({})", word, dotted(parts.target.first(2)), raw(parts.target[2])), {}};
    }
    if (kind.catalog == "pg_class") {
        return {sql("{} {}", &kind == &kind::sequence ? sql("SEQUENCE") : sql("TABLE"),
                    dotted(parts.target)),
                {}};
    }
    if (kind.catalog == "pg_type") {
        return {sql("TYPE {}", dotted(parts.target)), {}};
    }
    auto const word = &kind == &kind::server ? sql("FOREIGN SERVER") : raw(kind.sql_name);
    return {sql("{} {}", word, dotted(parts.target)), {}};
}

Statements create(Object const& grant, Schema const&) {
    auto const parts = parts_of(grant);
    auto const target = target_of(parts);
    auto const grantee = role_name(parts.grantee);
    Statements statements;
    if (!parts.grantor.empty()) {
        statements.push_back(sql("SET SESSION AUTHORIZATION {}", ident(parts.grantor)));
    }
    if (auto const revoked = grant.list("revoked"); !revoked.empty()) {
        statements.push_back(sql("REVOKE {} ON {} FROM {}", privileges(revoked, target.columns),
                                 target.text, grantee));
    }
    if (auto const granted = grant.list("privileges"); !granted.empty()) {
        statements.push_back(
            sql("GRANT {} ON {} TO {}", privileges(granted, target.columns), target.text, grantee));
    }
    if (auto const grantable = grant.list("grantable"); !grantable.empty()) {
        statements.push_back(sql("GRANT {} ON {} TO {} WITH GRANT OPTION",
                                 privileges(grantable, target.columns), target.text, grantee));
    }
    if (!parts.grantor.empty()) {
        statements.push_back(sql("RESET SESSION AUTHORIZATION"));
    }
    return statements;
}

Sql identity_of(Object const& grant) {
    auto const parts = parts_of(grant);
    return sql("ON {} TO {}", target_of(parts).text, role_name(parts.grantee));
}

Sql drop(Object const& grant) {
    auto const parts = parts_of(grant);
    auto const target = target_of(parts);
    return sql("REVOKE ALL{} ON {} FROM {}",
               target.columns.empty() ? Sql() : sql(" ({})", target.columns), target.text,
               role_name(parts.grantee));
}

struct DefaultTarget {
    std::string_view letter, word;
};

// pg_default_acl.defaclobjtype.
constexpr auto default_targets = std::to_array<DefaultTarget>({{"r", "TABLES"},
                                                               {"S", "SEQUENCES"},
                                                               {"f", "FUNCTIONS"},
                                                               {"T", "TYPES"},
                                                               {"n", "SCHEMAS"},
                                                               {"L", "LARGE OBJECTS"}});

// Its rows only name what the privileges, which are read later, are put to.
std::string query_default(int) {
    return "SELECT d.oid, r.rolname, n.nspname, d.defaclobjtype FROM pg_default_acl d "
           "JOIN pg_roles r ON r.oid = d.defaclrole LEFT JOIN pg_namespace n ON n.oid = "
           "d.defaclnamespace";
}

void read_default(CatalogReader& reader, Kind const&, CatalogRow const& row) {
    for (auto const& target : default_targets) {
        if (target.letter == row[3]) {
            reader.name(kind::default_privilege, {"pg_default_acl", to_oid(row[0])},
                        pack({row[1], row[2], target.word}));
        }
    }
}

Sql alter_default(Object const& object, Sql const& what) {
    auto const names = object.id.names;
    return sql("ALTER DEFAULT PRIVILEGES FOR ROLE {}{} {}", ident(names[0]),
               names[1].empty() ? Sql() : sql(" IN SCHEMA {}", ident(names[1])), what);
}

Statements create_default(Object const& object, Schema const&) {
    auto const names = object.id.names;
    auto const grantee = role_name(names[3]);
    auto const target = raw(names[2]);
    Statements statements;
    if (auto const list = object.list("revoked"); !list.empty()) {
        statements.push_back(alter_default(
            object, sql("REVOKE {} ON {} FROM {}", privileges(list), target, grantee)));
    }
    if (auto const list = object.list("privileges"); !list.empty()) {
        statements.push_back(
            alter_default(object, sql("GRANT {} ON {} TO {}", privileges(list), target, grantee)));
    }
    if (auto const list = object.list("grantable"); !list.empty()) {
        statements.push_back(alter_default(object, sql("GRANT {} ON {} TO {} WITH GRANT OPTION",
                                                       privileges(list), target, grantee)));
    }
    return statements;
}

std::vector<Property> properties() {
    return {{"privileges", Shape::list, Compare::as_set},
            {"grantable", Shape::list, Compare::as_set},
            {"revoked", Shape::list, Compare::as_set}};
}

// Names: target, provider, the target's kind.
Statements create_label(Object const& label, Schema const&) {
    auto const names = label.id.names;
    auto const count = names.size();
    auto const* const kind = find_kind(names[count - 1]);
    if (kind == nullptr || kind->names.size() + 2 != count) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} names no object that can have a label", to_string(label.id)));
    }
    Object const target{
        .id = {kind, names.first(count - 2)}, .fields = {}, .needs = {}, .place = {}};
    return {sql("SECURITY LABEL FOR {} ON {} {} IS {}", ident(names[count - 2]),
                raw(kind->sql_name), identity(target), literal(label["label"]))};
}

}  // namespace

Kind const kind::grant{.name = "grant",
                       .sql_name = "GRANT",
                       .catalog = "",
                       .names = {"target", "grantee", "kind"},
                       .properties = properties(),
                       .identity = identity_of,
                       .create = create,
                       .drop = drop,
                       .is_part = true};

Kind const kind::default_privilege{.name = "default privilege",
                                   .sql_name = "DEFAULT PRIVILEGES",
                                   .catalog = "pg_default_acl",
                                   .names = {"role", "schema", "objects", "grantee"},
                                   .in_namespace = false,
                                   .properties = properties(),
                                   .query = query_default,
                                   .read = read_default,
                                   .create = create_default};

Kind const kind::security_label{.name = "security label",
                                .sql_name = "SECURITY LABEL",
                                .catalog = "pg_seclabel",
                                .names = {"target", "provider", "kind"},
                                .properties = {{"label"}},
                                .create = create_label,
                                .is_part = true};

}  // namespace lockstep::schema
