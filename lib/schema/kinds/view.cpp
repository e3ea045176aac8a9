#include <algorithm>

#include "schema/kinds/alter.hpp"
#include "schema/kinds/items.hpp"
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

Sql alter_column(Object const& column) {
    return sql("ALTER VIEW {} ALTER COLUMN {}", whole_of(column), ident(column.name()));
}

Statements create(Object const& view, Schema const& schema) {
    Statements statements{sql("CREATE VIEW {}{} AS\n{}", identity(view),
                              with_options(view.list("with")), view_body(view))};
    for (auto const& part : schema.with_parts(view.id.names)) {
        if (part.id.kind == &kind::view_column && !part["default"].empty()) {
            statements.push_back(change_default(alter_column(part), part["default"]));
        }
    }
    return statements;
}

/// Does the new form begin with the columns of the old one, of the same types and collations?
bool keeps_columns(Alteration const& change) {
    auto const before = change.before.list("columns").items();
    auto const after = change.after.list("columns").items();
    auto const is_kept = [&](std::string_view name) {
        auto const* const old = change.from.part(change.before, kind::view_column, name);
        auto const* const now = change.to.part(change.after, kind::view_column, name);
        return old != nullptr && now != nullptr && (*old)["type"] == (*now)["type"] &&
               (*old)["collation"] == (*now)["collation"];
    };
    return before.size() <= after.size() &&
           std::equal(before.begin(), before.end(), after.begin()) &&
           std::all_of(before.begin(), before.end(), is_kept);
}

std::optional<Statements> replace(Alteration const& change) {
    auto const& view = change.after;
    if (!keeps_columns(change)) {
        return std::nullopt;
    }
    // Options that are not said again are gone.
    Statements statements{sql("CREATE OR REPLACE VIEW {}{} AS\n{}", identity(view),
                              with_options(view.list("with")), view_body(view))};
    for (auto const& part : change.to.with_parts(view.id.names)) {
        bool const is_new =
            part.id.kind == &kind::view_column &&
            change.from.part(change.before, kind::view_column, part.name()) == nullptr;
        if (is_new && !part["default"].empty()) {
            statements.push_back(change_default(alter_column(part), part["default"]));
        }
    }
    return statements;
}

std::optional<Statements> alter_options(Alteration const& change) {
    if (differs(change, "definition")) {
        return Statements{};  // its replacement has them
    }
    return set_options(sql("ALTER VIEW {}", identity(change.after)), change.before.list("with"),
                       change.after.list("with"));
}

std::optional<Statements> alter_default(Alteration const& change) {
    return Statements{change_default(alter_column(change.after), change.after["default"])};
}

/// `ALTER MATERIALIZED VIEW … ALTER COLUMN … SET`: only these have what follows.
Sql set_in_column(Object const& column) {
    return sql("ALTER MATERIALIZED VIEW {} ALTER COLUMN {} SET", whole_of(column),
               ident(column.name()));
}

// What a type is stored as unless it is said otherwise: nothing names that before PostgreSQL 16.
std::string_view usual_storage(std::string_view type) {
    bool const is_main = type.starts_with("numeric") || type == "inet" || type == "cidr";
    return is_main && !type.ends_with("[]") ? "MAIN" : "EXTENDED";
}

std::optional<Statements> alter_storage(Alteration const& change) {
    constexpr int has_default_storage = 160000;
    auto const& column = change.after;
    auto storage = column["storage"];
    if (storage.empty()) {
        storage = version_of(change) >= has_default_storage ? std::string_view("DEFAULT")
                                                            : usual_storage(column["type"]);
    }
    return Statements{sql("{} STORAGE {}", set_in_column(column), raw(storage))};
}

std::optional<Statements> alter_compression(Alteration const& change) {
    auto const method = change.after["compression"];
    return Statements{sql("{} COMPRESSION {}", set_in_column(change.after),
                          method.empty() ? sql("DEFAULT") : raw(method))};
}

std::optional<Statements> alter_statistics(Alteration const& change) {
    auto const target = change.after["statistics"];
    return Statements{sql("{} STATISTICS {}", set_in_column(change.after),
                          target.empty() ? sql("-1") : raw(target))};
}

std::optional<Statements> alter_column_options(Alteration const& change) {
    auto const& column = change.after;
    return set_options(
        sql("ALTER MATERIALIZED VIEW {} ALTER COLUMN {}", whole_of(column), ident(column.name())),
        change.before.list("with"), column.list("with"));
}

// ALTER TABLE, as the view may be a materialized one.
Statements rename_column(Object const& before, Object const& after) {
    return {sql("ALTER TABLE {} RENAME COLUMN {} TO {}", whole_of(before), ident(before.name()),
                ident(after.name()))};
}

// It goes with its view's definition, or has another name there.
Statements remove_column(Object const& column, Schema const&, Schema const&) {
    return column["default"].empty() ? Statements{}
                                     : Statements{change_default(alter_column(column), {})};
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
                                     {.name = "definition", .alter = replace},
                                     {.name = "with",
                                      .shape = Shape::list,
                                      .compare = Compare::as_set,
                                      .alter = alter_options},
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
                                            {"collation", Shape::text, Compare::never},
                                            {.name = "default", .alter = alter_default},
                                            {.name = "storage", .alter = alter_storage},
                                            {.name = "compression", .alter = alter_compression},
                                            {.name = "statistics", .alter = alter_statistics},
                                            {.name = "with",
                                             .shape = Shape::list,
                                             .compare = Compare::as_set,
                                             .alter = alter_column_options}},
                             .remove = remove_column,
                             .rename = rename_column,
                             .part_of_names = 2,
                             .derived = true};

}  // namespace lockstep::schema
