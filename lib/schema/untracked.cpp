#include "schema/untracked.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lockstep::schema {

namespace {

// All system catalogs of PostgreSQL 13 to 18: the kinds read them, or they hold no part of a
// database's schema (statistics, roles, settings, the contents of large objects).
constexpr auto known_catalogs = std::to_array<std::string_view>({
    "pg_aggregate",
    "pg_am",
    "pg_amop",
    "pg_amproc",
    "pg_attrdef",
    "pg_attribute",
    "pg_auth_members",
    "pg_authid",
    "pg_cast",
    "pg_class",
    "pg_collation",
    "pg_constraint",
    "pg_conversion",
    "pg_database",
    "pg_db_role_setting",
    "pg_default_acl",
    "pg_depend",
    "pg_description",
    "pg_enum",
    "pg_event_trigger",
    "pg_extension",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_foreign_table",
    "pg_index",
    "pg_inherits",
    "pg_init_privs",
    "pg_language",
    "pg_largeobject",
    "pg_largeobject_metadata",
    "pg_namespace",
    "pg_opclass",
    "pg_operator",
    "pg_opfamily",
    "pg_parameter_acl",
    "pg_partitioned_table",
    "pg_policy",
    "pg_proc",
    "pg_publication",
    "pg_publication_namespace",
    "pg_publication_rel",
    "pg_range",
    "pg_replication_origin",
    "pg_rewrite",
    "pg_seclabel",
    "pg_sequence",
    "pg_shdepend",
    "pg_shdescription",
    "pg_shseclabel",
    "pg_statistic",
    "pg_statistic_ext",
    "pg_statistic_ext_data",
    "pg_subscription",
    "pg_subscription_rel",
    "pg_tablespace",
    "pg_transform",
    "pg_trigger",
    "pg_ts_config",
    "pg_ts_config_map",
    "pg_ts_dict",
    "pg_ts_parser",
    "pg_ts_template",
    "pg_type",
    "pg_user_mapping",
});

/// Privileges on objects of pg_catalog that are not those that initdb gave.
constexpr std::string_view changed_privileges =
    "SELECT 'pg_catalog privilege', count(*) FROM ("
    "SELECT 'pg_class'::regclass AS class, oid, relacl AS acl, relnamespace AS space FROM pg_class "
    "UNION ALL SELECT 'pg_proc'::regclass, oid, proacl, pronamespace FROM pg_proc "
    "UNION ALL SELECT 'pg_type'::regclass, oid, typacl, typnamespace FROM pg_type) o "
    "LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = 0 "
    "WHERE o.oid < 16384 AND o.space = 'pg_catalog'::regnamespace AND o.acl IS NOT NULL "
    "AND NOT (o.acl @> i.initprivs AND o.acl <@ i.initprivs) IS TRUE";

}  // namespace

std::string untracked_query(int) {
    return fmt::format(
        "SELECT what, count FROM (SELECT 'large object' AS what, count(*) FROM "
        "pg_largeobject_metadata UNION ALL "
        "SELECT 'pg_catalog function', count(*) FROM pg_proc p WHERE p.oid >= 16384 "
        "AND p.pronamespace = 'pg_catalog'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d "
        "WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') UNION ALL "
        "{} UNION ALL SELECT format('catalog %s', relname), 1 FROM pg_class "
        "WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND oid < 16384 "
        "AND relname NOT IN ('{}') AND pg_relation_size(oid) > 0) u WHERE count > 0 ORDER BY 1",
        changed_privileges, fmt::join(known_catalogs, "', '"));
}

}  // namespace lockstep::schema
