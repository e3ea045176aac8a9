#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// The name that PostgreSQL chooses for the multirange type is the default (makeMultirangeTypeName).
constexpr std::string_view multirange_name =
    "nullif(format('%I.%I', mn.nspname, m.typname), format('%I.%I', n.nspname, "
    "CASE WHEN t.typname LIKE '%range%' THEN overlay(t.typname placing 'multirange' "
    "from strpos(t.typname, 'range') for 5) ELSE t.typname || '_multirange' END))";

std::string query(int version) {
    return fmt::format(
        "SELECT t.oid, n.nspname, t.typname, t.typowner, format_type(r.rngsubtype, NULL), "
        "CASE WHEN NOT o.opcdefault THEN format('%I.%I', os.nspname, o.opcname) END, "
        "CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation END, "
        "nullif(r.rngcanonical, 0)::regproc, nullif(r.rngsubdiff, 0)::regproc, {}, {} "
        "FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = "
        "t.typnamespace "
        "JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc "
        "JOIN pg_namespace os ON os.oid = o.opcnamespace {} WHERE {}",
        since(version, 140000, multirange_name, "NULL"),
        since(version, 140000, "r.rngmultitypid", "0"),
        since(version, 140000,
              "JOIN pg_type m ON m.oid = r.rngmultitypid JOIN pg_namespace mn ON mn.oid = "
              "m.typnamespace",
              ""),
        of_users);
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    reader.read(kind, row);
    reader.alias({"pg_type", to_oid(row.cells.back())}, {"pg_type", to_oid(row[0])});
}

Sql options(Object const& object) {
    std::vector<Sql> parts;
    auto const add = [&](Sql const& name, std::string_view property) {
        if (auto const value = object[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, raw(value)));
        }
    };
    add(sql("SUBTYPE"), "subtype");
    add(sql("SUBTYPE_OPCLASS"), "operator_class");
    add(sql("COLLATION"), "collation");
    add(sql("CANONICAL"), "canonical");
    add(sql("SUBTYPE_DIFF"), "subtype_diff");
    add(sql("MULTIRANGE_TYPE_NAME"), "multirange");
    return comma_separated(parts);
}

Statements create(Object const& object, Schema const&) {
    return {sql("CREATE TYPE {} AS RANGE ({})", identity(object), options(object))};
}

// Its canonical function takes the type itself, which is there as a shell before.
Statements prepare(Object const& object) {
    return object["canonical"].empty() ? Statements{}
                                       : Statements{sql("CREATE TYPE {}", identity(object))};
}

// The canonical function goes with it: each of the two needs the other.
Sql drop(Object const& object) {
    return sql("DROP TYPE {}{}", identity(object),
               clause_if(!object["canonical"].empty(), sql("CASCADE")));
}

/// The name that PostgreSQL chooses (makeMultirangeTypeName).
std::string usual_multirange(std::string_view range) {
    auto name = std::string(range);
    auto const at = name.find("range");
    return at == std::string::npos ? name + "_multirange" : name.insert(at, "multi");
}

Statements rename_type(Names before, Names after) {
    auto const moved = pack({after.front(), before.back()});
    Statements statements;
    if (before.front() != after.front()) {
        statements.push_back(
            sql("ALTER TYPE {} SET SCHEMA {}", dotted(before), ident(after.front())));
    }
    if (before.back() != after.back()) {
        statements.push_back(
            sql("ALTER TYPE {} RENAME TO {}", dotted(Names(moved)), ident(after.back())));
    }
    return statements;
}

/// The constructors of a type keep its old name and namespace, and so are in the way of another
/// such type.
Sql rename_constructors(Names before, Names after) {
    std::vector<Sql> changes;
    auto const change = [&](std::size_t place, Sql const& word) {
        if (before[place] != after[place]) {
            changes.push_back(sql("EXECUTE pg_catalog.format('ALTER FUNCTION %s {} %I', f, {}); ",
                                  word, literal(after[place])));
        }
    };
    change(0, sql("SET SCHEMA"));
    change(1, sql("RENAME TO"));
    return sql(
        "FOR f IN SELECT objid::pg_catalog.regprocedure FROM pg_catalog.pg_depend WHERE classid = "
        "'pg_catalog.pg_proc'::pg_catalog.regclass AND refobjid = pg_catalog.to_regtype({}) AND "
        "deptype = 'i' LOOP {}END LOOP;",
        literal(dotted(after).text()), join(changes, Sql()));
}

// Its multirange keeps the name that follows from its own; PostgreSQL 13 has none.
Sql rename_what_comes_with_it(Object const& before, Object const& after) {
    auto const old_names = pack({before.id.names.front(), usual_multirange(before.name())});
    auto const new_names = pack({after.id.names.front(), usual_multirange(after.name())});
    auto body = rename_constructors(before.id.names, after.id.names);
    if (before["multirange"].empty() && after["multirange"].empty()) {
        auto const renames = rename_type(Names(old_names), Names(new_names));
        body = sql("IF pg_catalog.to_regtype({}) IS NOT NULL THEN {}; END IF; {} {}",
                   literal(dotted(Names(old_names)).text()), join(renames, sql("; ")), body,
                   rename_constructors(Names(old_names), Names(new_names)));
    }
    auto const block = sql("DECLARE f pg_catalog.regprocedure; BEGIN {} END", body);
    return sql("DO {}", dollar_quoted(block.text()));
}

Statements rename(Object const& before, Object const& after) {
    auto statements = rename_type(before.id.names, after.id.names);
    statements.push_back(rename_what_comes_with_it(before, after));
    return statements;
}

}  // namespace

Kind const kind::range_type{.name = "range type",
                            .sql_name = "TYPE",
                            .catalog = "pg_type",
                            .properties = {owner_property,
                                           comment_property,
                                           {"subtype"},
                                           {"operator_class"},
                                           {"collation"},
                                           {"canonical"},
                                           {"subtype_diff"},
                                           {"multirange"}},
                            .query = query,
                            .read = read,
                            .prepare = prepare,
                            .create = create,
                            .rename = rename,
                            .set_aside = true,
                            .drop = drop};

}  // namespace lockstep::schema
