#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.conname, c.conowner, pg_encoding_to_char(c.conforencoding), "
        "pg_encoding_to_char(c.contoencoding), c.conproc::regproc, c.condefault FROM pg_conversion "
        "c "
        "JOIN pg_namespace n ON n.oid = c.connamespace WHERE {}",
        of_users);
}

Statements create(Object const& conversion, Schema const&) {
    return {sql("CREATE{} CONVERSION {} FOR {} TO {} FROM {}",
                clause_if(conversion.is("default"), sql("DEFAULT")), identity(conversion),
                literal(conversion["from"]), literal(conversion["to"]),
                raw(conversion["function"]))};
}

}  // namespace

Kind const kind::conversion{.name = "conversion",
                            .sql_name = "CONVERSION",
                            .catalog = "pg_conversion",
                            .properties = {owner_property,
                                           comment_property,
                                           {"from"},
                                           {"to"},
                                           {"function"},
                                           {"default", Shape::flag}},
                            .query = query,
                            .create = create};

}  // namespace lockstep::schema
