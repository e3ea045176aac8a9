#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "schema/kinds/column.hpp"
#include "schema/kinds/privileges.hpp"

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

struct AllPrivileges {
    std::string_view on;  // a catalog, or what default privileges are on
    Items all;
};

// As acldefault() gives them to the owner.
Items all_privileges(std::string_view on, int version) {
    static std::vector<AllPrivileges> const table{
        {"pg_class", {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}},
        {"TABLES", {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}},
        {"COLUMN", {"SELECT", "INSERT", "UPDATE", "REFERENCES"}},
        {"SEQUENCES", {"SELECT", "USAGE", "UPDATE"}},
        {"pg_namespace", {"USAGE", "CREATE"}},
        {"SCHEMAS", {"USAGE", "CREATE"}},
        {"LARGE OBJECTS", {"SELECT", "UPDATE"}},
        {"pg_proc", {"EXECUTE"}},
        {"FUNCTIONS", {"EXECUTE"}}};
    constexpr int has_maintain = 170000;
    for (auto const& [name, list] : table) {
        if (name == on) {
            auto all = list;
            if (version >= has_maintain && has(list, "TRUNCATE")) {
                all.push_back("MAINTAIN");
            }
            return all;
        }
    }
    return {"USAGE"};
}

Items all_privileges_on(Kind const& kind, int version) {
    bool const is_column = &kind == &kind::column || &kind == &kind::view_column;
    return all_privileges(is_column                  ? "COLUMN"
                          : &kind == &kind::sequence ? "SEQUENCES"
                                                     : kind.catalog,
                          version);
}

bool is_of_owner(Object const& grant, Schema const& schema) {
    auto const parts = parts_of(grant);
    auto const* const object = schema.find(*parts.kind, parts.target);
    return object != nullptr && (*object)["owner"] == parts.grantee;
}

Privileged what_is_granted(Object const& grant, Schema const& schema) {
    auto const parts = parts_of(grant);
    auto const target = target_of(parts);
    return {.all = all_privileges_on(*parts.kind, schema.server_version),
            .columns = target.columns,
            .target = target.text,
            .grantee = role_name(parts.grantee),
            .has_by_default = is_of_owner(grant, schema)};
}

/// Privileges that came from another than the owner are his to give.
Statements as_grantor(Object const& grant, Statements statements) {
    auto const grantor = parts_of(grant).grantor;
    if (!grantor.empty() && !statements.empty()) {
        statements.insert(statements.begin(), sql("SET SESSION AUTHORIZATION {}", ident(grantor)));
        statements.push_back(sql("RESET SESSION AUTHORIZATION"));
    }
    return statements;
}

/// Of the sequence of an identity, which is no object of its own: it comes late, and goes early.
bool is_of_identity(Object const& grant, Schema const& schema) {
    return grant.id.names.size() > 3 && grant.id.names[3] == kind::sequence.name &&
           schema.find(kind::sequence, grant.id.names.first(2)) == nullptr;
}

bool has_identity(Object const& grant, Schema const& schema) {
    auto const sequence = dotted(grant.id.names.first(2));
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](Object const& object) {
        return object.id.kind == &kind::column && !object["identity"].empty() &&
               identity_sequence_name(object) == sequence;
    });
}

Statements give(Object const& grant, Schema const& schema) {
    return as_grantor(grant, change_privileges(what_is_granted(grant, schema), nullptr, &grant));
}

Statements create(Object const& grant, Schema const& schema) {
    return is_of_identity(grant, schema) ? Statements{} : give(grant, schema);
}

Statements complete(Object const& grant, Schema const& schema) {
    return is_of_identity(grant, schema) ? give(grant, schema) : Statements{};
}

Statements remove(Object const& grant, Schema const& from, Schema const& to) {
    if (is_of_identity(grant, from) && !has_identity(grant, to)) {
        return {};
    }
    return as_grantor(grant, change_privileges(what_is_granted(grant, from), &grant, nullptr));
}

// A new owner takes over what the old one has: so these two have all by default when he comes.
std::optional<Statements> replace(Alteration const& change) {
    if (is_of_owner(change.before, change.from) != is_of_owner(change.after, change.to)) {
        return std::nullopt;
    }
    auto const what = what_is_granted(change.after, change.to);
    return as_grantor(change.after, change_privileges(what, &change.before, &change.after));
}

/// What was granted onwards by him who is to lose the right to is granted anew, or not.
bool is_grant(Object const& dependent) {
    return dependent.id.kind == &kind::grant;
}

Sql identity_of(Object const& grant) {
    auto const parts = parts_of(grant);
    return sql("ON {} TO {}", target_of(parts).text, role_name(parts.grantee));
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

Statements change_default(Object const& object, Object const* before, Object const* after,
                          Schema const& schema) {
    auto const names = object.id.names;
    auto const alter = sql("ALTER DEFAULT PRIVILEGES FOR ROLE {}{}", ident(names[0]),
                           names[1].empty() ? Sql() : sql(" IN SCHEMA {}", ident(names[1])));
    Privileged const what{.all = all_privileges(names[2], schema.server_version),
                          .columns = {},
                          .target = raw(names[2]),
                          .grantee = role_name(names[3]),
                          .has_by_default = names[1].empty() && names[0] == names[3]};
    auto statements = change_privileges(what, before, after);
    for (auto& statement : statements) {
        statement = sql("{} {}", alter, statement);
    }
    return statements;
}

Statements create_default(Object const& object, Schema const& schema) {
    return change_default(object, nullptr, &object, schema);
}

Statements remove_default(Object const& object, Schema const& from, Schema const&) {
    return change_default(object, &object, nullptr, from);
}

std::optional<Statements> replace_default(Alteration const& change) {
    return change_default(change.after, &change.before, &change.after, change.to);
}

std::vector<Property> properties() {
    return {{"privileges", Shape::list, Compare::as_set},
            {.name = "grantable",
             .shape = Shape::list,
             .compare = Compare::as_set,
             .disturbs = is_grant},
            {"revoked", Shape::list, Compare::as_set}};
}

// Names: target, provider, the target's kind.
Sql set_label(Object const& label, Sql const& text) {
    auto const names = label.id.names;
    auto const count = names.size();
    auto const* const kind = find_kind(names[count - 1]);
    if (kind == nullptr || kind->names.size() + 2 != count) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} names no object that can have a label", to_string(label.id)));
    }
    Object const target{
        .id = {kind, names.first(count - 2)}, .fields = {}, .needs = {}, .place = {}};
    return sql("SECURITY LABEL FOR {} ON {} {} IS {}", ident(names[count - 2]), raw(kind->sql_name),
               identity(target), text);
}

Statements create_label(Object const& label, Schema const&) {
    return {set_label(label, literal(label["label"]))};
}

Sql drop_label(Object const& label) {
    return set_label(label, sql("NULL"));
}

std::optional<Statements> alter_label(Alteration const& change) {
    return create_label(change.after, change.to);
}

}  // namespace

Kind const kind::grant{.name = "grant",
                       .sql_name = "GRANT",
                       .catalog = "",
                       .names = {"target", "grantee", "kind"},
                       .properties = properties(),
                       .identity = identity_of,
                       .create = create,
                       .complete = complete,
                       .remove = remove,
                       .replace = replace,
                       .is_part = true};

Kind const kind::default_privilege{.name = "default privilege",
                                   .sql_name = "DEFAULT PRIVILEGES",
                                   .catalog = "pg_default_acl",
                                   .names = {"role", "schema", "objects", "grantee"},
                                   .in_namespace = false,
                                   .properties = properties(),
                                   .query = query_default,
                                   .read = read_default,
                                   .create = create_default,
                                   .remove = remove_default,
                                   .replace = replace_default};

Kind const kind::security_label{.name = "security label",
                                .sql_name = "SECURITY LABEL",
                                .catalog = "pg_seclabel",
                                .names = {"target", "provider", "kind"},
                                .properties = {{.name = "label", .alter = alter_label}},
                                .create = create_label,
                                .drop = drop_label,
                                .is_part = true};

}  // namespace lockstep::schema
