#include "schema/default_grants.hpp"

#include "schema/kind.hpp"
#include "schema/kinds/alter.hpp"
#include "schema/kinds/column.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/parts.hpp"

namespace lockstep::schema {

namespace {

struct Target {
    std::string_view objects;  // in ALTER DEFAULT PRIVILEGES
    Sql word;                  // in REVOKE
};

Target target_of(Kind const& kind) {
    if (&kind == &kind::sequence) {
        return {"SEQUENCES", sql("SEQUENCE")};
    }
    if (kind.catalog == "pg_class" && kind.part_of_names == 0 && &kind != &kind::index) {
        return {"TABLES", sql("TABLE")};
    }
    if (kind.catalog == "pg_proc") {
        return {"FUNCTIONS", sql("ROUTINE")};
    }
    if (kind.catalog == "pg_namespace") {
        return {"SCHEMAS", sql("SCHEMA")};
    }
    return {kind.catalog == "pg_type" ? std::string_view{"TYPES"} : std::string_view{},
            sql("TYPE")};
}

/// Something new, and who has it.
struct Made {
    Target target;
    Sql name;
    std::string_view space;
    std::string_view owner;
};

Statements revoke(Made const& made, Schema const& there) {
    Statements statements;
    for (auto const& object : there.objects) {
        if (object.id.kind != &kind::default_privilege) {
            continue;
        }
        auto const names = object.id.names;  // role, schema, objects, grantee
        bool const applies =
            names[2] == made.target.objects && (names[1].empty() || names[1] == made.space);
        if (applies && names[3] != made.owner && names[3] != names[0]) {
            statements.push_back(sql("REVOKE ALL ON {} {} FROM {}", made.target.word, made.name,
                                     names[3] == "public" ? sql("PUBLIC") : ident(names[3])));
        }
    }
    return statements;
}

Statements revoke_on_itself(Object const& made, Schema const& there) {
    auto const target = target_of(*made.id.kind);
    if (target.objects.empty() || !made.id.kind->has("owner")) {
        return {};
    }
    return revoke({target, identity(made), made.id.names.front(), made["owner"]}, there);
}

Statements revoke_on_sequence(Object const& column, Schema const& to, Schema const& there) {
    auto const* const table = to.find(kind::table, column.id.names.without_last());
    if (table == nullptr || column["identity"].empty() || !column::has_own_identity(column, to)) {
        return {};
    }
    return revoke({target_of(kind::sequence), identity_sequence_name(column),
                   column.id.names.front(), (*table)["owner"]},
                  there);
}

}  // namespace

Statements revoke_default_grants(Object const& made, Schema const& to, Schema const& there) {
    auto statements = revoke_on_itself(made, there);
    for (auto const& part : to.with_parts(made.id.names)) {
        bool const is_new = part.id == made.id || is_part_of(part.id, made.id);
        if (is_new && part.id.kind == &kind::column) {
            append(statements, revoke_on_sequence(part, to, there));
        }
    }
    return statements;
}

}  // namespace lockstep::schema
