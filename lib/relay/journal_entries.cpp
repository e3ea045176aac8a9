#include "relay/journal_entries.hpp"

#include "relay/numbers.hpp"
#include "schema/kind.hpp"

namespace lockstep::relay {

LastEntries last_entries(pg::Connection& source) {
    // A role that may not use the schema gets NULL; one that may not read the table, false.
    auto const may_read =
        source.query(sql("SELECT CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN "
                         "pg_catalog.has_table_privilege(c.oid, 'SELECT') END FROM "
                         "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                         "c.relnamespace WHERE nspname = 'lockstep' AND relname = 'ddl_journal'"));
    if (may_read.size() == 0 || may_read.cell(0, 0) != "t") {
        return {};
    }
    auto const rows = source.query(
        sql("SELECT DISTINCT ON (object) object, id, username, pg_catalog.to_char(at AT TIME ZONE "
            "'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"'), lsn, tag FROM lockstep.ddl_journal WHERE "
            "object IS NOT NULL ORDER BY object, id DESC"));
    LastEntries entries;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const text = [&](std::size_t column) { return std::string(rows.cell(i, column)); };
        entries.emplace(text(0), DdlEntry{.id = to_number(text(1)),
                                          .user = text(2),
                                          .at = text(3),
                                          .lsn = text(4),
                                          .tag = text(5)});
    }
    return entries;
}

std::vector<std::string> names_in_journal(schema::Object const& object) {
    std::vector<std::string> names{schema::identity(object).text()};
    auto const& parts = object.id.names;
    constexpr std::size_t of_table = 2;
    if (parts.size() > of_table) {
        auto const table = sql("{}.{}", ident(parts[0]), ident(parts[1]));
        names.push_back(table.text());
        // Triggers, policies, constraints.
        names.push_back(sql("{} on {}", ident(object.name()), table).text());
    }
    return names;
}

std::optional<DdlEntry> newest_entry(LastEntries const& entries,
                                     std::vector<std::string> const& names) {
    std::optional<DdlEntry> newest;
    for (auto const& name : names) {
        auto const found = entries.find(name);
        if (found != entries.end() && (!newest || found->second.id > newest->id)) {
            newest = found->second;
        }
    }
    return newest;
}

}  // namespace lockstep::relay
