#include "schema/kinds/alter.hpp"

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

Sql alter(Object const& subscription, Sql const& what) {
    return sql("ALTER SUBSCRIPTION {} {}", identity(subscription), what);
}

std::optional<Statements> set(Alteration const& change, Sql const& option) {
    return Statements{alter(change.after, sql("SET ({})", option))};
}

std::optional<Statements> set_flag(Alteration const& change, Sql const& name, bool value) {
    return set(change, sql("{} = {}", name, value ? sql("true") : sql("false")));
}

// Without refreshing, which asks the publisher.
std::optional<Statements> alter_publications(Alteration const& change) {
    return Statements{alter(change.after, sql("SET PUBLICATION {} WITH (refresh = false)",
                                              identifiers(change.after.list("publications"))))};
}

Statements leave_slot(Object const& subscription) {
    return {alter(subscription, sql("DISABLE")),
            alter(subscription, sql("SET (slot_name = NONE)"))};
}

/// Both properties say one thing: the slot's name, which is the subscription's, another, or none.
std::optional<Statements> alter_slot(Alteration const& change) {
    auto const& subscription = change.after;
    if (subscription.is("no_slot")) {
        return leave_slot(subscription);
    }
    auto const slot = subscription["slot"];
    return set(change, sql("slot_name = {}", literal(slot.empty() ? subscription.name() : slot)));
}

std::optional<Statements> alter_no_slot(Alteration const& change) {
    return differs(change, "slot") ? Statements{} : alter_slot(change);
}

std::optional<Statements> alter_synchronous_commit(Alteration const& change) {
    auto const value = change.after["synchronous_commit"];
    return set(change, sql("synchronous_commit = {}", value.empty() ? sql("off") : literal(value)));
}

std::optional<Statements> alter_binary(Alteration const& change) {
    return set_flag(change, sql("binary"), change.after.is("binary"));
}

std::optional<Statements> alter_streaming(Alteration const& change) {
    constexpr int is_parallel_by_default = 180000;
    auto const value = change.after["streaming"];
    auto const usual = version_of(change) >= is_parallel_by_default ? sql("parallel") : sql("off");
    return set(change, sql("streaming = {}", value.empty() ? usual : literal(value)));
}

std::optional<Statements> alter_disable_on_error(Alteration const& change) {
    return set_flag(change, sql("disable_on_error"), change.after.is("disable_on_error"));
}

std::optional<Statements> alter_password_required(Alteration const& change) {
    return set_flag(change, sql("password_required"), !change.after.is("no_password_required"));
}

std::optional<Statements> alter_run_as_owner(Alteration const& change) {
    return set_flag(change, sql("run_as_owner"), change.after.is("run_as_owner"));
}

std::optional<Statements> alter_origin(Alteration const& change) {
    auto const origin = change.after["origin"];
    return set(change, sql("origin = {}", literal(origin.empty() ? "any" : origin)));
}

// The slot stays at the publisher, as it may not be within reach; DROP alone would ask for it.
Statements remove(Object const& subscription, Schema const&, Schema const&) {
    auto statements = leave_slot(subscription);
    statements.push_back(sql("DROP SUBSCRIPTION {}", identity(subscription)));
    return statements;
}

}  // namespace

Kind const kind::subscription{
    .name = "subscription",
    .sql_name = "SUBSCRIPTION",
    .catalog = "pg_subscription",
    .names = {"name"},
    .in_namespace = false,
    .properties =
        {owner_property,
         comment_property,
         {.name = "publications",
          .shape = Shape::list,
          .compare = Compare::as_set,
          .alter = alter_publications},
         {.name = "slot", .alter = alter_slot},
         {.name = "no_slot", .shape = Shape::flag, .alter = alter_no_slot},
         {.name = "synchronous_commit", .alter = alter_synchronous_commit},
         {.name = "binary", .shape = Shape::flag, .alter = alter_binary},
         {.name = "streaming", .alter = alter_streaming},
         // Two-phase commit and failover are the slot's, too:
         // PostgreSQL asks the publisher to change them.
         {"two_phase", Shape::flag},
         {.name = "disable_on_error", .shape = Shape::flag, .alter = alter_disable_on_error},
         {.name = "no_password_required", .shape = Shape::flag, .alter = alter_password_required},
         {.name = "run_as_owner", .shape = Shape::flag, .alter = alter_run_as_owner},
         {.name = "origin", .alter = alter_origin},
         {"failover", Shape::flag}},
    .query = query,
    .create = create,
    .remove = remove};

}  // namespace lockstep::schema
