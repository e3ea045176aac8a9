#include "schema/kinds/view.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, c.reltype, t.typarray, NULL, false, c.relowner, "
        "pg_get_viewdef(c.oid), c.reloptions "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type t ON "
        "t.oid = c.reltype "
        "WHERE c.relkind = 'v' AND {}",
        of_users);
}

Statements create(Object const& view, Schema const& schema) {
    Statements statements{sql("CREATE VIEW {}{} AS\n{}", identity(view),
                              with_options(view.list("with")), view_body(view))};
    for (auto const& part : schema.with_parts(view.id.names)) {
        if (part.id.kind == &kind::view_column && !part["default"].empty()) {
            statements.push_back(sql("ALTER VIEW {} ALTER COLUMN {} SET DEFAULT {}", identity(view),
                                     ident(part.name()), raw(part["default"])));
        }
    }
    return statements;
}

Sql no_drop(Object const& column) {
    return sql("ALTER VIEW {} ALTER COLUMN {} DROP DEFAULT", whole_of(column),
               ident(column.name()));
}

}  // namespace

Sql view_body(Object const& view) {
    auto text = view["definition"];
    while (text.ends_with(';')) {
        text.remove_suffix(1);
    }
    return raw(text);
}

Kind const kind::view{.name = "view",
                      .sql_name = "VIEW",
                      .catalog = "pg_class",
                      .properties = {owner_property,
                                     comment_property,
                                     {"definition"},
                                     {"with", Shape::list, Compare::as_set},
                                     {"columns", Shape::list, Compare::never, From::later}},
                      .query = query,
                      .read = read_relation,
                      .create = create};

// Read with the columns of tables; its definition is its view's.
Kind const kind::view_column{.name = "view column",
                             .sql_name = "COLUMN",
                             .catalog = "pg_class",
                             .names = {"schema", "view", "name"},
                             .properties = {comment_property,
                                            {"type", Shape::text, Compare::never},
                                            {"default"},
                                            {"storage"},
                                            {"compression"},
                                            {"statistics"},
                                            {"with", Shape::list, Compare::as_set}},
                             .drop = no_drop,
                             .part_of_names = 2,
                             .derived = true};

}  // namespace lockstep::schema
