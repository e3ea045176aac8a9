// Online is online: others read and write while a plan runs, and hardly notice.
#include <atomic>
#include <chrono>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "apply/run.hpp"
#include "diff/change.hpp"
#include "pg/error.hpp"
#include "plan/plan.hpp"
#include "support/plan_proof.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto lock_timeout = 300ms;

/// A change of a table that is in use.
struct Change {
    char const* what;
    std::string_view before;
    std::string_view after;
    std::string_view rows;
    SqlPattern<0> reads;
    SqlPattern<0> writes;
    int since = 13;  // the first major version where it is online
};

constexpr std::string_view orders =
    "CREATE TABLE orders (id int NOT NULL, customer int, total int, note varchar(30));"
    "CREATE INDEX by_note ON orders (note);";
constexpr std::string_view order_rows =
    "INSERT INTO orders SELECT i, i % 100 + 1, i, 'note' FROM generate_series(1, 20000) i;";
constexpr SqlPattern<0> read_orders = "SELECT count(*) FROM orders WHERE total < 100";
constexpr SqlPattern<0> write_orders =
    "UPDATE orders SET note = left(note, 9) || 'x' WHERE id = 1 + (random() * 19999)::int; "
    "INSERT INTO orders SELECT max(id) + 1, 1, 1, 'new' FROM orders";

constexpr std::string_view parts =
    "CREATE TABLE parts (id int, region int NOT NULL, owner int NOT NULL) PARTITION BY LIST "
    "(region); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);"
    "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);"
    "CREATE TABLE owners (id int PRIMARY KEY);";
constexpr std::string_view part_rows =
    "INSERT INTO owners SELECT generate_series(1, 100);"
    "INSERT INTO parts SELECT i, i % 2 + 1, i % 100 + 1 FROM generate_series(1, 20000) i;";
constexpr SqlPattern<0> read_parts = "SELECT count(*) FROM parts WHERE id < 100";
constexpr SqlPattern<0> write_parts =
    "UPDATE parts SET owner = 7 WHERE id = 1 + (random() * 19999)::int; "
    "INSERT INTO parts SELECT 20000 + (random() * 1000000000)::int, 1, 1";

Change const changes[] = {
    {"columns, a key, a check and an index", orders,
     "CREATE TABLE orders (id int PRIMARY KEY, customer int, total int CHECK (total >= 0), note "
     "varchar(30), added int DEFAULT 7); CREATE INDEX by_note ON orders (note);"
     "CREATE INDEX by_customer ON orders (customer);",
     order_rows, read_orders, write_orders},
    {"a unique constraint and NOT NULL", orders,
     "CREATE TABLE orders (id int NOT NULL UNIQUE, customer int NOT NULL, total int NOT NULL, "
     "note varchar(30)); CREATE INDEX by_note ON orders (note);",
     order_rows, read_orders, write_orders},
    {"another definition of an index", orders,
     "CREATE TABLE orders (id int NOT NULL, customer int, total int, note varchar(30));"
     "CREATE INDEX by_note ON orders (note, total) WHERE total > 5;",
     order_rows, read_orders, write_orders},
    {"types that need no rewrite", orders,
     "CREATE TABLE orders (id int NOT NULL, customer int, total int, note text);"
     "CREATE INDEX by_note ON orders (note);",
     order_rows, read_orders, write_orders},
    {"a foreign key of a partitioned table", parts,
     "CREATE TABLE owners (id int PRIMARY KEY);"
     "CREATE TABLE parts (id int, region int NOT NULL, owner int NOT NULL REFERENCES owners) "
     "PARTITION BY LIST (region); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);"
     "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);",
     part_rows, read_parts, write_parts},
    {"an index and a key of a partitioned table", parts,
     "CREATE TABLE owners (id int PRIMARY KEY);"
     "CREATE TABLE parts (id int, region int NOT NULL, owner int NOT NULL, PRIMARY KEY (id, "
     "region)) PARTITION BY LIST (region);"
     "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);"
     "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);"
     "CREATE INDEX by_owner ON parts (owner);",
     part_rows, read_parts, write_parts},
    {"a partition that leaves", parts,
     "CREATE TABLE owners (id int PRIMARY KEY);"
     "CREATE TABLE parts (id int, region int NOT NULL, owner int NOT NULL) PARTITION BY LIST "
     "(region); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);"
     "CREATE TABLE parts_2 (id int, region int NOT NULL, owner int NOT NULL);",
     part_rows, "SELECT count(*) FROM parts WHERE region = 1 AND id < 100",
     "UPDATE parts SET owner = 7 WHERE region = 1 AND id = 1 + (random() * 19999)::int", 14},
};

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

schema::Schema schema_of(pg::Connection& connection) {
    pg::Transaction const transaction(connection);
    return read_for_plan(connection);
}

schema::Schema schema_of(std::string_view statements) {
    TestDatabase database(statements);
    return schema_of(database.connection());
}

apply::RunOptions const patience{
    .lock_timeout = lock_timeout, .retries = 100, .first_pause = 50ms, .longest_pause = 1s};

/// As `lockstep apply` does; returns how often a step had to be tried again.
std::size_t run_to_the_end(std::string const& url, plan::Plan const& plan) {
    std::size_t retries = 0;
    apply::Run run(url, plan, patience);
    auto const result = run.run({.retries = [&](std::size_t, std::string const&,
                                                std::chrono::milliseconds) { ++retries; }});
    CHECK_MESSAGE(!result.stop, result.stop->statement << ": " << result.stop->said.message);
    return retries;
}

void check_users(User& reader, User& writer) {
    for (auto* const user : {&reader, &writer}) {
        user->stop();
        CHECK(user->error() == "");
        CHECK(user->count() > 10);
        // What they wait for at most, and some time for a machine that has other work, too.
        CHECK(user->longest() < lock_timeout + 1000ms);
    }
}

/// Returns how often a step had to be tried again.
std::size_t change_while_in_use(Change const& change) {
    TestDatabase database(std::string(change.before) + std::string(change.rows));
    auto const to = schema_of(change.after);
    auto const from = schema_of(database.connection());
    auto const plan = plan::make_plan(from, to, {.diff = {}, .online = true});
    std::size_t retries = 0;
    {
        User reader(database.url(), sql(change.reads));
        User writer(database.url(), sql(change.writes));
        pg::Connection in_the_way(database.url());
        in_the_way.execute(sql("BEGIN"));
        in_the_way.execute(sql(change.reads));
        std::thread ends([&] {
            std::this_thread::sleep_for(1200ms);
            in_the_way.execute(sql("COMMIT"));
        });
        retries = run_to_the_end(database.url(), plan);
        ends.join();
        check_users(reader, writer);
    }
    CHECK(diff::diff(schema_of(database.connection()), to).list.empty());
    return retries;
}

}  // namespace

TEST_CASE(
    "readers and writers go on while a plan runs, and a long transaction holds up the plan "
    "alone") {
    constexpr int per_major = 10'000;
    std::size_t retries = 0;
    for (auto const& change : changes) {
        if (shared_server().server_version() / per_major >= change.since) {
            CAPTURE(change.what);
            retries += change_while_in_use(change);
        }
    }
    // Not of those that begin with what waits for others patiently.
    CHECK(retries > 3);
}

TEST_CASE("what a concurrent build leaves that failed is taken away, and it is built again") {
    TestDatabase database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
    auto const to = schema_of("CREATE TABLE t (a int UNIQUE)");
    auto const plan =
        plan::make_plan(schema_of(database.connection()), to, {.diff = {}, .online = true});
    auto const failed = apply::Run(database.url(), plan, patience).run({});
    REQUIRE(failed.stop);
    CHECK(failed.stop->why == apply::Stop::Why::refused);
    CHECK(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'public.t'::regclass") ==
          "0");
    database.run("DELETE FROM public.t WHERE ctid = '(0,1)'");
    run_to_the_end(database.url(), plan);
    CHECK(diff::diff(schema_of(database.connection()), to).list.empty());
}
