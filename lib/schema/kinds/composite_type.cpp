#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, t.typowner, t.oid, t.typarray FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = c.reltype "
        "WHERE c.relkind = 'c' AND {}",
        of_users);
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto& relation = reader.add_relation(to_oid(row[0]), kind, pack({row[1], row[2]}));
    reader.add_row_type(to_oid(row[4]), to_oid(row[5]), to_oid(row[0]));
    reader.set(relation.fields, kind, "owner", reader.owner(row[3]));
}

Statements create(Object const& object, Schema const& schema) {
    std::vector<Sql> attributes;
    for (auto const name : object.list("columns").items()) {
        if (auto const* const attribute = schema.part(object, kind::attribute, name)) {
            attributes.push_back(sql("\n    {} {}{}", ident(name), raw((*attribute)["type"]),
                                     clause(sql("COLLATE"), raw((*attribute)["collation"]))));
        }
    }
    return {sql("CREATE TYPE {} AS ({}\n)", identity(object), join(attributes, sql(",")))};
}

Sql drop_attribute(Object const& object) {
    return sql("ALTER TYPE {} DROP ATTRIBUTE {}", whole_of(object), ident(object.name()));
}

}  // namespace

Kind const kind::composite_type{.name = "composite type",
                                .sql_name = "TYPE",
                                .catalog = "pg_type",
                                .properties = {owner_property,
                                               comment_property,
                                               {"columns", Shape::list, Compare::relative_order}},
                                .query = query,
                                .read = read,
                                .create = create};

// Read with the columns of tables, and made with their type.
Kind const kind::attribute{.name = "attribute",
                           .sql_name = "COLUMN",
                           .catalog = "pg_class",
                           .names = {"schema", "type", "name"},
                           .properties = {comment_property, {"type"}, {"collation"}},
                           .drop = drop_attribute,
                           .part_of_names = 2};

}  // namespace lockstep::schema
