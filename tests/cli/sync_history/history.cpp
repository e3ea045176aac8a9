// `sync history`: what it shows, of a history that the relay wrote.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/history_site.hpp"
#include "support/json_schema.hpp"

namespace lockstep::tests {
namespace {

using nlohmann::json;

constexpr std::string_view shop = R"(
CREATE SCHEMA auth;
CREATE TABLE orders (id int PRIMARY KEY, total numeric);
CREATE TABLE lines (a int, b text, n int, PRIMARY KEY (a, b));
CREATE TABLE auth.users (id int PRIMARY KEY);
)";

struct Story {
    HistorySite site{shop};
    std::string xid;
    int before = 0;  // the position before the first change of the story

    Story() {
        // The first change of a table is told with how the table looks.
        site.change(
            "INSERT INTO orders VALUES (0, 0); INSERT INTO lines VALUES (0, '', 0); INSERT "
            "INTO auth.users VALUES (0)");
        before = std::stoi(site.position());
        site.change("INSERT INTO orders VALUES (1, 9.90), (42, 1)", "app-7");
        xid = site.change(
            "UPDATE orders SET total = 2 WHERE id = 42; INSERT INTO lines VALUES (1, "
            "'x', 0)");
        site.change("INSERT INTO auth.users VALUES (1)", "app-8");
        site.change("DELETE FROM orders WHERE id = 42");
        site.change("TRUNCATE orders");
        site.relay();
    }

    std::string at(int place) const { return std::to_string(before + place); }
    /// The positions that are shown, counted from the first change of the story.
    std::string shown(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "history");
        arguments.insert(arguments.end(), {"--format", "json"});
        auto const outcome = site.sync(arguments);
        if (outcome.exit_code != 0) {
            return outcome.err;
        }
        auto const document = json::parse(outcome.out);
        CHECK_EQ(schema_errors(published_schema("history"), document), std::vector<std::string>{});
        std::string positions;
        for (auto const& entry : document["entries"]) {
            if (auto const place = entry["position"].get<int>() - before; place > 0) {
                positions += (positions.empty() ? "" : " ") + std::to_string(place);
            }
        }
        return positions;
    }
};

Story const& story() {
    static Story const shared;
    return shared;
}

TEST_CASE("each filter leaves what it says") {
    auto const& it = story();
    CHECK_EQ(it.shown({}), "1 2 3 4 5 6 7");
    CHECK_EQ(it.shown({"--table", "orders"}), "1 2 3 6 7");
    CHECK_EQ(it.shown({"--table", "public.orders", "--operation", "DELETE"}), "6");
    CHECK_EQ(it.shown({"--table", "auth.*", "--table", "line?"}), "4 5");
    CHECK_EQ(it.shown({"--table", "orders", "--key", "42"}), "2 3 6 7");
    CHECK_EQ(it.shown({"--table", "lines", "--key", "1,x"}), "4");
    CHECK_EQ(it.shown({"--key", "a=1,b=x"}), "4 7");
    CHECK_EQ(it.shown({"--client", "app-7", "--client", "app-8"}), "1 2 5");
    CHECK_EQ(it.shown({"--transaction", it.xid}), "3 4");
    CHECK_EQ(it.shown({"--operation", "DELETE", "--operation", "TRUNCATE"}), "6 7");
    CHECK_EQ(it.shown({"--from-position", it.at(3), "--to-position", it.at(5)}), "3 4 5");
    CHECK_EQ(it.shown({"--since", "1h", "--until", "0s"}), "1 2 3 4 5 6 7");
    CHECK_EQ(it.shown({"--until", "1h"}), "");
    CHECK_EQ(it.shown({"--since", "2020-01-01", "--until", "2020-01-02"}), "");
    CHECK_EQ(it.shown({"--limit", "2"}), "6 7");
    CHECK_EQ(it.shown({"--limit", "2", "--table", "orders", "--operation", "INSERT"}), "1 2");
}

TEST_CASE("what is wrong is refused") {
    auto const& it = story();
    CHECK(holds(it.shown({"--since", "soon"}), "--since soon: that is no time"));
    CHECK(holds(it.shown({"--key", "42"}), "--key without its column needs one --table"));
    CHECK(holds(it.shown({"--table", "nothing", "--key", "42"}), "there is no table nothing"));
    CHECK(holds(it.shown({"--operation", "INSRT"}), "INSERT"));
    CHECK(holds(it.shown({"--poll", "100"}), "--poll requires --follow"));
}

TEST_CASE("people see a table, programs CSV") {
    auto const& it = story();
    auto const text = it.site.sync({"history", "--table", "orders", "--limit", "3"});
    CHECK_EQ(text.exit_code, 0);
    std::istringstream lines(text.out);
    std::string line;
    std::getline(lines, line);
    CHECK_MESSAGE(line.starts_with("POSITION  TIME (UTC)"), line);
    std::getline(lines, line);
    CHECK_MESSAGE(line.ends_with("id=42 total=2"), line);
    auto const csv = it.site.sync({"history", "--from-position", it.at(6), "--format", "csv"});
    CHECK_MESSAGE(csv.out.starts_with("position,lsn,table_name,operation,data,"), csv.out);
    CHECK_MESSAGE(holds(csv.out, R"(,orders,DELETE,,"{""id"": 42}",)"), csv.out);
}

TEST_CASE("a person is shown the last hundred, and told that there are more") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY)");
    site.change("INSERT INTO items SELECT generate_series(1, 150)");
    site.relay();
    auto const outcome = site.sync({"history"});
    CHECK_EQ(std::ranges::count(outcome.out, '\n'), 101);
    CHECK(holds(outcome.err, "these are the last 100; all of them: --limit 0"));
    CHECK_EQ(std::ranges::count(site.sync({"history", "--limit", "0"}).out, '\n'), 152);
}

TEST_CASE("a table that goes on keeps its columns") {
    HistorySite site(
        "CREATE TABLE items (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY)");
    site.change("INSERT INTO items SELECT generate_series(1, 1000)");
    site.change("INSERT INTO t VALUES (1)");
    site.relay();
    std::istringstream lines(site.sync({"history", "--limit", "0"}).out);
    std::string header;
    std::getline(lines, header);
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        last = line;
    }
    CHECK_MESSAGE(last.substr(header.find("OPERATION")).starts_with("INSERT "), last);
}

TEST_CASE("where nothing is as asked for, people are told, and programs get nothing") {
    auto const& it = story();
    auto const text = it.site.sync({"history", "--table", "nowhere"});
    CHECK_EQ(text.exit_code, 0);
    CHECK_EQ(text.out, "");
    CHECK_EQ(text.err, "lockstep: the history holds no such entry\n");
    CHECK_EQ(it.site.sync({"history", "--table", "nowhere", "--format", "csv"}).err, "");
}

TEST_CASE("--follow shows what comes, an object a line, and ends on SIGINT") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, a text)");
    site.change("INSERT INTO items VALUES (1, 'before')");
    site.relay();
    std::jthread const later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        site.change("INSERT INTO items VALUES (2, 'after')", "app-7");
        site.relay();
    });
    auto const outcome =
        run_program("/usr/bin/timeout",
                    {"--preserve-status", "-s", "INT", "3", LOCKSTEP_BINARY, "sync", "history",
                     "--operation", "INSERT", "--follow", "--poll", "50", "--format", "json"},
                    {.environment = {{"DATABASE_URL", site.url()}}});
    CHECK_EQ(outcome.exit_code, 130);
    CHECK_EQ(outcome.err, "");
    std::istringstream lines(outcome.out);
    std::vector<json> entries;
    for (std::string line; std::getline(lines, line);) {
        entries.push_back(json::parse(line));
    }
    REQUIRE_EQ(entries.size(), 2);
    CHECK_EQ(entries[0]["data"]["a"], "before");
    CHECK_EQ(entries[1]["data"]["a"], "after");
    CHECK_EQ(entries[1]["client_id"], "app-7");
}

TEST_CASE("a long history is read in bounded memory") {
    HistorySite site("CREATE TABLE items (id int PRIMARY KEY, a text)");
    site.change("INSERT INTO items SELECT g, repeat('x', 1000) FROM generate_series(1, 20000) g");
    site.relay();
    auto const outcome = site.sync({"history", "--format", "json", "--operation", "UPDATE"});
    CHECK_EQ(outcome.exit_code, 0);
    auto const all = site.sync({"history", "--format", "json"});
    CHECK(all.out.size() > 20'000'000);
    // The test holds the output in memory, too, before it starts the next program.
    CHECK(all.peak_memory < outcome.peak_memory + 10'000'000);
}

}  // namespace
}  // namespace lockstep::tests
