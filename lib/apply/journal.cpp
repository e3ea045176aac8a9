#include "apply/journal.hpp"

#include <charconv>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "plan/plan_file.hpp"
#include "schema/own.hpp"

namespace lockstep::apply {

namespace {

Sql own_comment() {
    return literal(schema::own_comment);
}

std::size_t to_count(std::string_view text) {
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

}  // namespace

Journal::Journal(pg::Connection& connection, plan::Plan const& plan)
    : connection_(connection), checksum_(plan::checksum(plan)), steps_(plan.steps.size()) {
    look();
}

void Journal::look() {
    auto const known =
        connection_.query(sql("SELECT to_regclass('lockstep.plan_journal') IS NOT NULL"));
    if (known.cell(0, 0) != "t") {
        return;
    }
    refuse_another_table();
    auto const rows = connection_.query(
        sql("SELECT plan, max(step), to_char(min(finished), 'YYYY-MM-DD HH24:MI TZ'), min(role), "
            "(array_agg(schema ORDER BY step DESC))[1] FROM lockstep.plan_journal GROUP BY plan "
            "ORDER BY plan <> $1"),
        std::array<pg::Parameter, 1>{checksum_});
    if (rows.size() == 0) {
        open_ = true;  // made, and nothing done yet
        return;
    }
    if (rows.cell(0, 0) != checksum_) {
        throw Error(
            ExitCode::conflict,
            fmt::format(
                "another plan was begun on {} and is not finished: by {}, {}, {} done",
                connection_.display_url(), printable(rows.cell(0, 3)), rows.cell(0, 2),
                rows.cell(0, 1) == "1" ? "step 1" : fmt::format("steps 1 to {}", rows.cell(0, 1))),
            "Finish that plan (apply it again), or give it up: DROP TABLE lockstep.plan_journal");
    }
    open_ = true;
    done_ = to_count(rows.cell(0, 1));
    if (done_ == 0 || done_ > steps_) {
        throw Error(ExitCode::conflict,
                    fmt::format("lockstep.plan_journal on {} says that step {} of {} is done",
                                connection_.display_url(), printable(rows.cell(0, 1)), steps_),
                    "Somebody has written there. Look how far the plan has come, and drop it.");
    }
    schema_ = rows.cell(0, 4);
}

void Journal::refuse_another_table() {
    auto const ours = connection_.query(
        sql("SELECT obj_description('lockstep.plan_journal'::regclass, 'pg_class') = {}",
            own_comment()));
    if (ours.cell(0, 0) != "t") {
        throw Error(ExitCode::conflict,
                    fmt::format("there is a lockstep.plan_journal on {} that lockstep has not made",
                                connection_.display_url()),
                    "Rename it: how far a plan has come is kept in a table of that name.");
    }
}

void Journal::note_schema(std::size_t step, std::string const& fingerprint) {
    if (open_) {
        connection_.execute(sql(
            "UPDATE lockstep.plan_journal SET schema = {} WHERE plan = {} AND step = {}",
            literal(fingerprint), literal(checksum_), number(static_cast<long long>(step + 1))));
    }
}

void Journal::open() {
    if (open_ || steps_ < 2) {
        return;
    }
    pg::Transaction transaction(connection_);
    auto const there = connection_.query(sql("SELECT to_regnamespace('lockstep') IS NOT NULL"));
    if (there.cell(0, 0) != "t") {
        connection_.execute(sql("CREATE SCHEMA lockstep"));
        connection_.execute(sql("COMMENT ON SCHEMA lockstep IS {}", own_comment()));
    }
    connection_.execute(
        sql("CREATE TABLE lockstep.plan_journal (plan text NOT NULL, step integer NOT NULL, "
            "finished timestamptz NOT NULL DEFAULT clock_timestamp(), "
            "role text NOT NULL DEFAULT current_user, schema text, PRIMARY KEY (plan, step))"));
    connection_.execute(sql("COMMENT ON TABLE lockstep.plan_journal IS {}", own_comment()));
    transaction.commit();
    open_ = true;
}

Sql Journal::entry(std::size_t step) const {
    return open_ ? sql("INSERT INTO lockstep.plan_journal (plan, step) VALUES ({}, {})",
                       literal(checksum_), number(static_cast<long long>(step + 1)))
                 : Sql();
}

void Journal::close() {
    if (!open_) {
        return;
    }
    pg::Transaction transaction(connection_);
    connection_.execute(sql("DROP TABLE lockstep.plan_journal"));
    auto const empty = connection_.query(
        sql("SELECT n.oid IS NOT NULL FROM pg_namespace n WHERE nspname = 'lockstep' AND "
            "obj_description(n.oid, 'pg_namespace') = {} AND NOT EXISTS (SELECT FROM pg_class "
            "WHERE relnamespace = n.oid)",
            own_comment()));
    if (empty.size() == 1) {
        connection_.execute(sql("DROP SCHEMA lockstep"));
    }
    transaction.commit();
    open_ = false;
}

}  // namespace lockstep::apply
