// Online is online: others read and write while a plan runs, and hardly notice.
#include <atomic>
#include <chrono>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "diff/change.hpp"
#include "pg/error.hpp"
#include "plan/plan.hpp"
#include "plan/resume.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto lock_timeout = 300ms;
constexpr std::string_view lock_not_available = "55P03";

constexpr std::string_view before =
    "CREATE TABLE customers (id int PRIMARY KEY);"
    "CREATE TABLE orders (id int NOT NULL, customer int, total int, note text);"
    "CREATE INDEX by_note ON orders (note); CREATE INDEX by_total ON orders (total);";
constexpr std::string_view after =
    "CREATE TABLE customers (id int PRIMARY KEY);"
    "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customers, "
    "total int CHECK (total >= 0), note text, added int);"
    "CREATE INDEX by_note ON orders (note, total); CREATE INDEX by_customer ON orders (customer);";
constexpr std::string_view rows =
    "INSERT INTO customers SELECT generate_series(1, 100);"
    "INSERT INTO orders SELECT i, i % 100 + 1, i, 'note' FROM generate_series(1, 20000) i;";

/// A user who does one thing again and again, and notes how long it took at most.
class User {
public:
    User(std::string const& url, Sql statement)
        : thread_([this, url, statement = std::move(statement)] { work(url, statement); }) {}
    ~User() { stop(); }
    User(User const&) = delete;
    User& operator=(User const&) = delete;

    void stop() {
        stopped_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    std::chrono::milliseconds longest() const { return std::chrono::milliseconds(longest_); }
    std::size_t count() const { return count_; }
    std::string const& error() const { return error_; }

private:
    void work(std::string const& url, Sql const& statement) {
        try {
            pg::Connection connection(url);
            while (!stopped_) {
                auto const start = Clock::now();
                connection.execute(statement);
                auto const took = Clock::now() - start;
                longest_ =
                    std::max(longest_.load(),
                             std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
                ++count_;
            }
        } catch (std::exception const& error) {
            error_ = error.what();
        }
    }

    std::atomic<bool> stopped_ = false;
    std::atomic<std::chrono::milliseconds::rep> longest_ = 0;
    std::atomic<std::size_t> count_ = 0;
    std::string error_;
    std::thread thread_;
};

bool is_true(pg::Connection& connection, Sql const& query) {
    return connection.query(query).cell(0, 0) == "t";
}

void run(pg::Connection& connection, plan::Step const& step) {
    std::optional<pg::Transaction> transaction;
    if (step.in_transaction) {
        transaction.emplace(connection);
    }
    for (auto const& statement : step.statements) {
        auto const resumed = plan::resumption(statement.text);
        if (resumed && is_true(connection, resumed->leftover)) {
            connection.execute(resumed->cleanup);
        }
        connection.execute(statement.text);
    }
    if (transaction) {
        transaction->commit();
    }
}

/// Runs a plan as `lockstep apply` does; returns how often a step had to be tried again.
std::size_t run_patiently(pg::Connection& connection, plan::Plan const& plan) {
    connection.execute(Sql::from_server(
        fmt::format("SET search_path = ''; SET lock_timeout = {}", lock_timeout.count())));
    std::size_t retries = 0;
    for (auto const& step : plan.steps) {
        for (bool done = false; !done;) {
            try {
                run(connection, step);
                done = true;
            } catch (pg::Error const& error) {
                if (error.sqlstate() != lock_not_available || ++retries > 100) {
                    throw;
                }
                std::this_thread::sleep_for(50ms);
            }
        }
    }
    return retries;
}

schema::Schema schema_of(pg::Connection& connection) {
    pg::Transaction const transaction(connection);
    return read_for_plan(connection);
}

schema::Schema wanted() {
    TestDatabase database(after);
    return schema_of(database.connection());
}

}  // namespace

TEST_CASE(
    "readers and writers go on while a plan runs, and a long transaction holds up the plan "
    "alone") {
    TestDatabase database(std::string(before) + std::string(rows));
    auto const to = wanted();
    auto const from = schema_of(database.connection());
    auto const plan = plan::make_plan(from, to, {.diff = {}, .online = true});
    REQUIRE(plan.steps.size() > 5);
    std::size_t retries = 0;
    {
        User reader(database.url(), sql("SELECT count(*) FROM orders WHERE total < 100"));
        User writer(database.url(), sql("UPDATE orders SET note = note || 'x' WHERE id = 1 + "
                                        "(random() * 19999)::int; INSERT INTO orders SELECT "
                                        "max(id) + 1, 1, 1, 'new' FROM orders"));
        pg::Connection in_the_way(database.url());
        in_the_way.execute(sql("BEGIN; SELECT FROM orders LIMIT 1"));
        std::thread ends([&] {
            std::this_thread::sleep_for(1200ms);
            in_the_way.execute(sql("COMMIT"));
        });
        retries = run_patiently(database.connection(), plan);
        ends.join();
        reader.stop();
        writer.stop();
        CHECK(reader.error().empty());
        CHECK(writer.error().empty());
        CHECK(reader.count() > 10);
        CHECK(writer.count() > 10);
        // What they wait for at most, and some time for a machine that has other work, too.
        CHECK(reader.longest() < lock_timeout + 1000ms);
        CHECK(writer.longest() < lock_timeout + 1000ms);
    }
    CHECK(retries > 0);
    CHECK(diff::diff(schema_of(database.connection()), to).list.empty());
}

TEST_CASE("what a concurrent build leaves that failed is taken away, and it is built again") {
    TestDatabase database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
    TestDatabase other("CREATE TABLE t (a int UNIQUE)");
    auto const to = schema_of(other.connection());
    auto const plan =
        plan::make_plan(schema_of(database.connection()), to, {.diff = {}, .online = true});
    CHECK_THROWS_AS(run_patiently(database.connection(), plan), pg::Error);
    CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indrelid = 'public.t'::regclass") ==
          "f");
    database.run("DELETE FROM public.t WHERE ctid = '(0,1)'");
    run_patiently(database.connection(), plan);
    CHECK(diff::diff(schema_of(database.connection()), to).list.empty());
}
