// The cases of tests/cases/plan: each file holds SQL for `-- from` and for `-- to` (and, before
// them, for both). Plans go both ways; pg_dump is the second judge.
#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "support/dump.hpp"
#include "support/kitchen_sink.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

struct Sides {
    std::string from;
    std::string to;
};

Sides parse(std::string const& text) {
    constexpr std::string_view from_mark = "-- from\n";
    constexpr std::string_view to_mark = "-- to\n";
    auto const from = text.find(from_mark);
    auto const to = text.find(to_mark);
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    auto const both = text.substr(0, from);
    return {both + text.substr(from + from_mark.size(), to - from - from_mark.size()),
            both + text.substr(to + to_mark.size())};
}

struct Side {
    TestDatabase database;
    schema::Schema schema;

    Side(std::string const& name, std::string const& statements) {
        run_script(database.connection(), name, statements);
        pg::Transaction const transaction(database.connection());
        schema = read_for_plan(database.connection());
    }
};

enum class Variant { in_one_transaction, online };

std::string prove(std::string const& name, std::string const& from, std::string const& to,
                  Variant variant) {
    Side start(name, from);
    Side const end(name, to);
    if (variant == Variant::online) {
        if (auto wrong = prove_online_plan(start.database.connection(), start.schema, end.schema);
            !wrong.empty()) {
            return wrong;
        }
    } else {
        pg::Transaction transaction(start.database.connection());
        if (auto wrong = prove_plan(start.database.connection(), start.schema, end.schema);
            !wrong.empty()) {
            return wrong;
        }
        transaction.commit();
    }
    auto const version = start.database.connection().server_version();
    auto const got = dump_of(start.database.url(), version);
    auto const wanted = dump_of(end.database.url(), version);
    return got && wanted ? difference_of_dumps(*got, *wanted) : "";
}

}  // namespace

// LOCKSTEP_CASE picks those that have it in their names.
void prove_all(Variant variant) {
    auto const* const only = std::getenv("LOCKSTEP_CASE");
    for (auto const& [name, text] :
         files_for_server("tests/cases/plan", shared_server().server_version())) {
        if (only != nullptr && name.find(only) == std::string::npos) {
            continue;
        }
        auto const [from, to] = parse(text);
        auto const there = prove(name, from, to, variant);
        CHECK_MESSAGE(there.empty(), fmt::format("{}: {}", name, there));
        auto const back = prove(name, to, from, variant);
        CHECK_MESSAGE(back.empty(), fmt::format("{}, back: {}", name, back));
    }
}

TEST_CASE("every case is planned, in both directions") {
    prove_all(Variant::in_one_transaction);
}

TEST_CASE("every case is planned online, in both directions") {
    prove_all(Variant::online);
}
