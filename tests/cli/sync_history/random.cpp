// Whatever was done to a table, it comes back to each moment that it had.
#include <doctest/doctest.h>

#include <random>

#include <fmt/core.h>

#include "support/history_site.hpp"

namespace lockstep::tests {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE parents (id int PRIMARY KEY, a text);
ALTER TABLE parents ALTER a SET STORAGE EXTERNAL;
CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents DEFERRABLE, n numeric,
    big text);
ALTER TABLE children ALTER big SET STORAGE EXTERNAL;
CREATE TABLE wholes (a int, b text, c text, PRIMARY KEY (a, b));
ALTER TABLE wholes REPLICA IDENTITY FULL;
)";

/// Statements that may do nothing, and never fail.
class Workload {
public:
    explicit Workload(unsigned seed) : random_(seed) {}

    std::string transaction() {
        // While checks are pending, no table can be truncated.
        std::string statements = number(0, 5) == 0
                                     ? "TRUNCATE children;SET CONSTRAINTS ALL DEFERRED;"
                                     : "SET CONSTRAINTS ALL DEFERRED;";
        for (int i = number(1, 4); i > 0; --i) {
            statements += statement() + ";";
        }
        // What refers to nothing is mended before the end.
        return statements +
               "UPDATE children SET parent = NULL WHERE NOT EXISTS (SELECT FROM "
               "parents WHERE parents.id = parent)";
    }
    int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

private:
    int id() { return number(1, 12); }
    std::string text() {
        return number(0, 3) == 0 ? fmt::format("repeat('{}', 9000)", number(0, 9))
                                 : fmt::format("'{}'", number(0, 99));
    }
    std::string statement() {
        switch (number(0, 14)) {
            case 0:
            case 1:
                return fmt::format("INSERT INTO parents VALUES ({}, {}) ON CONFLICT DO NOTHING",
                                   id(), text());
            case 2:
                return fmt::format("UPDATE parents SET a = {} WHERE id % 3 = {}", text(),
                                   number(0, 2));
            case 3:
                return fmt::format(
                    "UPDATE parents SET id = id + 12 WHERE id = {} AND NOT EXISTS "
                    "(SELECT FROM parents p WHERE p.id = parents.id + 12)",
                    id());
            case 4:
                return fmt::format("DELETE FROM parents WHERE id = {}", number(1, 24));
            case 5:
            case 6:
            case 7:
                return fmt::format(
                    "INSERT INTO children VALUES ({}, (SELECT min(id) FROM parents "
                    "WHERE id > {}), {}.{}0, {}) ON CONFLICT DO NOTHING",
                    id(), id(), id(), id(), text());
            case 8:
                return fmt::format("UPDATE children SET n = n + 1 WHERE id % 2 = {}", number(0, 1));
            case 9:
                return fmt::format(
                    "UPDATE children SET id = id + 100 WHERE id = {} AND NOT EXISTS "
                    "(SELECT FROM children c WHERE c.id = children.id + 100)",
                    id());
            case 10:
                return fmt::format("DELETE FROM children WHERE id % 7 = {}", number(0, 6));
            case 11:
            case 12:
                return fmt::format(
                    "INSERT INTO wholes VALUES ({}, '{}', {}) ON CONFLICT (a, b) DO "
                    "UPDATE SET c = excluded.c",
                    id(), number(0, 1), text());
            case 13:
                return fmt::format("DELETE FROM wholes WHERE a > {}", id());
            default:
                return number(0, 3) == 0 ? "TRUNCATE wholes RESTART IDENTITY" : "SELECT 1";
        }
    }

    std::mt19937 random_;
};

std::string all_rows(HistorySite& site) {
    return site.rows("parents") + "\n" + site.rows("children") + "\n" + site.rows("wholes");
}

void bring_back_to_each_moment(unsigned seed) {
    CAPTURE(seed);
    HistorySite site(tables);
    Workload work(seed);
    struct Moment {
        std::string position;
        std::string rows;
    };
    std::vector<Moment> moments;
    site.change(
        "INSERT INTO parents VALUES (1, ''); INSERT INTO children VALUES (1, 1, 0, ''); "
        "INSERT INTO wholes VALUES (0, '', '')");
    for (int i = 0; i < 10; ++i) {
        for (int transactions = work.number(1, 6); transactions > 0; --transactions) {
            site.change(work.transaction());
        }
        moments.push_back({site.position(), all_rows(site)});
    }
    for (int i = 0; i < 6; ++i) {
        auto const& moment =
            moments[static_cast<std::size_t>(work.number(0, static_cast<int>(moments.size()) - 1))];
        CAPTURE(moment.position);
        CHECK_EQ(site.restore({"--table", "parents", "--table", "children", "--table", "wholes",
                               "--to", moment.position}),
                 "");
        CHECK(all_rows(site) == moment.rows);
    }
    // One transaction is undone, and that is undone.
    auto const before = all_rows(site);
    auto const xid = site.change(work.transaction() + "; INSERT INTO parents VALUES (999, 'x')");
    auto const after = all_rows(site);
    CHECK_EQ(site.restore({"--undo", xid}), "");
    CHECK(all_rows(site) == before);
    site.relay();
    auto const undo = site.value(
        "SELECT transaction_id FROM lockstep.change_history ORDER BY "
        "position DESC LIMIT 1");
    CHECK_EQ(site.restore({"--undo", undo}), "");
    CHECK(all_rows(site) == after);
    site.relay();
    auto const verified = site.sync({"verify", "--complete"});
    CHECK_MESSAGE(verified.exit_code == 0, verified.out, verified.err);
}

TEST_CASE("random work on tables is brought back to each moment that they had") {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        bring_back_to_each_moment(seed);
    }
}

}  // namespace
}  // namespace lockstep::tests
