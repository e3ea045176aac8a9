#include "relay/verify_compare.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

RowEvent event(std::string key, std::int64_t position, std::optional<std::string> data) {
    RowEvent event{.key = {std::move(key)}, .position = position};
    event.is_gone = !data;
    event.data = std::move(data);
    return event;
}

template <class Item>
auto each_of(std::vector<Item> items) {
    return [items = std::move(items), at = std::size_t{0}]() mutable -> std::optional<Item> {
        return at < items.size() ? std::optional(items[at++]) : std::nullopt;
    };
}

Comparison compared(std::vector<RowEvent> events, std::vector<FoundRow> rows,
                    CompareOptions const& options = {},
                    std::vector<TableTruncate> const& truncates = {}) {
    ToldRows told(each_of(std::move(events)), truncates);
    return compare_rows([&] { return told.next(); }, each_of(std::move(rows)), options);
}

TEST_CASE("the same rows have the same checksum, in whatever order they came about") {
    auto const one = compared({event("1", 1, R"({"a": 1})"), event("2", 2, R"({"a": 2})")},
                              {{{"1"}, R"({"a": 1})"}, {{"2"}, R"({"a": 2})"}});
    CHECK_EQ(one.compared, 2);
    CHECK_EQ(one.differing, 0);
    CHECK_EQ(one.table_sum, one.history_sum);
    CHECK_NE(one.table_sum, 0);
    auto const other = compared({event("1", 1, R"({"a": 2})"), event("2", 2, R"({"a": 1})")},
                                {{{"1"}, R"({"a": 2})"}, {{"2"}, R"({"a": 1})"}});
    CHECK_EQ(one.table_sum, other.table_sum);
}

TEST_CASE("rows that are missing, too much, or different are named, and the columns") {
    auto const it = compared({event("1", 1, R"({"a": 1})"), event("2", 2, R"({"a": 2, "b": 1})"),
                              event("3", 3, std::nullopt)},
                             {{{"2"}, R"({"a": 3, "b": 1})"}, {{"3"}, R"({"a": 1})"}});
    using What = Difference::What;
    CHECK_EQ(it.differing, 3);
    CHECK_EQ(it.differences,
             std::vector<Difference>{{.what = What::missing, .key = {"1"}, .columns = {}},
                                     {.what = What::different, .key = {"2"}, .columns = {"a"}},
                                     {.what = What::extra, .key = {"3"}, .columns = {}}});
    CHECK_NE(it.table_sum, it.history_sum);
}

TEST_CASE("equal numbers of other digits are different values") {
    CHECK_EQ(compared({event("1", 1, R"({"a": 1.0})")}, {{{"1"}, R"({"a": 1.00})"}}).differing, 1);
}

TEST_CASE("a row of which the history never speaks is not compared, unless it must") {
    auto it = compared({}, {{{"1"}, R"({"a": 1})"}});
    CHECK_EQ(it.not_told, 1);
    CHECK_EQ(it.differing, 0);
    it = compared({}, {{{"1"}, R"({"a": 1})"}}, {.is_complete = true});
    CHECK_EQ(it.differing, 1);
}

TEST_CASE("columns that one side does not have are not compared") {
    auto const it =
        compared({event("1", 1, R"({"a": 1, "old": 2})")}, {{{"1"}, R"({"a": 1, "new": 3})"}});
    CHECK_EQ(it.differing, 0);
    CHECK_EQ(it.partly, 1);
}

TEST_CASE("rows that were truncated are gone") {
    auto const it = compared({event("1", 1, R"({"a": 1})"), event("2", 3, R"({"a": 2})")},
                             {{{"2"}, R"({"a": 2})"}}, {}, {{.position = 2}});
    CHECK_EQ(it.differing, 0);
    CHECK_EQ(it.compared, 1);
}

TEST_CASE("a row is told by several events where large values were left as they were") {
    auto update = event("1", 2, R"({"a": 2})");
    update.unchanged = {"big"};
    auto const it = compared({event("1", 1, R"({"a": 1, "big": "x"})"), update},
                             {{{"1"}, R"({"a": 2, "big": "x"})"}});
    CHECK_EQ(it.differing, 0);
    CHECK_EQ(it.compared, 1);
}

TEST_CASE("no more differences are kept than are named, and all are counted") {
    auto const it = compared({event("1", 1, "{}"), event("2", 2, "{}")}, {}, {.most_named = 1});
    CHECK_EQ(it.differing, 2);
    CHECK_EQ(it.differences.size(), 1);
}

}  // namespace
}  // namespace lockstep::relay
