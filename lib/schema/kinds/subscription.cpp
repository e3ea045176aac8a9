#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// The connection string is a secret, and only superusers may read it: it is no part of the schema.
std::string query(int version) {
    return fmt::format(
        "SELECT s.oid, s.subname, s.subowner, s.subpublications, nullif(s.subslotname, s.subname), "
        "s.subslotname IS NULL, "
        "nullif(s.subsynccommit, 'off'), {}, {}, {}, {}, {}, {}, {}, {} FROM pg_subscription s "
        "WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
        since(version, 140000, "s.subbinary", "NULL"),
        // The default is off before 18, then parallel; what a version has not by default is said.
        version >= 160000
            ? fmt::format("CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN "
                          "'parallel' {} END",
                          since(version, 180000, "ELSE 'off'", ""))
            : std::string(since(version, 140000, "CASE WHEN s.substream THEN 'on' END", "NULL")),
        since(version, 150000, "s.subtwophasestate <> 'd'", "NULL"),
        since(version, 150000, "s.subdisableonerr", "NULL"),
        since(version, 160000, "NOT s.subpasswordrequired", "NULL"),
        since(version, 160000, "s.subrunasowner", "NULL"),
        since(version, 160000, "nullif(s.suborigin, 'any')", "NULL"),
        since(version, 170000, "s.subfailover", "NULL"));
}

Statements create(Object const& subscription, Schema const&) {
    std::vector<Sql> options{sql("connect = false")};
    auto const slot = subscription["slot"];
    if (subscription.is("no_slot")) {
        options.push_back(sql("slot_name = NONE"));
    } else {
        options.push_back(
            sql("slot_name = {}", literal(slot.empty() ? subscription.name() : slot)));
    }
    auto const add = [&](Sql const& name, std::string_view property) {
        if (auto const value = subscription[property]; !value.empty()) {
            options.push_back(sql("{} = {}", name, literal(value)));
        }
    };
    auto const add_flag = [&](Sql const& text, std::string_view property) {
        if (subscription.is(property)) {
            options.push_back(text);
        }
    };
    add(sql("synchronous_commit"), "synchronous_commit");
    add_flag(sql("binary = true"), "binary");
    add(sql("streaming"), "streaming");
    add_flag(sql("two_phase = true"), "two_phase");
    add_flag(sql("disable_on_error = true"), "disable_on_error");
    add_flag(sql("password_required = false"), "no_password_required");
    add_flag(sql("run_as_owner = true"), "run_as_owner");
    add(sql("origin"), "origin");
    add_flag(sql("failover = true"), "failover");
    return {sql("CREATE SUBSCRIPTION {} CONNECTION 'dbname=' PUBLICATION {} WITH ({})",
                identity(subscription), identifiers(subscription.list("publications")),
                comma_separated(options))};
}

}  // namespace

Kind const kind::subscription{.name = "subscription",
                              .sql_name = "SUBSCRIPTION",
                              .catalog = "pg_subscription",
                              .names = {"name"},
                              .in_namespace = false,
                              .properties = {owner_property,
                                             comment_property,
                                             {"publications", Shape::list, Compare::as_set},
                                             {"slot"},
                                             {"no_slot", Shape::flag},
                                             {"synchronous_commit"},
                                             {"binary", Shape::flag},
                                             {"streaming"},
                                             {"two_phase", Shape::flag},
                                             {"disable_on_error", Shape::flag},
                                             {"no_password_required", Shape::flag},
                                             {"run_as_owner", Shape::flag},
                                             {"origin"},
                                             {"failover", Shape::flag}},
                              .query = query,
                              .create = create};

}  // namespace lockstep::schema
