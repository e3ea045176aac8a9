#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "schema/catalog_reader.hpp"
#include "schema/kinds/common.hpp"
#include "schema/untracked.hpp"

namespace lockstep::schema {

namespace {

/// Every text here is put together from literals of this program and a version number.
Sql query(std::string text) {
    return Sql::from_server(std::move(text));
}

// Objects that initdb made have smaller oids (FirstNormalObjectId in access/transam.h); namespace
// public is one of them.
constexpr std::string_view is_users =
    "({0} >= 16384 OR {1} = 2200 AND {2} = 'pg_namespace'::regclass)";

std::string users_objects(std::string_view oid, std::string_view catalog) {
    return fmt::format(fmt::runtime(is_users), oid, oid, catalog);
}

/// The name of something in namespace `n`, as SQL under an empty search_path.
std::string name_as_sql(std::string_view column) {
    return fmt::format(
        "CASE WHEN n.nspname <> 'pg_catalog' THEN quote_ident(n.nspname) || '.' ELSE '' END || "
        "quote_ident({})",
        column);
}

/// One row per catalog that has privileges: its acl column, and the letter that acldefault() takes.
struct AclCatalog {
    std::string_view catalog, acl, owner, letter, from;
};

constexpr auto acl_catalogs = std::to_array<AclCatalog>({
    {"pg_namespace", "nspacl", "nspowner", "'n'",
     "(SELECT tableoid, oid, nspowner, CASE WHEN nspname = 'public' THEN coalesce(nspacl, "
     "acldefault('n', nspowner)) ELSE nspacl END AS nspacl FROM pg_namespace) o"},
    {"pg_class", "relacl", "relowner", "CASE WHEN relkind = 'S' THEN 's' ELSE 'r' END",
     "pg_class o"},
    {"pg_proc", "proacl", "proowner", "'f'", "pg_proc o"},
    // A multirange type has none that anybody could grant or revoke.
    {"pg_type", "typacl", "typowner", "'T'",
     "(SELECT tableoid, * FROM pg_type WHERE typtype <> 'm') o"},
    {"pg_language", "lanacl", "lanowner", "'l'", "pg_language o"},
    {"pg_foreign_data_wrapper", "fdwacl", "fdwowner", "'F'", "pg_foreign_data_wrapper o"},
    {"pg_foreign_server", "srvacl", "srvowner", "'S'", "pg_foreign_server o"},
});

// Each privilege that an object grants, and each that it would grant if nobody had touched it (its
// default, or what its extension or initdb gave it): grants and revocations are the difference. The
// default privileges of one namespace only add to the others. Public is held against what initdb
// gives, also where somebody dropped it and made it again (as getNamespaces() in pg_dump.c does).
std::string grants_query(int version) {
    auto const of_public = fmt::format(
        "SELECT 'pg_namespace'::regclass::oid, oid, 0, acldefault('n', nspowner) || makeaclitem(0, "
        "nspowner, 'USAGE', false){} FROM pg_namespace WHERE nspname = 'public'",
        since(version, 150000, "", " || makeaclitem(0, nspowner, 'CREATE', false)"));
    std::string objects;
    for (auto const& c : acl_catalogs) {
        objects += fmt::format(
            "SELECT '{0}'::regclass::oid AS class, oid, 0 AS sub, {1} AS acl, {2} AS owner, "
            "({3})::\"char\" AS letter, false AS adds "
            "FROM {4} WHERE {1} IS NOT NULL AND {5} UNION ALL ",
            c.catalog, c.acl, c.owner, c.letter, c.from,
            // plpgsql is nobody's, but who may use it is a matter of the database.
            c.catalog == "pg_language" ? "lanispl" : users_objects("oid", "tableoid"));
    }
    objects +=
        "SELECT 'pg_class'::regclass::oid, attrelid, attnum, attacl, relowner, 'c'::\"char\", "
        "false "
        "FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attacl IS NOT NULL AND "
        "attrelid >= 16384 "
        "UNION ALL SELECT 'pg_default_acl'::regclass::oid, oid, 0, defaclacl, defaclrole, "
        "CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END::\"char\", "
        "defaclnamespace <> 0 FROM pg_default_acl";
    return fmt::format(
        "SELECT o.class, o.oid, o.sub, o.owner, x.is_default, x.grantor, x.grantee, "
        "x.privilege_type, x.is_grantable, "
        "CASE o.letter WHEN 'c' THEN 4 ELSE (SELECT count(*) FROM aclexplode(acldefault(o.letter, "
        "o.owner)) d "
        "WHERE d.grantee = o.owner) END "
        "FROM ({}) o LEFT JOIN (SELECT classoid, objoid, objsubid, initprivs FROM pg_init_privs "
        "WHERE (classoid, objoid) NOT IN (SELECT 'pg_namespace'::regclass, oid FROM pg_namespace "
        "WHERE nspname = 'public') UNION ALL {}) i ON i.objoid = o.oid AND i.classoid = o.class "
        "AND i.objsubid = o.sub, "
        "LATERAL (SELECT false AS is_default, a.* FROM aclexplode(o.acl) a UNION ALL "
        "SELECT true, o.owner, CASE WHEN a.grantee = a.grantor THEN o.owner ELSE a.grantee END, "
        "a.privilege_type, a.is_grantable FROM aclexplode(coalesce(i.initprivs, "
        "acldefault(o.letter, o.owner))) a "
        "WHERE NOT o.adds) x",
        objects, of_public);
}

// Not the internal ones, which only say "this index is of that constraint" within one object; those
// are aliases. Extension membership has been read already. What a default needs its column needs,
// save that column: most rows of many databases say just this.
constexpr std::string_view dependencies_query =
    "SELECT CASE WHEN a.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END::oid, "
    "coalesce(a.adrelid, d.objid), coalesce(a.adnum, d.objsubid), d.refclassid, d.refobjid, "
    "d.refobjsubid FROM pg_depend d LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass "
    "AND a.oid = d.objid WHERE d.deptype NOT IN ('e', 'i') AND d.objid >= 16384 "
    "AND (d.refobjid >= 16384 OR d.refclassid = 'pg_namespace'::regclass) "
    "AND (a.oid IS NULL OR d.refobjid <> a.adrelid OR d.refobjsubid <> a.adnum)";

}  // namespace

std::vector<CatalogStep> CatalogReader::context_steps() {
    std::vector<CatalogStep> steps;
    steps.push_back(
        {query("SELECT oid, relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace "
               "AND relkind = 'r'"),
         "catalogs",
         [this](CatalogRow const& row) { catalog_names_[to_oid(row[0])] = keep(row[1]); }});
    steps.push_back({query("SELECT oid, rolname FROM pg_roles"), "roles",
                     [this](CatalogRow const& row) { roles_[to_oid(row[0])] = keep(row[1]); }});
    steps.push_back(
        {query("SELECT oid, nspname FROM pg_namespace"), "namespaces",
         [this](CatalogRow const& row) { namespaces_[to_oid(row[0])] = keep(row[1]); }});
    steps.push_back(
        {query("SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass "
               "AND deptype = 'e'"),
         "members of extensions", [this](CatalogRow const& row) { read_member(row); }});
    steps.push_back(
        {query(fmt::format("SELECT c.oid, {} FROM pg_collation c JOIN pg_namespace n ON n.oid = "
                           "c.collnamespace",
                           name_as_sql("c.collname"))),
         "collations",
         [this](CatalogRow const& row) { collations_[to_oid(row[0])] = keep(row[1]); }});
    steps.push_back({query(fmt::format("SELECT o.oid, {}, o.opcdefault, o.opcintype, o.opcmethod "
                                       "FROM pg_opclass o JOIN pg_namespace n ON n.oid = "
                                       "o.opcnamespace",
                                       name_as_sql("o.opcname"))),
                     "operator classes",
                     [this](CatalogRow const& row) { read_operator_class(row); }});
    // Row types of tables come with their tables, names of arrays follow from their elements'.
    steps.push_back({query("SELECT oid, typnamespace, typname, typtype, CASE WHEN typlen = -1 THEN "
                           "typelem ELSE 0 END, "
                           "typarray, typcollation, typstorage, typbasetype, "
                           "CASE WHEN oid < 16384 THEN format_type(oid, NULL) END FROM pg_type "
                           "WHERE typrelid = 0 OR oid < 16384"),
                     "types", [this](CatalogRow const& row) { read_type(row); }});
    return steps;
}

std::vector<CatalogStep> CatalogReader::late_steps() {
    std::vector<CatalogStep> steps;
    steps.push_back(
        {query(fmt::format(
             "SELECT classoid, objoid, objsubid, description FROM pg_description WHERE {} "
             "AND description <> 'standard public schema'",
             users_objects("objoid", "classoid"))),
         "comments", [this](CatalogRow const& row) { read_comment(row); }});
    steps.push_back({query("SELECT classoid, objoid, objsubid, provider, label FROM pg_seclabel"),
                     "security labels", [this](CatalogRow const& row) { read_label(row); }});
    steps.push_back({query(grants_query(server_version())), "privileges",
                     [this](CatalogRow const& row) { read_grant(row); }});
    steps.push_back(
        {query(untracked_query(server_version())), "kinds not tracked",
         [this](CatalogRow const& row) {
             untracked_.push_back({std::string(row[0]), static_cast<std::size_t>(to_int(row[1]))});
         }});
    if (options_.dependencies) {
        steps.push_back({query("SELECT oid, ev_class FROM pg_rewrite WHERE rulename = '_RETURN' "
                               "AND oid >= 16384"),
                         "rules of views", [this](CatalogRow const& row) {
                             alias({"pg_rewrite", to_oid(row[0])}, {"pg_class", to_oid(row[1])});
                         }});
        steps.push_back({query(std::string(dependencies_query)), "dependencies",
                         [this](CatalogRow const& row) { read_dependency(row); }});
    }
    return steps;
}

std::vector<CatalogStep> CatalogReader::steps() {
    auto steps = context_steps();
    for (auto const* const kind : kinds()) {
        auto text = kind->query == nullptr ? std::string{} : kind->query(server_version());
        if (!text.empty()) {
            steps.push_back(
                {query(std::move(text)), kind->name, [this, kind](CatalogRow const& row) {
                     kind->read != nullptr ? kind->read(*this, *kind, row) : read(*kind, row);
                 }});
        }
    }
    auto late = late_steps();
    std::move(late.begin(), late.end(), std::back_inserter(steps));
    return steps;
}

CatalogReading::CatalogReading(CatalogOptions options)
    : reader_(std::make_unique<CatalogReader>(std::move(options))) {}
CatalogReading::~CatalogReading() = default;
std::vector<CatalogStep> CatalogReading::steps() {
    return reader_->steps();
}
Schema CatalogReading::finish() {
    return reader_->finish();
}

}  // namespace lockstep::schema
