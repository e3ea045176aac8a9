#include "relay/publication.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "schema/own.hpp"

namespace lockstep::relay {

namespace {

// Each is locked until its statement ends: so many locks are to be had on any server.
constexpr std::size_t tables_at_once = 500;

bool has_filters(pg::Connection& source) {
    constexpr int first_with_filters = 150'000;
    return source.server_version() >= first_with_filters;
}

std::vector<PublishedTable> read_published(pg::Connection& source, std::string_view name) {
    auto const query =
        has_filters(source)
            ? sql("SELECT n.nspname, c.relname, (SELECT pg_catalog.string_agg("
                  "pg_catalog.quote_ident(a.attname), ', ' ORDER BY k.place) FROM "
                  "pg_catalog.unnest(r.prattrs) WITH ORDINALITY k (number, place) JOIN "
                  "pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number), "
                  "pg_catalog.pg_get_expr(r.prqual, r.prrelid) FROM "
                  "pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = "
                  "r.prpubid JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN "
                  "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE p.pubname = $1")
            : sql("SELECT n.nspname, c.relname, NULL, NULL FROM pg_catalog.pg_publication_rel r "
                  "JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid JOIN pg_catalog.pg_class "
                  "c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
                  "c.relnamespace WHERE p.pubname = $1");
    auto const rows = source.query(query, std::array<pg::Parameter, 1>{name});
    std::vector<PublishedTable> tables;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const text = [&](std::size_t column) { return std::string(rows.cell(i, column)); };
        tables.push_back({.table = {text(0), text(1)}, .columns = text(2), .filter = text(3)});
    }
    std::ranges::sort(tables, {}, &PublishedTable::table);
    return tables;
}

std::vector<std::string> read_schemas(pg::Connection& source, std::string_view name) {
    if (!has_filters(source)) {
        return {};
    }
    auto const rows = source.query(
        sql("SELECT n.nspname FROM pg_catalog.pg_publication_namespace s JOIN "
            "pg_catalog.pg_publication p ON p.oid = s.pnpubid JOIN pg_catalog.pg_namespace n ON "
            "n.oid = s.pnnspid WHERE p.pubname = $1 ORDER BY 1"),
        std::array<pg::Parameter, 1>{name});
    std::vector<std::string> schemas;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        schemas.emplace_back(rows.cell(i, 0));
    }
    return schemas;
}

Statements in_batches(std::vector<TableName> const& tables, Sql const& before) {
    Statements statements;
    for (std::size_t first = 0; first < tables.size(); first += tables_at_once) {
        std::vector<Sql> batch;
        for (auto i = first; i < std::min(first + tables_at_once, tables.size()); ++i) {
            batch.push_back(tables[i].qualified());
        }
        statements.push_back(before + comma_separated(batch));
    }
    return statements;
}

void remark(PublicationPlan& plan, Publication const& present, std::string_view name) {
    if (!present.via_root) {
        plan.remarks.push_back(
            fmt::format("publication {} tells changes of partitions under the partitions' own "
                        "names (publish_via_partition_root is off)",
                        name));
    }
    if (!present.left_out.empty()) {
        plan.remarks.push_back(
            fmt::format("publication {} leaves out {}", name, join(present.left_out, ", ")));
    }
    for (auto const& it : present.tables) {
        if (!it.filter.empty()) {
            plan.remarks.push_back(fmt::format("publication {} tells of {} only rows where {}",
                                               name, it.table.shown(), it.filter));
        }
        if (!it.columns.empty()) {
            plan.remarks.push_back(fmt::format("publication {} tells of {} only the columns {}",
                                               name, it.table.shown(), it.columns));
        }
    }
}

void find_faults(PublicationPlan& plan, Publication const& present, std::string_view name,
                 std::span<SourceTable const> all, HistoryNames const& history) {
    for (auto const& it : all) {
        bool const by_name = std::ranges::find(present.tables, it.table, &PublishedTable::table) !=
                             present.tables.end();
        if (is_own(it, history) && !by_name && holds(present, it.table)) {
            plan.faults.push_back(fmt::format("publication {} holds {}, which the relay writes",
                                              name, it.table.shown()));
        }
    }
}

}  // namespace

bool holds(Publication const& it, TableName const& table) {
    return it.all_tables || std::ranges::find(it.schemas, table.schema) != it.schemas.end() ||
           std::ranges::find(it.tables, table, &PublishedTable::table) != it.tables.end();
}

std::optional<Publication> read_publication(pg::Connection& source, std::string_view name) {
    auto const rows = source.query(
        sql("SELECT r.rolname, pg_catalog.pg_has_role(p.pubowner, 'USAGE'), p.puballtables, "
            "p.pubviaroot, pg_catalog.concat_ws(',', CASE WHEN NOT pubinsert THEN 'insert' END, "
            "CASE WHEN NOT pubupdate THEN 'update' END, CASE WHEN NOT pubdelete THEN 'delete' END, "
            "CASE WHEN NOT pubtruncate THEN 'truncate' END) FROM pg_catalog.pg_publication p JOIN "
            "pg_catalog.pg_roles r ON r.oid = p.pubowner WHERE p.pubname = $1"),
        std::array<pg::Parameter, 1>{name});
    if (rows.size() == 0) {
        return std::nullopt;
    }
    Publication it{.owner = std::string(rows.cell(0, 0)),
                   .owned = rows.cell(0, 1) == "t",
                   .all_tables = rows.cell(0, 2) == "t",
                   .via_root = rows.cell(0, 3) == "t",
                   .schemas = read_schemas(source, name),
                   .tables = read_published(source, name)};
    if (!rows.cell(0, 4).empty()) {
        it.left_out = split(rows.cell(0, 4), ',');
    }
    return it;
}

PublicationPlan plan_publication(std::string_view name, std::optional<Publication> const& present,
                                 std::span<TableName const> wanted,
                                 std::span<SourceTable const> all, HistoryNames const& history) {
    PublicationPlan plan;
    if (!present) {
        plan.added.assign(wanted.begin(), wanted.end());
        plan.create.push_back(
            sql("CREATE PUBLICATION {} WITH (publish_via_partition_root = true)", ident(name)));
        plan.create.push_back(
            sql("COMMENT ON PUBLICATION {} IS {}", ident(name), literal(schema::own_comment)));
    } else {
        std::ranges::copy_if(wanted, std::back_inserter(plan.added),
                             [&](TableName const& table) { return !holds(*present, table); });
        for (auto const& it : present->tables) {
            if (!std::ranges::binary_search(wanted, it.table)) {
                plan.removed.push_back(it.table);
            }
        }
        remark(plan, *present, name);
        find_faults(plan, *present, name, all, history);
    }
    plan.add = in_batches(plan.added, sql("ALTER PUBLICATION {} ADD TABLE ", ident(name)));
    plan.remove = in_batches(plan.removed, sql("ALTER PUBLICATION {} DROP TABLE ", ident(name)));
    return plan;
}

}  // namespace lockstep::relay
