#include "source/catalog_hash.hpp"

#include <array>

// Every row version carries the transaction that made it (xmin), so a sum over the hashes of
// (oid, xmin) changes with every committed DDL, also with an older transaction that commits later,
// and does not change with ANALYZE, VACUUM, freezing or with data. What only seems to change
// (VACUUM FULL of a catalog, temporary tables) costs a full read, no more.
//
// A cluster that was put back (a container made anew from its image) reaches the same oids and
// transaction numbers again with other definitions. It cannot be put back while it runs, so the
// server's start stands before the sums: after a restart the schema is read once more.

namespace lockstep::source {

namespace {

struct Catalog {
    SqlPattern<0> columns;
    SqlPattern<0> from;
    int since = 0;
};

constexpr auto catalogs = std::to_array<Catalog>({
    {"oid, xmin", "pg_class"},
    {"attrelid, attnum, xmin", "pg_attribute"},
    {"oid, xmin", "pg_attrdef"},
    {"oid, xmin", "pg_constraint"},
    {"indexrelid, xmin", "pg_index"},
    {"oid, xmin", "pg_type"},
    {"oid, xmin", "pg_enum"},
    {"rngtypid, xmin", "pg_range"},
    {"oid, xmin", "pg_proc"},
    {"aggfnoid, xmin", "pg_aggregate"},
    {"oid, xmin", "pg_trigger"},
    {"oid, xmin", "pg_policy"},
    {"oid, xmin", "pg_rewrite"},
    {"classoid, objoid, objsubid, xmin", "pg_description"},
    {"classoid, objoid, xmin", "pg_shdescription"},
    {"classoid, objoid, objsubid, provider, xmin", "pg_seclabel"},
    {"classoid, objoid, objsubid, xmin", "pg_init_privs"},
    {"seqrelid, xmin", "pg_sequence"},
    {"inhrelid, inhseqno, xmin, inhparent", "pg_inherits"},
    {"partrelid, xmin", "pg_partitioned_table"},
    {"oid, xmin", "pg_namespace"},
    {"oid, xmin", "pg_extension"},
    // ALTER EXTENSION … ADD leaves its trace here alone.
    {"classid, objid, xmin, refobjid",
     "pg_depend WHERE refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass"},
    {"oid, xmin", "pg_default_acl"},
    {"oid, xmin", "pg_event_trigger"},
    {"oid, xmin", "pg_collation"},
    {"oid, xmin", "pg_conversion"},
    {"oid, xmin", "pg_operator"},
    {"oid, xmin", "pg_opclass"},
    {"oid, xmin", "pg_opfamily"},
    {"oid, xmin", "pg_amop"},
    {"oid, xmin", "pg_amproc"},
    {"oid, xmin", "pg_cast"},
    {"oid, xmin", "pg_transform"},
    {"oid, xmin", "pg_language"},
    {"oid, xmin", "pg_am"},
    {"ftrelid, xmin", "pg_foreign_table"},
    {"oid, xmin", "pg_foreign_server"},
    {"oid, xmin", "pg_foreign_data_wrapper"},
    // The catalog itself is closed to most roles; so is xmin of pg_subscription and pg_authid.
    {"umid, srvid, umuser, umoptions", "pg_user_mappings"},
    {"oid, rolname", "pg_roles"},
    {"oid, spcname", "pg_tablespace"},
    {"oid, xmin", "pg_statistic_ext"},
    {"oid, xmin", "pg_publication"},
    {"oid, xmin", "pg_publication_rel"},
    {"oid, xmin", "pg_publication_namespace", 150000},
    {"oid, xmin", "pg_ts_config"},
    {"mapcfg, maptokentype, mapseqno, xmin", "pg_ts_config_map"},
    {"oid, xmin", "pg_ts_dict"},
    {"oid, xmin", "pg_ts_parser"},
    {"oid, xmin", "pg_ts_template"},
});

/// The columns of pg_subscription that everybody may read and that say what it does.
SqlPattern<0> subscription_columns(int server_version) {
    if (server_version >= 170000) {
        return "oid, subname, subowner, subenabled, subslotname, subsynccommit, subpublications, "
               "subbinary, substream, subtwophasestate, subdisableonerr, subpasswordrequired, "
               "subrunasowner, suborigin, subfailover";
    }
    if (server_version >= 160000) {
        return "oid, subname, subowner, subenabled, subslotname, subsynccommit, subpublications, "
               "subbinary, substream, subtwophasestate, subdisableonerr, subpasswordrequired, "
               "subrunasowner, suborigin";
    }
    if (server_version >= 150000) {
        return "oid, subname, subowner, subenabled, subslotname, subsynccommit, subpublications, "
               "subbinary, substream, subtwophasestate, subdisableonerr";
    }
    if (server_version >= 140000) {
        return "oid, subname, subowner, subenabled, subslotname, subsynccommit, subpublications, "
               "subbinary, substream";
    }
    return "oid, subname, subowner, subenabled, subslotname, subsynccommit, subpublications";
}

/// hash_record_extended came with PostgreSQL 14.
Sql row_hash(SqlPattern<0> columns, int server_version) {
    return server_version >= 140000
               ? sql("pg_catalog.hash_record_extended(ROW({}), 20)", sql(columns))
               : sql("pg_catalog.hashtextextended(ROW({})::text, 20)", sql(columns));
}

Sql part(SqlPattern<0> columns, SqlPattern<0> from, int server_version) {
    return sql("(SELECT count(*)::text || ':' || coalesce(sum({})::text, '') FROM pg_catalog.{})",
               row_hash(columns, server_version), sql(from));
}

}  // namespace

Sql catalog_hash_query(int server_version) {
    std::vector<Sql> parts{sql("pg_catalog.pg_postmaster_start_time()")};
    for (auto const& catalog : catalogs) {
        if (server_version >= catalog.since) {
            parts.push_back(part(catalog.columns, catalog.from, server_version));
        }
    }
    parts.push_back(part(subscription_columns(server_version),
                         "pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database "
                         "WHERE datname = pg_catalog.current_database())",
                         server_version));
    // Large objects are data, and there may be millions; but that there are any is told of.
    parts.push_back(sql("(pg_catalog.pg_relation_size('pg_catalog.pg_largeobject_metadata') > 0)"));
    return sql("SELECT pg_catalog.concat_ws(' ', {})", comma_separated(parts));
}

Sql server_identity_query() {
    return sql(
        "SELECT pg_catalog.concat_ws(' ', pg_catalog.inet_server_addr(), "
        "pg_catalog.inet_server_port(), pg_catalog.current_setting('server_version'), "
        "(SELECT system_identifier FROM pg_catalog.pg_control_system()), d.oid, current_user) "
        "FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()");
}

}  // namespace lockstep::source
