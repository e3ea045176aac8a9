#include "relay/rights.hpp"

#include <fmt/core.h>

namespace lockstep::relay {

namespace {

constexpr int room_for_others = 4;

}  // namespace

RoleRights read_role_rights(pg::Connection& connection) {
    auto const rows = connection.query(
        sql("SELECT current_user, current_database(), r.rolsuper, r.rolreplication OR "
            "coalesce((SELECT pg_catalog.pg_has_role(current_user, oid, 'MEMBER') FROM "
            "pg_catalog.pg_roles WHERE rolname = 'rds_replication'), false), "
            "pg_catalog.has_database_privilege(current_database(), 'CREATE'), EXISTS (SELECT FROM "
            "pg_catalog.pg_roles WHERE rolname = 'rds_replication') FROM pg_catalog.pg_roles r "
            "WHERE r.rolname = current_user"));
    auto const is = [&](std::size_t column) { return rows.cell(0, column) == "t"; };
    return {.role = std::string(rows.cell(0, 0)),
            .database = std::string(rows.cell(0, 1)),
            .superuser = is(2),
            .replication = is(2) || is(3),
            .create_schemas = is(4),
            .has_rds_replication = is(5)};
}

std::vector<Missing> missing_settings(ServerSettings const& settings, bool makes_slot) {
    std::vector<Missing> missing;
    if (settings.wal_level != "logical") {
        missing.push_back({.what = fmt::format("wal_level is {}", settings.wal_level),
                           .statement = sql("ALTER SYSTEM SET wal_level = 'logical'"),
                           .note =
                               "then restart the server; at a provider: its own switch for logical "
                               "replication (rds.logical_replication, cloudsql.logical_decoding)"});
    }
    if (makes_slot && settings.replication_slots >= settings.max_replication_slots) {
        missing.push_back({.what = fmt::format("all {} replication slots are in use",
                                               settings.max_replication_slots),
                           .statement = sql("ALTER SYSTEM SET max_replication_slots = {}",
                                            number(settings.replication_slots + room_for_others)),
                           .note = "then restart the server; or drop a slot that nobody reads"});
    }
    if (makes_slot && settings.wal_senders >= settings.max_wal_senders) {
        missing.push_back(
            {.what = fmt::format("all {} WAL senders are in use", settings.max_wal_senders),
             .statement = sql("ALTER SYSTEM SET max_wal_senders = {}",
                              number(settings.wal_senders + room_for_others)),
             .note = "then restart the server"});
    }
    return missing;
}

std::vector<Missing> missing_replication(RoleRights const& rights) {
    if (rights.replication) {
        return {};
    }
    return {{.what = fmt::format("{} may not replicate", rights.role),
             .statement = rights.has_rds_replication
                              ? sql("GRANT rds_replication TO {}", ident(rights.role))
                              : sql("ALTER ROLE {} REPLICATION", ident(rights.role))}};
}

std::string listed(std::vector<Missing> const& missing) {
    std::string lines;
    for (auto const& it : missing) {
        lines +=
            fmt::format("{}{}:\n  {};", lines.empty() ? "" : "\n", it.what, it.statement.text());
        lines += it.note.empty() ? "" : fmt::format("  -- {}", it.note);
    }
    return lines;
}

}  // namespace lockstep::relay
