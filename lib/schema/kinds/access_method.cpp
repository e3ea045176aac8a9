#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT a.oid, a.amname, CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, "
           "a.amhandler::regproc "
           "FROM pg_am a WHERE a.oid >= 16384";
}

Statements create(Object const& method, Schema const&) {
    return {sql("CREATE ACCESS METHOD {} TYPE {} HANDLER {}", identity(method), raw(method["type"]),
                raw(method["handler"]))};
}

}  // namespace

Kind const kind::access_method{.name = "access method",
                               .sql_name = "ACCESS METHOD",
                               .catalog = "pg_am",
                               .names = {"name"},
                               .in_namespace = false,
                               .properties = {comment_property, {"type"}, {"handler"}},
                               .query = query,
                               .create = create};

}  // namespace lockstep::schema
