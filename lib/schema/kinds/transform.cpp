#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT t.oid, format_type(t.trftype, NULL), l.lanname, nullif(t.trffromsql, "
           "0)::regprocedure, "
           "nullif(t.trftosql, 0)::regprocedure FROM pg_transform t JOIN pg_language l ON l.oid = "
           "t.trflang "
           "WHERE t.oid >= 16384";
}

Sql identity_of(Object const& transform) {
    return sql("FOR {} LANGUAGE {}", raw(transform.id.names[0]), ident(transform.id.names[1]));
}

Sql definition(Object const& transform) {
    std::vector<Sql> functions;
    if (auto const from = transform["from_sql"]; !from.empty()) {
        functions.push_back(sql("FROM SQL WITH FUNCTION {}", raw(from)));
    }
    if (auto const to = transform["to_sql"]; !to.empty()) {
        functions.push_back(sql("TO SQL WITH FUNCTION {}", raw(to)));
    }
    return sql("TRANSFORM {} ({})", identity_of(transform), comma_separated(functions));
}

Statements create(Object const& transform, Schema const&) {
    return {sql("CREATE {}", definition(transform))};
}

std::optional<Statements> replace(Alteration const& change) {
    return Statements{sql("CREATE OR REPLACE {}", definition(change.after))};
}

}  // namespace

Kind const kind::transform{.name = "transform",
                           .sql_name = "TRANSFORM",
                           .catalog = "pg_transform",
                           .names = {"type", "language"},
                           .in_namespace = false,
                           .properties = {comment_property, {"from_sql"}, {"to_sql"}},
                           .query = query,
                           .identity = identity_of,
                           .create = create,
                           .replace = replace};

}  // namespace lockstep::schema
