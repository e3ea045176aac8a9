#include "support/relay_workload.hpp"

#include <array>
#include <chrono>

#include <fmt/core.h>

#include "base/error.hpp"
#include "pg/connection.hpp"

namespace lockstep::tests {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view its_tables = R"(
CREATE SEQUENCE ids;
CREATE TABLE items (id bigint PRIMARY KEY, note text, n numeric, at timestamptz DEFAULT now(),
                    large text, doc jsonb);
CREATE TABLE ledger (tx text, k int, of int, PRIMARY KEY (tx, k));
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
)";

/// One writer's dice.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
    bool in_a_hundred(int chances) { return below(100) < chances; }

    std::string text() {
        constexpr std::array texts{"",
                                   "plain",
                                   "quo''te",
                                   "back\\\\slash",
                                   "näh \U0001F600",
                                   "tab\tnew\nline",
                                   "{\"json\": 1}",
                                   "NULL"};
        return texts.at(static_cast<std::size_t>(below(texts.size())));
    }

private:
    std::mt19937_64 random_;
};

constexpr std::string_view some_item = "(SELECT id FROM items TABLESAMPLE SYSTEM (50) LIMIT 1)";

std::string insert(Dice& dice, int rows) {
    auto const large = dice.in_a_hundred(10) ? "(SELECT string_agg(md5((i * g)::text), '') FROM "
                                               "generate_series(1, 300) AS g)"
                                             : "NULL";
    return fmt::format(
        "INSERT INTO items SELECT nextval('ids'), '{}', {}.50 * i, now(), {}, "
        "jsonb_build_object('i', i) FROM generate_series(1, {}) AS i;",
        dice.text(), dice.below(1'000), large, rows);
}

std::string statement(Dice& dice) {
    switch (dice.below(12)) {
        case 0:
        case 1:
            return fmt::format("UPDATE items SET note = '{}' WHERE id = {};", dice.text(),
                               some_item);
        case 2:
            return fmt::format("UPDATE items SET id = nextval('ids') WHERE id = {};", some_item);
        case 3:
            return fmt::format("DELETE FROM items WHERE id = {};", some_item);
        case 4:
            return fmt::format("SAVEPOINT s; {} ROLLBACK TO s;", insert(dice, 3));
        case 5:
            return fmt::format("SAVEPOINT s; {} RELEASE s;", insert(dice, 2));
        case 6:
            return "INSERT INTO notes SELECT nextval('ids'), md5(random()::text);";
        case 7:
            return fmt::format("UPDATE items SET n = n + 1, large = large || 'x' WHERE id = {};",
                               some_item);
        default:
            return insert(dice, 1 + dice.below(4));
    }
}

std::string rare(Dice& dice) {
    switch (dice.below(4)) {
        case 0:
            return "TRUNCATE notes;";
        case 1:
            return fmt::format("ALTER TABLE notes ADD COLUMN IF NOT EXISTS more_{} text;",
                               dice.below(4));
        default:
            return insert(dice, 3'000);
    }
}

std::string transaction(Dice& dice, std::string const& name) {
    std::string text = "BEGIN; SET LOCAL lock_timeout = '500ms'; ";
    int const statements = 1 + dice.below(4);
    for (int k = 1; k <= statements; ++k) {
        text += statement(dice);
        text += fmt::format("INSERT INTO ledger VALUES ('{}', {}, {});", name, k, statements);
    }
    if (dice.in_a_hundred(2)) {
        text += rare(dice);
    }
    return text + (dice.in_a_hundred(10) ? "ROLLBACK" : "COMMIT");
}

}  // namespace

std::string_view RelayWorkload::definitions() {
    return its_tables;
}

RelayWorkload::RelayWorkload(std::string url, int writers, std::uint64_t seed)
    : url_(std::move(url)) {
    for (int i = 0; i < writers; ++i) {
        writers_.emplace_back(
            [this, seed = seed * 1'000 + static_cast<std::uint64_t>(i)] { write(seed); });
    }
}

void RelayWorkload::stop() {
    is_over_ = true;
    for (auto& writer : writers_) {
        writer.join();
    }
    writers_.clear();
}

void RelayWorkload::write(std::uint64_t seed) {
    Dice dice(seed);
    std::optional<pg::Connection> connection;
    for (std::uint64_t round = 0; !is_over_; ++round) {
        try {
            if (!connection || !connection->is_open()) {
                connection.emplace(url_);
            }
            connection->execute(
                Sql::from_server(transaction(dice, fmt::format("{}.{}", seed, round))));
            ++committed_;
        } catch (pg::Error const&) {
            // Deadlocks, locks that are not to be had: the transaction is undone.
            try {
                connection->execute(sql("ROLLBACK"));
            } catch (lockstep::Error const&) {
                connection.reset();
            }
        } catch (lockstep::Error const&) {
            connection.reset();
            std::this_thread::sleep_for(20ms);
        }
    }
}

}  // namespace lockstep::tests
