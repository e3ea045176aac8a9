#include "relay/restore_sql.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

PresentTable orders() {
    return {.oid = 1,
            .schema = "public",
            .name = "orders",
            .history_name = "orders",
            .columns = {{.name = "id", .type = 23, .type_name = sql("integer")},
                        {.name = "total", .type = 1700, .type_name = sql("numeric")},
                        {.name = "note", .type = 25, .type_name = sql("text")},
                        {.name = "twice",
                         .type = 1700,
                         .type_name = sql("numeric"),
                         .is_generated = true}},
            .key = {"id"}};
}

std::string statement(PresentTable const& table, char kind, Values const& wanted,
                      Values const& present = {}) {
    return restore_statement(table, kind, {"42"}, wanted, present).text();
}

TEST_CASE("statements write columns in the table's order, numbers as numbers") {
    CHECK_EQ(statement(orders(), 'I', {{"note", "it's"}, {"id", "42"}, {"total", "9.90"}}),
             "INSERT INTO public.orders (id, total, note) VALUES (42, 9.90, 'it''s')");
    CHECK_EQ(statement(orders(), 'U', {{"total", "NaN"}, {"note", std::nullopt}, {"id", "42"}},
                       {{"total", "1"}, {"note", "x"}, {"id", "42"}}),
             "UPDATE public.orders SET total = 'NaN', note = NULL WHERE id = 42");
    CHECK_EQ(statement(orders(), 'D', {}), "DELETE FROM public.orders WHERE id = 42");
}

TEST_CASE("an identity that is always generated takes the value that was there") {
    auto table = orders();
    table.columns[0].is_always_identity = true;
    CHECK_EQ(statement(table, 'I', {{"id", "42"}}),
             "INSERT INTO public.orders (id) OVERRIDING SYSTEM VALUE VALUES (42)");
}

TEST_CASE("what the table has no column for, and what it generates, is not written") {
    auto const table = orders();
    RestoreSql const it(table, 0);
    RowPlan plan{.key = {"42"}};
    plan.wanted = {.kind = RowState::Kind::present,
                   .values = {{"id", "42"}, {"gone", "x"}, {"twice", "19.80"}},
                   .unknown = {}};
    plan.expected.kind = RowState::Kind::absent;
    CHECK_EQ(it.wanted_row(plan, true), "{\"42\"}\t{\"id\":42}\tt\t\\N\t\\N\t\\N\n");
    plan.changed_later = "position 7";
    plan.moved_from = {"7"};
    CHECK_EQ(it.wanted_row(plan, false), "{\"42\"}\t{\"id\":42}\tf\t\\N\tposition 7\t{\"7\"}\n");
}

TEST_CASE("rows are put together from all their columns, however many these are") {
    PresentTable table;
    for (int i = 0; i < 51; ++i) {
        table.columns.push_back(
            {.name = "c" + std::to_string(i), .type = 23, .type_name = sql("integer")});
    }
    auto const text = row_json(sql("t"), table).text();
    CHECK(text.find("'c49', to_jsonb(t.c49)) || jsonb_build_object('c50'") != std::string::npos);
}

TEST_CASE("tables that others refer to come first; a circle stays as it is") {
    using Order = std::vector<std::size_t>;
    using References = std::vector<std::pair<std::size_t, std::size_t>>;
    CHECK_EQ(parents_first(3, References{}), Order{0, 1, 2});
    CHECK_EQ(parents_first(3, References{{0, 1}, {1, 2}}), Order{2, 1, 0});
    CHECK_EQ(parents_first(2, References{{0, 1}, {1, 0}}), Order{0, 1});
    CHECK_EQ(parents_first(3, References{{0, 0}, {0, 2}}), Order{1, 2, 0});
    CHECK_EQ(parents_first(0, References{}), Order{});
}

TEST_CASE("an array's text is quoted") {
    CHECK_EQ(array_text(std::vector<std::string>{"a,b", "say \"x\\y\"", ""}),
             R"({"a,b","say \"x\\y\"",""})");
    CHECK_EQ(array_text({}), "{}");
}

TEST_CASE("a key in words names its columns") {
    CHECK_EQ(key_in_words(orders(), {"42"}), "id=42");
}

}  // namespace
}  // namespace lockstep::relay
