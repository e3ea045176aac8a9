#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT c.oid, format_type(c.castsource, NULL), format_type(c.casttarget, NULL), "
           "CASE c.castcontext WHEN 'a' THEN 'ASSIGNMENT' WHEN 'i' THEN 'IMPLICIT' END, "
           "CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT' ELSE "
           "'WITH FUNCTION ' || "
           "c.castfunc::regprocedure END FROM pg_cast c WHERE c.oid >= 16384 "
           // From a range to its multirange: it comes with the type.
           "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND "
           "d.objid = c.oid "
           "AND d.deptype = 'i')";
}

Sql identity_of(Object const& cast) {
    return sql("({} AS {})", raw(cast.id.names[0]), raw(cast.id.names[1]));
}

Statements create(Object const& cast, Schema const&) {
    return {sql("CREATE CAST {} {}{}", identity_of(cast), raw(cast["method"]),
                clause(sql("AS"), raw(cast["context"])))};
}

}  // namespace

Kind const kind::cast{.name = "cast",
                      .sql_name = "CAST",
                      .catalog = "pg_cast",
                      .names = {"source", "target"},
                      .in_namespace = false,
                      .properties = {comment_property, {"context"}, {"method"}},
                      .query = query,
                      .identity = identity_of,
                      .create = create};

}  // namespace lockstep::schema
