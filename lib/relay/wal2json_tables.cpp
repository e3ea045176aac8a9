#include "relay/wal2json_tables.hpp"

namespace lockstep::relay {

namespace {

/// Letters, digits and what is not ASCII stand for themselves.
bool is_plain(char sign) {
    auto const byte = static_cast<unsigned char>(sign);
    return byte >= 0x80 || sign == '_' || (sign >= '0' && sign <= '9') ||
           (sign >= 'A' && sign <= 'Z') || (sign >= 'a' && sign <= 'z');
}

void append_name(std::string& list, std::string_view name) {
    for (char const sign : name) {
        if (!is_plain(sign)) {
            list += '\\';
        }
        list += sign;
    }
}

}  // namespace

std::string wal2json_filter(std::span<TableName const> left_out) {
    std::string list = "lockstep.*";
    for (auto const& table : left_out) {
        list += ',';
        append_name(list, table.schema);
        list += '.';
        append_name(list, table.name);
    }
    return list;
}

Sql unpublished_tables(std::string_view publication) {
    return sql(
        "WITH published AS (SELECT relid FROM pg_catalog.pg_get_publication_tables({})) SELECT "
        "n.nspname, c.relname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON "
        "n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT "
        "IN ('lockstep', 'information_schema') AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM "
        "published AS p WHERE p.relid = c.oid OR (c.relispartition AND p.relid IN (SELECT "
        "ancestor FROM pg_catalog.pg_partition_ancestors(c.oid) AS ancestor))) ORDER BY 1, 2",
        literal(publication));
}

std::vector<TableName> read_table_names(pg::Rows const& rows) {
    std::vector<TableName> tables;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        tables.push_back({std::string(rows.cell(i, 0)), std::string(rows.cell(i, 1))});
    }
    return tables;
}

std::string read_wal2json_filter(pg::Connection& source, std::string_view publication) {
    return wal2json_filter(read_table_names(source.query(unpublished_tables(publication))));
}

}  // namespace lockstep::relay
