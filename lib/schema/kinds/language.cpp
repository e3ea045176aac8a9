#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT l.oid, l.lanname, l.lanowner, l.lanpltrusted, nullif(l.lanplcallfoid, "
           "0)::regproc, "
           "nullif(l.laninline, 0)::regproc, nullif(l.lanvalidator, 0)::regproc FROM pg_language l "
           "WHERE l.lanispl";
}

Statements create(Object const& language, Schema const&) {
    return {sql("CREATE{} LANGUAGE {}{}{}{}", clause_if(language.is("trusted"), sql("TRUSTED")),
                identity(language), clause(sql("HANDLER"), raw(language["handler"])),
                clause(sql("INLINE"), raw(language["inline"])),
                clause(sql("VALIDATOR"), raw(language["validator"])))};
}

}  // namespace

Kind const kind::language{.name = "language",
                          .sql_name = "LANGUAGE",
                          .catalog = "pg_language",
                          .names = {"name"},
                          .in_namespace = false,
                          .properties = {owner_property,
                                         comment_property,
                                         {"trusted", Shape::flag},
                                         {"handler"},
                                         {"inline"},
                                         {"validator"}},
                          .query = query,
                          .create = create};

}  // namespace lockstep::schema
