#include <charconv>

#include "schema/kinds/alter.hpp"

namespace lockstep::schema {

namespace {

// Whether somebody chose another version than the server would install: a hashed subquery, and
// none where there is nothing but plpgsql.
std::string query(int) {
    return "SELECT e.oid, e.extname, n.nspname, e.extversion, "
           "CASE WHEN e.extname <> 'plpgsql' THEN (e.extname, e.extversion) NOT IN "
           "(SELECT a.name, a.default_version FROM pg_available_extensions() a WHERE "
           "a.default_version IS NOT NULL) END FROM pg_extension e "
           "JOIN pg_namespace n ON n.oid = e.extnamespace";
}

// Every new database has plpgsql.
Statements create(Object const& object, Schema const&) {
    if (object.name() == "plpgsql") {
        return {};
    }
    auto const version = object.is("chosen_version") ? literal(object["version"]) : Sql();
    return {sql("CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA {}{}", identity(object),
                ident(object["schema"]), clause(sql("VERSION"), version))};
}

std::optional<Statements> move(Alteration const& change) {
    return Statements{sql("ALTER EXTENSION {} SET SCHEMA {}", identity(change.after),
                          ident(change.after["schema"]))};
}

/// The numbers of `1.10`; none of another form of name.
std::vector<int> numbers_of(std::string_view version) {
    std::vector<int> parts;
    auto const* at = version.data();
    auto const* const end = at + version.size();
    while (at < end) {
        int part = 0;
        auto const [behind, error] = std::from_chars(at, end, part);
        if (error != std::errc() || (behind != end && *behind != '.')) {
            return {};
        }
        parts.push_back(part);
        at = behind == end ? end : behind + 1;
    }
    return parts;
}

// Extensions have scripts to what is newer, and none back.
std::optional<Statements> update(Alteration const& change) {
    auto const before = numbers_of(change.before["version"]);
    auto const after = numbers_of(change.after["version"]);
    if (!before.empty() && !after.empty() && after < before) {
        return std::nullopt;
    }
    return Statements{sql("ALTER EXTENSION {} UPDATE TO {}", identity(change.after),
                          literal(change.after["version"]))};
}

}  // namespace

Kind const kind::extension{.name = "extension",
                           .sql_name = "EXTENSION",
                           .catalog = "pg_extension",
                           .names = {"name"},
                           .in_namespace = false,
                           .properties = {comment_property,
                                          {.name = "schema", .alter = move},
                                          {.name = "version", .alter = update},
                                          {"chosen_version", Shape::flag, Compare::never}},
                           .query = query,
                           .create = create};

}  // namespace lockstep::schema
