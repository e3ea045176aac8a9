#include "support/random_proof.hpp"

#include <optional>
#include <set>

#include <fmt/core.h>

#include "plan/plan.hpp"
#include "schema/kind.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

namespace {

/// What a model has become on the server, which may refuse some of its statements.
struct Made {
    schema::Schema schema;
    std::vector<std::string> statements;
    std::size_t refused = 0;
};

Made make(TestDatabase& database, RandomSchema const& model, bool in_transaction) {
    Made made;
    // It stands always: of a text with a syntax error nothing is run.
    database.run(in_transaction ? "SAVEPOINT s" : "");
    for (auto& statement : statements_of(model)) {
        try {
            database.run(in_transaction ? statement + "; RELEASE s; SAVEPOINT s" : statement);
            made.statements.push_back(std::move(statement));
        } catch (pg::Error const&) {
            database.run(in_transaction ? "ROLLBACK TO s" : "");
            ++made.refused;
        }
    }
    std::optional<pg::Transaction> transaction;
    if (!in_transaction) {
        transaction.emplace(database.connection());
    }
    made.schema = read_for_plan(database.connection());
    return made;
}

std::string only_in(std::vector<std::string> const& these, std::vector<std::string> const& others) {
    std::set<std::string> const known(others.begin(), others.end());
    std::string text;
    for (auto const& statement : these) {
        text += fmt::format("{}{};\n", statement, known.contains(statement) ? "" : "  -- <<<<");
    }
    return text;
}

RandomRound round_of(Made const& a, Made const& b, std::string wrong) {
    if (!wrong.empty()) {
        wrong += fmt::format("\n-- from\n{}-- to\n{}", only_in(a.statements, b.statements),
                             only_in(b.statements, a.statements));
    }
    auto const refused = a.refused + b.refused;
    return {std::move(wrong), a.statements.size() + b.statements.size() + refused, refused};
}

/// Runs all of a plan in the transaction that is open.
void run_at_once(pg::Connection& connection, plan::Plan const& plan) {
    connection.execute(sql("SET check_function_bodies = off; SET search_path = ''"));
    for (auto const& step : plan.steps) {
        for (auto const& statement : step.statements) {
            connection.execute(statement.text);
        }
    }
}

/// Takes the database of schema `from` to the schema `to`, and puts what is there then into `from`.
/// What is wrong, or nothing.
std::string prove(TestDatabase& database, schema::Schema& from, schema::Schema const& to,
                  bool online, bool stepwise) {
    plan::PlanOptions const options{.diff = {}, .online = online};
    auto const plan = plan::make_plan(from, to, options);
    auto const script = plan::to_script(plan, "plan");
    std::optional<pg::Transaction> transaction;
    try {
        (stepwise ? run_plan : run_at_once)(database.connection(), plan);
    } catch (pg::Error const& error) {
        return fmt::format("{}\n  in {}\n{}", error.what(), error.statement(), script);
    }
    if (stepwise) {
        transaction.emplace(database.connection());
    }
    from = read_for_plan(database.connection());
    if (auto const left = what_is_left(from, to); !left.empty()) {
        return fmt::format("does not arrive:{}\n{}", left, script);
    }
    if (has_other_order(from, to)) {
        return {};
    }
    if (auto const again = plan::make_plan(from, to, options); !again.empty()) {
        return fmt::format("plans again:\n{}\nafter\n{}", plan::to_script(again, "again"), script);
    }
    return {};
}

std::string prove_both_ways(TestDatabase& database, schema::Schema const& from,
                            schema::Schema const& to, bool online, bool stepwise) {
    auto now = from;
    auto wrong = prove(database, now, to, online, stepwise);
    if (wrong.empty()) {
        wrong = prove(database, now, from, online, stepwise);
        wrong = wrong.empty() ? "" : "back: " + wrong;
    }
    return wrong;
}

/// Each plan is run as a user would, step by step: that takes databases, which are slow to make.
RandomRound prove_stepwise(RandomSchema const& from, RandomSchema const& to, bool online) {
    TestDatabase one;
    TestDatabase other;
    auto const a = make(one, from, false);
    auto const b = make(other, to, false);
    return round_of(a, b, prove_both_ways(one, a.schema, b.schema, online, true));
}

/// Nothing is ever committed in it, so one database serves many rounds; until its catalogs are full
/// of what was rolled back.
TestDatabase& shared_database() {
    constexpr int rounds_a_database = 100;
    static std::optional<TestDatabase> database;
    static int round = 0;
    if (round++ % rounds_a_database == 0) {
        database.emplace();
    }
    return *database;
}

Made made_and_rolled_back(TestDatabase& database, RandomSchema const& model) {
    pg::Transaction const transaction(database.connection());
    return make(database, model, true);
}

RandomRound prove_at_once(RandomSchema const& from, RandomSchema const& to) {
    auto& database = shared_database();
    auto const b = made_and_rolled_back(database, to);
    pg::Transaction const transaction(database.connection());
    auto const a = make(database, from, true);
    return round_of(a, b, prove_both_ways(database, a.schema, b.schema, false, false));
}

void make_roles() {
    static TestDatabase const with_roles(random_roles());
}

}  // namespace

RandomRound prove_random(RandomSchema const& from, RandomSchema const& to, bool online) {
    make_roles();
    auto const round = online ? RandomRound{.wrong = "not tried"} : prove_at_once(from, to);
    // What fails in one transaction, which also holds the making of all, counts where the steps of
    // the plan fail, too.
    return round.wrong.empty() ? round : prove_stepwise(from, to, online);
}

std::set<std::string_view> kinds_made(RandomSchema const& model) {
    make_roles();
    std::set<std::string_view> kinds;
    for (auto const& object : made_and_rolled_back(shared_database(), model).schema.objects) {
        kinds.insert(object.id.kind->name);
    }
    return kinds;
}

}  // namespace lockstep::tests
