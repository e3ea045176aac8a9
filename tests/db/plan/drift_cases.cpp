// Every change of tests/cases/drift, one of every property of every kind, planned and run in both
// directions.
#include <map>
#include <optional>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "support/drift_cases.hpp"
#include "support/plan_proof.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

/// What is wrong with the plans from the setup to the change and back, or nothing. A plan there
/// starts from the setup: the change itself is rolled back to a savepoint.
std::string prove(TestDatabase& database, schema::Schema const& before, DriftCase const& one) {
    auto& connection = database.connection();
    try {
        pg::Transaction const transaction(connection);
        connection.execute(sql("SAVEPOINT setup"));
        connection.execute(Sql::from_server(one.statements));
        auto const after = read_for_plan(connection);
        if (auto wrong = prove_plan(connection, after, before); !wrong.empty()) {
            return "back: " + wrong;
        }
        connection.execute(sql("ROLLBACK TO setup"));
        return prove_plan(connection, before, after);
    } catch (std::exception const& error) {
        return error.what();
    }
}

schema::Schema committed_schema(TestDatabase& database) {
    pg::Transaction const transaction(database.connection());
    return read_for_plan(database.connection());
}

/// Changes of tests/cases/drift that no plan is expected for, and why.
std::string_view excuse(std::string_view changed) {
    constexpr std::string_view written = "the case writes into a catalog what no statement says";
    constexpr std::string_view order = "the order of columns cannot be changed";
    constexpr std::string_view own_parent = "a part of a partition leaves its parent's, and stays";
    static std::map<std::string_view, std::string_view> const excuses{
        {"access method.handler", written},
        {"access method.type", written},
        {"aggregate.deserial_function", written},
        {"aggregate.initial_value_is_empty", written},
        {"aggregate.moving_initial_value_is_empty", written},
        {"aggregate.moving_type", written},
        {"aggregate.serial_function", written},
        {"aggregate.transition_type", written},
        {"collation.provider", written},
        {"constraint.invalid", written},
        {"conversion.from", written},
        {"conversion.function", written},
        {"conversion.to", written},
        {"event trigger.owner", written},
        {"extension.version", written},
        {"function.library", written},
        {"index.invalid", written},
        {"operator.negator", written},
        {"procedure.library", written},
        {"range type.canonical", written},
        {"text search parser.end", written},
        {"text search parser.lexeme_types", written},
        {"text search parser.start", written},
        {"attribute.removed", order},
        {"column.removed", order},
        {"foreign table.columns", order},
        {"table.columns", order},
        {"constraint.inherited", own_parent},
        {"constraint.parent_index", own_parent},
        {"column.inherited", own_parent},
        {"index.parent", own_parent},
    };
    if (changed.starts_with("base type.")) {
        return "the functions of a base type need it, and it needs them";
    }
    auto const at = excuses.find(changed);
    return at == excuses.end() ? std::string_view{} : at->second;
}

/// Calls `proof` for each case that can be planned, in a database of its setup; `proof` returns
/// what is wrong, or nothing.
template <typename Proof>
void check_each(Proof const& proof) {
    for (auto const& file : drift_cases(shared_server().server_version())) {
        TestDatabase database;
        auto const major = set_up(database, file);
        auto const before = committed_schema(database);
        for (auto const& one : file.cases) {
            if (major < one.since || !excuse(one.changed).empty()) {
                continue;
            }
            std::string const wrong = proof(database, before, file, one);
            CHECK_MESSAGE(wrong.empty(),
                          fmt::format("{}:{}: {}: {}", one.file, one.line, one.changed, wrong));
        }
    }
}

schema::Schema schema_after(TestDatabase& database, DriftCase const& one) {
    pg::Transaction const transaction(database.connection());
    database.connection().execute(Sql::from_server(one.statements));
    return read_for_plan(database.connection());
}

}  // namespace

TEST_CASE("every change of one thing is planned, in both directions") {
    check_each([](TestDatabase& database, schema::Schema const& before, DriftFile const&,
                  DriftCase const& one) { return prove(database, before, one); });
}

namespace {

/// The script of the plan where that is another one online; else nothing.
bool is_other_online(schema::Schema const& from, schema::Schema const& to) {
    auto const text = [&](bool online) {
        return plan::to_script(plan::make_plan(from, to, {.diff = {}, .online = online}), "");
    };
    return text(true) != text(false);
}

/// Both states committed, each in a database of its own.
std::string prove_online(DriftFile const& file, DriftCase const& one) {
    TestDatabase setup;
    TestDatabase changed;
    set_up(setup, file);
    set_up(changed, file);
    changed.connection().execute(Sql::from_server(one.statements));
    auto const before = committed_schema(setup);
    auto const after = committed_schema(changed);
    if (auto wrong = prove_online_plan(setup.connection(), before, after); !wrong.empty()) {
        return wrong;
    }
    auto wrong = prove_online_plan(changed.connection(), after, before);
    return wrong.empty() ? wrong : "back: " + wrong;
}

}  // namespace

TEST_CASE("what is done otherwise online arrives at the same, in both directions") {
    std::size_t count = 0;
    check_each([&](TestDatabase& database, schema::Schema const& before, DriftFile const& file,
                   DriftCase const& one) {
        auto const after = schema_after(database, one);
        if (!is_other_online(before, after) && !is_other_online(after, before)) {
            return std::string();
        }
        ++count;
        return prove_online(file, one);
    });
    CHECK(count > 10);
}
