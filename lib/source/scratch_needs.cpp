#include "source/scratch_needs.hpp"

namespace lockstep::source {

namespace {

using Names = std::set<std::string, std::less<>>;

Names names_of(pg::Rows const& rows) {
    Names names;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        names.emplace(rows.cell(row, 0));
    }
    return names;
}

void make_roles(pg::Connection& connection, Names const& roles) {
    auto const existing =
        names_of(connection.query(sql("SELECT rolname FROM pg_catalog.pg_roles")));
    for (auto const& role : roles) {
        if (!existing.contains(role) && !role.starts_with("pg_") && !role.empty()) {
            connection.execute(sql("CREATE ROLE {} NOLOGIN", ident(role)));
        }
    }
}

/// In place: they need no folder of their own. (Where the server is too old for that, the
/// statement that mentions the tablespace fails and names it.)
void make_tablespaces(pg::Connection& connection, Names const& tablespaces) {
    if (tablespaces.empty()) {
        return;
    }
    auto const known = connection.query(
        sql("SELECT FROM pg_catalog.pg_settings WHERE name = 'allow_in_place_tablespaces'"));
    if (known.size() == 0) {
        return;
    }
    auto const existing =
        names_of(connection.query(sql("SELECT spcname FROM pg_catalog.pg_tablespace")));
    connection.execute(sql("SET allow_in_place_tablespaces = on"));
    for (auto const& name : tablespaces) {
        if (!existing.contains(name)) {
            connection.execute(sql("CREATE TABLESPACE {} LOCATION ''", ident(name)));
        }
    }
    connection.execute(sql("RESET allow_in_place_tablespaces"));
}

}  // namespace

void make_needs(pg::Connection& connection, script::ServerNeeds const& needs) {
    make_roles(connection, needs.roles);
    make_tablespaces(connection, needs.tablespaces);
}

}  // namespace lockstep::source
