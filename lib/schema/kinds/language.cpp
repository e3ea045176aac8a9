#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return "SELECT l.oid, l.lanname, l.lanowner, l.lanpltrusted, nullif(l.lanplcallfoid, "
           "0)::regproc, "
           "nullif(l.laninline, 0)::regproc, nullif(l.lanvalidator, 0)::regproc FROM pg_language l "
           "WHERE l.lanispl";
}

Sql definition(Sql const& create, Object const& language) {
    return sql("{}{} LANGUAGE {}{}{}{}", create, clause_if(language.is("trusted"), sql("TRUSTED")),
               identity(language), clause(sql("HANDLER"), raw(language["handler"])),
               clause(sql("INLINE"), raw(language["inline"])),
               clause(sql("VALIDATOR"), raw(language["validator"])));
}

Statements create(Object const& language, Schema const&) {
    return {definition(sql("CREATE"), language)};
}

std::optional<Statements> replace(Alteration const& change) {
    return Statements{definition(sql("CREATE OR REPLACE"), change.after)};
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
                          .create = create,
                          .replace = replace};

}  // namespace lockstep::schema
