#include "schema/kinds/alter.hpp"
#include "schema/kinds/view.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, c.reltype, t.typarray, NULL, false, c.relowner, "
        "pg_get_viewdef(c.oid), "
        "CASE WHEN a.amname <> 'heap' THEN a.amname END, s.spcname, c.reloptions, NOT "
        "c.relispopulated "
        "FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type t ON t.oid = c.reltype "
        "LEFT JOIN pg_am a ON a.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace "
        "WHERE c.relkind = 'm' AND {}",
        of_users);
}

// WITH NO DATA, as pg_dump does: what it reads may have no data yet.
Statements create(Object const& view, Schema const& schema) {
    Statements statements{
        sql("CREATE MATERIALIZED VIEW {}{}{}{} AS\n{}\n  WITH NO DATA", identity(view),
            clause(sql("USING"), ident_or_nothing(view["access_method"])),
            with_options(view.list("with")),
            clause(sql("TABLESPACE"), ident_or_nothing(view["tablespace"])), view_body(view))};
    for (auto const& part : schema.with_parts(view.id.names)) {
        auto const alter = sql("ALTER MATERIALIZED VIEW {} ALTER COLUMN {} SET", identity(view),
                               ident(part.name()));
        auto const set = [&](Sql const& word, std::string_view property) {
            if (auto const value = part[property]; !value.empty()) {
                statements.push_back(sql("{} {} {}", alter, word, raw(value)));
            }
        };
        if (part.id.kind == &kind::view_column) {
            set(sql("STORAGE"), "storage");
            set(sql("COMPRESSION"), "compression");
            set(sql("STATISTICS"), "statistics");
            if (auto const options = part.list("with"); !options.empty()) {
                statements.push_back(sql("{} ({})", alter, raw_list(options)));
            }
        }
    }
    return statements;
}

Statements populate(Object const* before, Object const& after) {
    bool const is_empty = (before != nullptr ? *before : after).is("not_populated");
    return is_empty ? Statements{}
                    : Statements{sql("REFRESH MATERIALIZED VIEW {}", identity(after))};
}

Sql alter_view(Alteration const& change) {
    return sql("ALTER MATERIALIZED VIEW {}", identity(change.after));
}

std::optional<Statements> alter_access_method(Alteration const& change) {
    constexpr int can_change_it = 150000;
    if (version_of(change) < can_change_it) {
        return std::nullopt;
    }
    auto const method = change.after["access_method"];
    return Statements{sql("{} SET ACCESS METHOD {}", alter_view(change),
                          method.empty() ? sql("heap") : ident(method))};
}

std::optional<Statements> alter_tablespace(Alteration const& change) {
    auto const space = change.after["tablespace"];
    return Statements{sql("{} SET TABLESPACE {}", alter_view(change),
                          space.empty() ? sql("pg_default") : ident(space))};
}

std::optional<Statements> alter_parameters(Alteration const& change) {
    return set_options(alter_view(change), change.before.list("with"), change.after.list("with"));
}

std::optional<Statements> alter_clustering(Alteration const& change) {
    auto const index = change.after["clustered_on"];
    return Statements{index.empty() ? sql("{} SET WITHOUT CLUSTER", alter_view(change))
                                    : sql("{} CLUSTER ON {}", alter_view(change), ident(index))};
}

}  // namespace

Kind const kind::materialized_view{
    .name = "materialized view",
    .sql_name = "MATERIALIZED VIEW",
    .catalog = "pg_class",
    .properties =
        {owner_property,
         comment_property,
         {"definition"},
         {.name = "access_method", .alter = alter_access_method},
         {.name = "tablespace", .alter = alter_tablespace},
         {.name = "with",
          .shape = Shape::list,
          .compare = Compare::as_set,
          .alter = alter_parameters},
         {.name = "clustered_on", .from = From::later, .alter = alter_clustering, .late = true},
         {"not_populated", Shape::flag, Compare::never},
         {"columns", Shape::list, Compare::never, From::later}},
    .query = query,
    .read = read_relation,
    .create = create,
    .populate = populate};

}  // namespace lockstep::schema
