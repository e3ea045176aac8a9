#include "schema/default_grants.hpp"

#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"

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

}  // namespace

Statements revoke_default_grants(Object const& made, Schema const& there) {
    Statements statements;
    auto const target = target_of(*made.id.kind);
    if (target.objects.empty() || !made.id.kind->has("owner")) {
        return statements;
    }
    for (auto const& object : there.objects) {
        if (object.id.kind != &kind::default_privilege) {
            continue;
        }
        auto const names = object.id.names;  // role, schema, objects, grantee
        bool const applies =
            names[2] == target.objects && (names[1].empty() || names[1] == made.id.names.front());
        if (applies && names[3] != made["owner"] && names[3] != names[0]) {
            statements.push_back(sql("REVOKE ALL ON {} {} FROM {}", target.word, identity(made),
                                     names[3] == "public" ? sql("PUBLIC") : ident(names[3])));
        }
    }
    return statements;
}

}  // namespace lockstep::schema
