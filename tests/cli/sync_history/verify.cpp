// `sync verify`: tables held against a history that the relay wrote, while others write.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/history_site.hpp"
#include "support/json_schema.hpp"

namespace lockstep::tests {
namespace {

using nlohmann::json;

constexpr std::string_view shop = R"(
CREATE TABLE orders (id int PRIMARY KEY, total numeric, note text);
CREATE TABLE parts (a int, b text, n int, PRIMARY KEY (b, a));
)";

TEST_CASE("tables are as their history tells them") {
    HistorySite site(shop);
    site.change(
        "INSERT INTO orders SELECT g, g * 1.10, 'é' || g FROM generate_series(1, 500) g; "
        "INSERT INTO parts SELECT g, 'B' || g % 7, g FROM generate_series(1, 300) g");
    site.change(
        "UPDATE orders SET id = id + 1000 WHERE id % 5 = 0; DELETE FROM orders WHERE id % "
        "3 = 0; UPDATE parts SET n = NULL WHERE a < 9");
    site.change("TRUNCATE parts; INSERT INTO parts VALUES (1, 'x', 1)");
    site.relay();
    auto const outcome = site.sync({"verify", "--complete", "--format", "json"});
    CHECK_EQ(outcome.exit_code, 0);
    auto const document = json::parse(outcome.out);
    CHECK_EQ(schema_errors(published_schema("verify"), document), std::vector<std::string>{});
    CHECK_EQ(document["tables"].size(), 2);
    for (auto const& table : document["tables"]) {
        CHECK_EQ(table["differing"], 0);
        CHECK_EQ(table["table_checksum"], table["history_checksum"]);
    }
    CHECK_EQ(document["tables"][0]["compared"],
             std::stoi(site.value("SELECT count(*) FROM orders")));
}

TEST_CASE("what differs is named: missing, too much, changed") {
    HistorySite site(shop);
    site.change("INSERT INTO orders VALUES (1, 1.0, 'a'), (2, 2, 'b'), (3, 3, 'c')");
    site.relay();
    // What the history is not told of.
    site.run("ALTER PUBLICATION lockstep DROP TABLE orders");
    site.run(
        "UPDATE orders SET total = 1.00 WHERE id = 1; DELETE FROM orders WHERE id = 2; INSERT "
        "INTO orders VALUES (4, 4, 'd')");
    site.relay();
    auto const outcome = site.sync({"verify", "--table", "orders"});
    CHECK_EQ(outcome.exit_code, 1);
    CHECK_EQ(outcome.out,
             "orders: 3 rows compared, 2 differences\n"
             "  id=1 differs in total\n"
             "  id=2 is missing in the table\n"
             "  note: the history never speaks of 1 row, which may have been there before it "
             "began: not compared\n");
    CHECK(holds(site.sync({"verify", "--complete"}).out,
                "  id=4 is in the table, and by the history it should not be\n"));
}

TEST_CASE("rows older than the history are not compared, until they change") {
    CareSite site(std::string(shop) + "INSERT INTO orders VALUES (1, 1, 'a'), (2, 2, 'b')");
    CHECK_EQ(site.sync({"setup"}).exit_code, 0);
    site.run(
        "UPDATE orders SET note = 'x' WHERE id = 1; DELETE FROM orders WHERE id = 2; INSERT "
        "INTO orders VALUES (3, 3, 'c')");
    CHECK_EQ(site.sync({"serve", "--once"}).exit_code, 0);
    auto const outcome = site.sync({"verify"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(outcome.out.starts_with("orders: 2 rows compared, as its history tells it"),
                  outcome.out);
}

TEST_CASE("a column that came since is not compared where the history does not tell it") {
    HistorySite site(shop);
    site.change("INSERT INTO orders VALUES (1, 1, 'a')");
    site.run("ALTER TABLE orders ADD COLUMN fresh int DEFAULT 7");
    site.change("INSERT INTO orders VALUES (2, 2, 'b')");
    site.relay();
    auto const outcome = site.sync({"verify"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out, "of 1 row the history does not tell all columns"),
                  outcome.out);
}

TEST_CASE("a history that is behind cannot be compared") {
    HistorySite site(shop);
    site.change("INSERT INTO orders VALUES (1, 1, 'a')");
    auto const outcome = site.sync({"verify", "--table", "orders", "--wait", "1"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK(holds(outcome.err, "the history is behind the source"));
}

TEST_CASE("while others write and the relay follows, the moment is one and the same") {
    HistorySite site(shop);
    site.change("INSERT INTO orders SELECT g, 0, '' FROM generate_series(1, 50) g");
    std::atomic<bool> ends = false;
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 3; ++writer) {
        writers.emplace_back([&, writer] {
            pg::Connection connection(site.url());
            for (int i = 0; !ends; ++i) {
                auto const row = lockstep::number((i * 7 + writer * 13) % 50 + 1);
                connection.execute(
                    sql("BEGIN; UPDATE orders SET total = total + 1 WHERE id = {}; INSERT INTO "
                        "orders VALUES ({}, 0, ''); SELECT pg_sleep(0.003); COMMIT",
                        row, lockstep::number(1000 + i * 3 + writer)));
            }
        });
    }
    std::jthread const relay([&] {
        while (!ends) {
            site.relay();
        }
    });
    for (int i = 0; i < 5; ++i) {
        auto const outcome = site.sync({"verify", "--complete"});
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.out, outcome.err);
    }
    ends = true;
}

}  // namespace
}  // namespace lockstep::tests
