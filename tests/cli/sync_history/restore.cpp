// What `sync restore` brings back, from a history that the relay wrote.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include "support/history_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view shop = R"(
CREATE TABLE customers (id int PRIMARY KEY, name text UNIQUE);
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers, total numeric(10,2),
                     note text);
)";

constexpr std::string_view some_orders = R"(
INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob');
INSERT INTO orders VALUES (1, 1, 9.90, 'x'), (2, 1, 5, NULL), (3, 2, 7, 'z');
)";

TEST_CASE(
    "a table is brought back to a position: what came goes, what went comes, what changed is "
    "as it was") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const before = site.rows("orders");
    auto const position = site.position();
    site.change(
        "UPDATE orders SET total = 10, note = NULL WHERE id = 1; DELETE FROM orders WHERE "
        "id = 2; INSERT INTO orders VALUES (4, 2, 1, 'new')");
    CHECK_EQ(site.restore({"--table", "orders", "--to", position}), "");
    CHECK_EQ(site.rows("orders"), before);

    // The second time there is nothing to do; and what was restored can be undone.
    auto const restored = site.position();
    CHECK_EQ(site.restore({"--table", "orders", "--to", position}), "");
    CHECK_EQ(site.position(), restored);
    auto const xid = site.value(
        "SELECT transaction_id FROM lockstep.change_history WHERE "
        "client_id = 'lockstep restore' LIMIT 1");
    CHECK_EQ(site.restore({"--undo", xid}), "");
    CHECK_EQ(site.rows("orders"), "(1,1,10.00,) (3,2,7.00,z) (4,2,1.00,new)");
}

TEST_CASE("the plan is shown as SQL, with counts; --dry-run changes nothing") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const position = site.position();
    site.change(
        "UPDATE orders SET total = 10 WHERE id = 1; DELETE FROM orders WHERE id = 2; "
        "INSERT INTO orders VALUES (4, 2, 1, 'new')");
    site.relay();
    auto const outcome =
        site.sync({"restore", "--table", "public.orders", "--to", position, "--dry-run"});
    CHECK_EQ(outcome.out,
             "orders: 1 row inserted, 1 row updated, 1 row deleted\n"
             "  INSERT INTO public.orders (id, customer, total, note) VALUES (2, 1, 5.00, NULL);\n"
             "  UPDATE public.orders SET total = 9.90 WHERE id = 1;\n"
             "  DELETE FROM public.orders WHERE id = 4;\n");
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_EQ(site.value("SELECT count(*) FROM orders WHERE id = 2"), "0");

    // The script does the same.
    auto const script = site.sync(
        {"restore", "--table", "orders", "--to", position, "--dry-run", "--format", "sql"});
    site.run(script.out);
    CHECK_EQ(site.rows("orders"), "(1,1,9.90,x) (2,1,5.00,) (3,2,7.00,z)");
}

TEST_CASE("nobody to ask: nothing is restored without --yes") {
    HistorySite site(shop);
    site.change(some_orders);
    site.relay();
    auto const outcome = site.sync({"restore", "--table", "orders", "--to", "0"});
    CHECK_EQ(outcome.exit_code, 2);
    CHECK(holds(outcome.err, "there is no terminal to ask on"));
    CHECK_EQ(site.value("SELECT count(*) FROM orders"), "3");
}

TEST_CASE("one row is brought back by its key, and to a moment") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const moment = site.value(
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', "
        "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    site.change("UPDATE orders SET note = 'later'");
    CHECK_EQ(site.restore({"--table", "orders", "--key", "01", "--to", moment}), "");
    CHECK_EQ(site.rows("orders"), "(1,1,9.90,x) (2,1,5.00,later) (3,2,7.00,later)");
    CHECK_EQ(site.restore({"--table", "orders", "--key", "id=3", "--to", moment}), "");
    CHECK_EQ(site.rows("orders"), "(1,1,9.90,x) (2,1,5.00,later) (3,2,7.00,z)");
}

TEST_CASE("a transaction is undone over tables that refer to each other") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const customers = site.rows("customers");
    auto const orders = site.rows("orders");
    auto const gone = site.change(
        "DELETE FROM orders WHERE customer = 2; DELETE FROM customers "
        "WHERE id = 2; INSERT INTO customers VALUES (3, 'Cid'); INSERT "
        "INTO orders VALUES (9, 3, 1, NULL); UPDATE orders SET customer "
        "= 3 WHERE id = 1");
    CHECK_EQ(site.restore({"--undo", gone}), "");
    CHECK_EQ(site.rows("customers"), customers);
    CHECK_EQ(site.rows("orders"), orders);
    auto const again = site.position();
    CHECK_EQ(site.restore({"--undo", gone}), "");
    CHECK_EQ(site.position(), again);
}

TEST_CASE("keys that changed, and a unique value that another row has now") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const customers = site.rows("customers");
    auto xid = site.change(
        "UPDATE orders SET customer = NULL WHERE customer = 2; UPDATE customers "
        "SET id = 7 WHERE id = 2");
    CHECK_EQ(site.restore({"--undo", xid}), "");
    CHECK_EQ(site.rows("customers"), customers);
    CHECK_EQ(site.value("SELECT customer FROM orders WHERE id = 3"), "2");

    // Another row has the unique value now: what is to go goes first.
    site.run("DELETE FROM orders");
    auto const before = site.position();
    site.change("DELETE FROM customers WHERE id = 2; INSERT INTO customers VALUES (9, 'Bob')");
    CHECK_EQ(site.restore({"--table", "customers", "--to", before}), "");
    CHECK_EQ(site.rows("customers"), customers);
}

TEST_CASE("a TRUNCATE is undone") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const customers = site.rows("customers");
    auto const orders = site.rows("orders");
    site.change(
        "UPDATE orders SET note = 'y' WHERE id = 1; UPDATE orders SET note = 'x' WHERE id "
        "= 1; DELETE FROM orders WHERE id = 3; INSERT INTO orders VALUES (3, 2, 7, 'z')");
    auto const xid = site.change("TRUNCATE customers CASCADE");
    site.change("INSERT INTO customers VALUES (5, 'Eve')");
    CHECK_EQ(site.restore({"--undo", xid}), "");
    CHECK_EQ(site.rows("orders"), orders);
    CHECK_EQ(site.rows("customers"), customers + " (5,Eve)");
    site.relay();
    auto const outcome = site.sync({"restore", "--undo", xid, "--dry-run"});
    CHECK_MESSAGE(holds(outcome.out, "it cannot tell them"), outcome.out);
}

TEST_CASE("a TRUNCATE that restarted a sequence: the next row takes a new number") {
    HistorySite site(
        "CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text)");
    site.change("INSERT INTO items (a) VALUES ('a'), ('b')");
    auto const xid = site.change("TRUNCATE items RESTART IDENTITY");
    CHECK_EQ(site.restore({"--undo", xid}), "");
    site.run("INSERT INTO items (a) VALUES ('c')");
    CHECK_EQ(site.rows("items"), "(1,a) (2,b) (3,c)");
}

TEST_CASE("a history in another database, on another connection") {
    CareSite elsewhere;
    HistorySite site(shop, fmt::format(R"("history": {{"url": "{}"}})", elsewhere.url()));
    site.change(some_orders);
    site.relay();
    CHECK_EQ(site.value("SELECT to_regclass('lockstep.change_history')"), "(null)");
    auto const before = site.rows("orders");
    auto const position = elsewhere.value("SELECT max(position) FROM lockstep.change_history");
    site.change("DELETE FROM orders; UPDATE customers SET name = 'x' || name");
    CHECK_EQ(site.restore({"--table", "orders", "--table", "customers", "--to", position}), "");
    CHECK_EQ(site.rows("orders"), before);
    CHECK_EQ(site.rows("customers"), "(1,Ann) (2,Bob)");
    site.relay();
    auto const verified = site.sync({"verify", "--complete"});
    CHECK_MESSAGE(verified.exit_code == 0, verified.out, verified.err);
    CHECK_EQ(site.sync({"prune", "--before", "1d"}).exit_code, 0);
}

TEST_CASE("gaps of the history are told") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY)");
    site.change("INSERT INTO items VALUES (1)");
    site.relay();
    site.run(
        fmt::format("INSERT INTO lockstep.relay_epoch (slot, epoch, position, lsn, reason) "
                    "VALUES ('{}', 2, 2, '0/1', 'the slot was dropped')",
                    site.name()));
    std::string const gap = "note: after position 2 the history has a gap: the slot was dropped\n";
    auto const restored = site.sync({"restore", "--table", "items", "--to", "0", "--dry-run"});
    CHECK_MESSAGE(holds(restored.out, gap), restored.out);
    CHECK(holds(site.sync({"verify"}).out, gap));
}

TEST_CASE("a client's last changes are undone, and only its own") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, name text)");
    site.change("INSERT INTO items SELECT g, 'old' FROM generate_series(1, 20) g");
    auto const before = site.rows("items");
    site.change("UPDATE items SET name = 'first' WHERE id = 1", "app-7");
    for (int i = 0; i < 5; ++i) {
        site.change(fmt::format("UPDATE items SET name = 'mine' WHERE id = {}", 2 + i), "app-7");
        site.change(fmt::format("UPDATE items SET name = 'other' WHERE id = {}", 12 + i), "app-8");
        site.change(fmt::format("DELETE FROM items WHERE id = {}", 7 + i), "app-7");
    }
    CHECK_EQ(site.restore({"--client", "app-7", "--last", "10"}), "");
    CHECK_EQ(site.value("SELECT string_agg(id || name, ' ' ORDER BY id) FROM items WHERE name <> "
                        "'old'"),
             "1first 12other 13other 14other 15other 16other");
    CHECK_EQ(site.value("SELECT count(*) FROM items"), "20");
    CHECK_EQ(site.restore({"--client", "app-7", "--to", "0"}), "");
    CHECK_EQ(site.restore({"--client", "app-8", "--to", "0"}), "");
    CHECK_EQ(site.rows("items"), before);
}

TEST_CASE("what others changed later is refused, with the row named; --force takes it") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, name text)");
    site.change("INSERT INTO items VALUES (1, 'a'), (2, 'b')");
    auto const xid = site.change("UPDATE items SET name = 'x'", "app-7");
    site.change("UPDATE items SET name = 'y' WHERE id = 2", "app-8");
    auto const position = site.position();
    auto const refused = site.restore({"--undo", xid});
    CHECK_MESSAGE(refused.starts_with("exit 6\n"), refused);
    CHECK_MESSAGE(holds(refused, "items id=2: it was changed later, at position " + position +
                                     " (transaction "),
                  refused);
    CHECK(holds(refused, ", client app-8)"));
    CHECK_EQ(site.rows("items"), "(1,x) (2,y)");
    CHECK_EQ(site.restore({"--undo", xid, "--force"}), "");
    CHECK_EQ(site.rows("items"), "(1,a) (2,b)");
}

TEST_CASE("a row that is not as the history tells it last is refused, too") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, name text)");
    site.change("INSERT INTO items VALUES (1, 'a')");
    auto const xid = site.change("UPDATE items SET name = 'b'");
    site.relay();
    site.run("UPDATE items SET name = 'c'");
    auto const outcome = site.sync({"restore", "--undo", xid, "--yes", "--wait", "0"});
    CHECK_EQ(outcome.exit_code, 6);
    CHECK_MESSAGE(holds(outcome.err, "items id=1: it is not as the history tells it last"),
                  outcome.err);
}

TEST_CASE("a history that is behind is waited for, and then refused") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, name text)");
    site.change("INSERT INTO items VALUES (1, 'a')");
    site.relay();
    site.run("UPDATE items SET name = 'b'");
    auto const outcome =
        site.sync({"restore", "--table", "items", "--to", "2", "--yes", "--wait", "1"});
    CHECK_EQ(outcome.exit_code, 5);
    CHECK_MESSAGE(holds(outcome.err, "the history is behind the source"), outcome.err);
}

TEST_CASE("rows that were there before the history began are named, and stay") {
    CareSite bare(
        "CREATE TABLE items (id int PRIMARY KEY, name text); INSERT INTO items VALUES "
        "(1, 'a'), (2, 'b')");
    CHECK_EQ(bare.sync({"setup"}).exit_code, 0);
    bare.run("UPDATE items SET name = 'x' WHERE id = 1; INSERT INTO items VALUES (3, 'c')");
    CHECK_EQ(bare.sync({"serve", "--once"}).exit_code, 0);
    auto const outcome = bare.sync({"restore", "--table", "items", "--to", "0", "--yes"});
    CHECK_EQ(outcome.exit_code, 0);
    CHECK_MESSAGE(holds(outcome.out,
                        "of these rows the history does not tell what they were; they "
                        "stay as they are:\n    id=1\n"),
                  outcome.out);
    CHECK_EQ(bare.value("SELECT string_agg(id || name, ' ' ORDER BY id) FROM items"), "1x 2b");
}

TEST_CASE("wrong usage is refused, and what the history does not know is not found") {
    HistorySite site(shop);
    site.change(some_orders);
    auto const end = "the history ends at position " + site.position();
    struct Wrong {
        std::vector<std::string> arguments;
        int code;
        std::string_view says;
    };
    for (auto const& wrong : std::vector<Wrong>{
             {{}, 2, "what is to be restored is not said"},
             {{"--to", "1"}, 2, "--to requires --table or --client"},
             {{"--last", "1"}, 2, "--last requires --client"},
             {{"--undo", "1", "--client", "x"}, 2, "--undo takes a whole transaction"},
             {{"--table", "orders", "--to", "soon"}, 2, "--to soon: that is no position"},
             {{"--table", "orders", "--to", "999"}, 4, end},
             {{"--table", "nothing", "--to", "1"}, 4, "there is no table nothing in"},
             {{"--undo", "4294967295"}, 4, "the history knows no transaction 4294967295"},
             {{"--client", "x", "--last", "3"}, 4, "the history knows no change of client x"},
             {{"--table", "orders", "--key", "a=1", "--to", "1"}, 2, "the key of orders is (id)"},
         }) {
        auto all = wrong.arguments;
        all.insert(all.begin(), {"restore", "--yes"});
        auto const outcome = site.sync(all);
        CAPTURE(wrong.says);
        CHECK_EQ(outcome.exit_code, wrong.code);
        CHECK_MESSAGE(holds(outcome.err, wrong.says), outcome.err);
    }
}

}  // namespace
}  // namespace lockstep::tests
