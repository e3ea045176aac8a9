// `sync restore --format json`: what a program is told.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/history_site.hpp"
#include "support/json_schema.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view table = "CREATE TABLE t (id int PRIMARY KEY, note text)";

nlohmann::json document_of(Outcome const& outcome) {
    auto document = nlohmann::json::parse(outcome.out);
    CHECK_EQ(schema_errors(published_schema("restore"), document), std::vector<std::string>{});
    return document;
}

TEST_CASE("the plan is a document, and so is what came of it, with the transaction that did it") {
    HistorySite site(table);
    site.change("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    auto const position = site.position();
    site.change("UPDATE t SET note = 'x' WHERE id = 1; DELETE FROM t WHERE id = 2");
    site.relay();
    std::vector<std::string> const arguments{"restore", "--table",  "t",   "--to",
                                             position,  "--format", "json"};
    auto const with = [&](std::string const& flag) {
        auto all = arguments;
        all.push_back(flag);
        return site.sync(all);
    };
    auto const plan = document_of(with("--dry-run"));
    CHECK_EQ(plan["applied"], false);
    CHECK_EQ(plan["statements"], nlohmann::json({"INSERT INTO public.t (id, note) VALUES (2, 'b');",
                                                 "UPDATE public.t SET note = 'a' WHERE id = 1;"}));
    CHECK_EQ(plan["all_statements"], true);
    auto const done = document_of(with("--yes"));
    CHECK_EQ(done["applied"], true);
    CHECK_EQ(done["changes"], 2);
    CHECK_EQ(done["left_over"], 0);
    CHECK_EQ(done["tables"][0]["inserted"], 1);
    CHECK_EQ(site.rows("t"), "(1,a) (2,b)");

    // It is known by its number in the history, and can be undone by it.
    auto const number = fmt::format("{}", done["transaction"].get<std::int64_t>());
    CHECK_EQ(site.restore({"--undo", number}), "");
    CHECK_EQ(site.rows("t"), "(1,x)");
}

TEST_CASE("rows that others changed since are in the document, and it was not applied") {
    HistorySite site(table);
    site.change("INSERT INTO t VALUES (1, 'a')");
    auto const xid = site.change("UPDATE t SET note = 'b'", "app-1");
    site.change("UPDATE t SET note = 'c'", "app-2");
    site.relay();
    auto const outcome = site.sync({"restore", "--undo", xid, "--yes", "--format", "json"});
    CHECK_EQ(outcome.exit_code, 6);
    auto const document = document_of(outcome);
    CHECK_EQ(document["applied"], false);
    CHECK_EQ(document["tables"][0]["conflicts"]["count"], 1);
    CHECK_EQ(site.rows("t"), "(1,c)");
}

TEST_CASE("a program is asked nothing: it says --yes or --dry-run") {
    HistorySite const site(table);
    auto const outcome = site.sync({"restore", "--table", "t", "--to", "0", "--format", "json"});
    CHECK_EQ(outcome.exit_code, 2);
    CHECK(holds(outcome.err, "--format json asks nothing"));
    CHECK(outcome.out.empty());
}

}  // namespace
}  // namespace lockstep::tests
