#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "support/relay_slot.hpp"
#include "support/relay_story.hpp"
#include "support/scratch.hpp"

namespace lockstep::relay {
namespace {

using tests::Story;
using tests::TestDatabase;

/// A connection that writes what comes to its mind, into a table of its own.
class Writer {
public:
    Writer(std::string const& url, int number)
        : connection_(url), table_("t" + std::to_string(number)) {
        connection_.execute(sql("SET synchronous_commit = on"));
        connection_.execute(
            sql("CREATE TABLE {} (id serial PRIMARY KEY, body text, n int)", name()));
        connection_.execute(sql("ALTER TABLE {} REPLICA IDENTITY FULL", name()));
        connection_.execute(sql("ALTER PUBLICATION p ADD TABLE {}", name()));
    }

    void act(std::mt19937_64& random) {
        auto const choice = random() % 20;
        if (!open_) {
            connection_.execute(sql("BEGIN"));
            open_ = true;
        } else if (choice < 9) {
            write(random);
        } else if (choice < 13) {
            connection_.execute(sql("SAVEPOINT s"));
            ++savepoints_;
        } else if (choice < 17) {
            leave_savepoint(choice < 15);
        } else if (choice == 17) {
            connection_.execute(sql("ALTER TABLE {} ADD COLUMN {} int", name(),
                                    ident("c" + std::to_string(++columns_))));
        } else {
            end(choice == 18);
        }
    }

    void end(bool commit) {
        if (open_) {
            connection_.execute(commit ? sql("COMMIT") : sql("ROLLBACK"));
        }
        open_ = false;
        savepoints_ = 0;
    }

private:
    Sql name() const { return ident(table_); }

    void write(std::mt19937_64& random) {
        auto const rows = std::to_string(random() % 4 == 0 ? random() % 2'000 : random() % 20);
        std::array const how_many{pg::Parameter(rows)};
        switch (random() % 3) {
            case 0:
                connection_.query(sql("DELETE FROM {} WHERE id % 97 < $1::int % 7", name()),
                                  how_many);
                break;
            case 1:
                connection_.query(
                    sql("UPDATE {} SET n = n + 1 WHERE id % 37 < $1::int % 5", name()), how_many);
                break;
            default:
                connection_.query(sql("INSERT INTO {} (body, n) SELECT 'row ' || i, i"
                                      " FROM generate_series(1, $1::int) AS i",
                                      name()),
                                  how_many);
        }
    }

    void leave_savepoint(bool undo) {
        if (savepoints_ > 0) {
            connection_.execute(undo ? sql("ROLLBACK TO s") : sql("RELEASE s"));
            savepoints_ -= undo ? 0 : 1;
        }
    }

    pg::Connection connection_;
    std::string table_;
    bool open_ = false;
    int savepoints_ = 0;
    int columns_ = 0;
};

/// A transaction of which all was undone is streamed as an empty one; without streams it does not
/// come, from PostgreSQL 15 on.
std::vector<std::string> without_empty(std::vector<std::string> const& lines) {
    std::vector<std::string> kept;
    for (auto const& line : lines) {
        if (line.starts_with("commit") && kept.back().starts_with("begin")) {
            kept.pop_back();
        } else {
            kept.push_back(line);
        }
    }
    return kept;
}

TEST_CASE("what several writers do at random comes out of streams as it does without") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        CAPTURE(seed);
        TestDatabase database("CREATE PUBLICATION p");
        std::vector<std::unique_ptr<Writer>> writers;
        for (int i = 0; i < 3; ++i) {
            writers.push_back(std::make_unique<Writer>(database.url(), i));
        }
        auto const slot = fmt::format("relay_random_{}_", seed);
        tests::make_slot(database, slot + "1");
        tests::make_slot(database, slot + "2");
        std::mt19937_64 random(seed);
        for (int step = 0; step < 400; ++step) {
            writers[random() % writers.size()]->act(random);
        }
        for (auto const& writer : writers) {
            writer->end(true);
        }
        // A commit that is flushed, and with it a rollback before it, which nobody waits for.
        database.run("CREATE TABLE flushed ()");
        Story plain;
        Story streamed;
        tests::show(tests::messages_of(database, slot + "1", 1), 1, plain);
        CHECK_GT(tests::show(tests::messages_of(database, slot + "2", 2), 2, streamed), 10);
        CHECK_GT(plain.lines.size(), 1'000);
        auto const expected = without_empty(plain.lines);
        auto const told = without_empty(streamed.lines);
        REQUIRE_EQ(told.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            REQUIRE_EQ(told[i], expected[i]);
        }
    }
}

}  // namespace
}  // namespace lockstep::relay
