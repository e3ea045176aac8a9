// The static knowledge of statements, held against what they do: for every change of
// tests/cases/drift, one of every property of every kind, each statement's locks are looked up in
// pg_locks, and rewritten files in pg_class.
#include <map>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "plan/lock.hpp"
#include "plan/plan.hpp"
#include "plan/statement_facts.hpp"
#include "schema/kind.hpp"
#include "support/drift_cases.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using plan::HazardKind;
using plan::LockMode;

namespace {

struct Relation {
    std::string name;
    std::string file;
    std::string scans;
};
using Relations = std::map<std::string, Relation>;  // by oid
using Locks = std::map<std::string, LockMode>;      // by oid

// Without sequences: they are locked with the tables that they belong to, and are rewritten at
// once.
Relations relations(pg::Connection& connection) {
    auto const rows = connection.query(
        sql("SELECT c.oid, n.nspname, c.relname, pg_relation_filenode(c.oid), "
            "pg_stat_get_xact_numscans(c.oid) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname "
            "<> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"));
    Relations found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const name = schema::pack({rows.cell(i, 1), rows.cell(i, 2)});
        found[std::string(rows.cell(i, 0))] = {schema::dotted(schema::Names(name)).text(),
                                               std::string(rows.cell(i, 3)),
                                               std::string(rows.cell(i, 4))};
    }
    return found;
}

Locks locks(pg::Connection& connection) {
    auto const rows = connection.query(
        sql("SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = "
            "'relation' AND granted"));
    Locks found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& strongest = found[std::string(rows.cell(i, 0))];
        strongest = std::max(strongest, plan::lock_mode(rows.cell(i, 1)));
    }
    return found;
}

LockMode known_lock(plan::Statement const& statement, std::string const& relation) {
    auto strongest = LockMode::none;
    for (auto const& hazard : statement.hazards) {
        for (auto mode = LockMode::share_update_exclusive;
             hazard.kind == HazardKind::lock && hazard.on == relation &&
             mode <= LockMode::access_exclusive;
             mode = static_cast<LockMode>(static_cast<int>(mode) + 1)) {
            strongest = hazard.detail == plan::name(mode) ? std::max(strongest, mode) : strongest;
        }
    }
    return strongest;
}

/// Runs statements, and notes where one does more than is known of it.
class Measure {
public:
    explicit Measure(pg::Connection& connection)
        : connection_(connection), at_start_(relations(connection)) {}

    void run(plan::Statement const& statement) {
        auto const before = relations(connection_);
        check_shape(statement);
        auto const held = locks(connection_);
        connection_.execute(statement.text);
        auto const after = relations(connection_);
        auto const holds = locks(connection_);
        for (auto const& [oid, mode] : holds) {
            auto const was = held.find(oid);
            bool const is_new = was == held.end() || was->second < mode;
            if (is_new && at_start_.contains(oid) && before.contains(oid)) {
                check_lock(statement, before.at(oid).name, mode);
            }
        }
        for (auto const& [oid, relation] : after) {
            if (at_start_.contains(oid) && before.contains(oid) &&
                before.at(oid).file != relation.file && !statement.has(HazardKind::rewrite)) {
                wrong_ += fmt::format("\n  rewrites {}: {}", relation.name, statement.text.text());
            }
            check_scan(statement, oid, before, relation, holds);
        }
    }

    std::string const& wrong() const { return wrong_; }

private:
    /// What no rule is about has no hazards, and may have all.
    void check_shape(plan::Statement const& statement) {
        if (!plan::facts_of(statement.text.text()).is_known) {
            wrong_ += fmt::format("\n  is of no known form: {}", statement.text.text());
        }
    }

    /// Of a table that is locked against changes; the other end of a foreign key, and what rows are
    /// taken from, is read as the query planner likes.
    void check_scan(plan::Statement const& statement, std::string const& oid,
                    Relations const& before, Relation const& after, Locks const& held) {
        auto const lock = held.find(oid);
        bool const is_scanned =
            at_start_.contains(oid) && before.contains(oid) && before.at(oid).scans != after.scans;
        bool const is_locked =
            lock != held.end() && lock->second >= LockMode::share_update_exclusive;
        auto const& text = statement.text.text();
        bool const is_other_end =
            text.find("FOREIGN KEY") != std::string::npos || text.starts_with("INSERT INTO");
        if (is_scanned && is_locked && !is_other_end && !statement.has(HazardKind::scan) &&
            !statement.has(HazardKind::rewrite)) {
            wrong_ += fmt::format("\n  scans {}: {}", after.name, statement.text.text());
        }
    }

    void check_lock(plan::Statement const& statement, std::string const& relation, LockMode mode) {
        auto const known = known_lock(statement, relation);
        if (mode >= LockMode::share_update_exclusive && known < mode) {
            wrong_ += fmt::format("\n  locks {} in mode {}, known is \"{}\": {}", relation,
                                  plan::name(mode), plan::name(known), statement.text.text());
        }
    }

    pg::Connection& connection_;
    Relations at_start_;
    std::string wrong_;
};

/// Of the plan from one state to the other. What fails is the business of other tests.
std::string measure(pg::Connection& connection, schema::Schema const& from,
                    schema::Schema const& to, std::size_t& measured) {
    Measure measure(connection);
    for (auto const& statement : plan::make_plan(from, to).statements()) {
        try {
            measure.run(statement);
            ++measured;
        } catch (pg::Error const&) {
            break;
        }
    }
    return measure.wrong();
}

std::string measure(pg::Connection& connection, schema::Schema const& before, DriftCase const& one,
                    std::size_t& measured) {
    pg::Transaction const transaction(connection);
    connection.execute(sql("SET LOCAL check_function_bodies = off; SAVEPOINT setup"));
    connection.execute(Sql::from_server(one.statements));
    auto const after = read_for_plan(connection);
    connection.execute(sql("ROLLBACK TO setup"));
    return measure(connection, before, after, measured);
}

}  // namespace

TEST_CASE("no statement takes a stronger lock or rewrites more than is known of it") {
    std::size_t measured = 0;
    for (auto const& file : drift_cases(shared_server().server_version())) {
        TestDatabase database;
        auto const major = set_up(database, file);
        schema::Schema before;
        {
            pg::Transaction const transaction(database.connection());
            before = read_for_plan(database.connection());
        }
        for (auto const& one : file.cases) {
            if (major < one.since) {
                continue;
            }
            auto const wrong = measure(database.connection(), before, one, measured);
            CHECK_MESSAGE(wrong.empty(),
                          fmt::format("{}:{}: {}:{}", one.file, one.line, one.changed, wrong));
        }
    }
    CHECK(measured > 300);
}
