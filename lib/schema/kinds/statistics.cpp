#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT s.oid, n.nspname, s.stxname, s.stxowner, pg_get_statisticsobjdef(s.oid), "
        "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END FROM pg_statistic_ext s "
        "JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {}",
        of_users);
}

Statements create(Object const& statistics, Schema const&) {
    Statements statements{raw(statistics["definition"])};
    if (auto const target = statistics["target"]; !target.empty()) {
        statements.push_back(
            sql("ALTER STATISTICS {} SET STATISTICS {}", identity(statistics), raw(target)));
    }
    return statements;
}

std::optional<Statements> alter_target(Alteration const& alteration) {
    auto const target = alteration.after["target"];
    return Statements{sql("ALTER STATISTICS {} SET STATISTICS {}", identity(alteration.after),
                          target.empty() ? sql("-1") : raw(target))};
}

}  // namespace

Kind const kind::statistics{.name = "statistics",
                            .sql_name = "STATISTICS",
                            .catalog = "pg_statistic_ext",
                            .properties = {owner_property,
                                           comment_property,
                                           {"definition"},
                                           {.name = "target", .alter = alter_target}},
                            .query = query,
                            .create = create};

}  // namespace lockstep::schema
