#include "relay/restore_fold.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

using Kind = RowState::Kind;

RowEvent came(std::int64_t position, std::string data, bool selected = false) {
    RowEvent event{.key = {"1"}, .position = position, .comes = true, .selected = selected};
    event.data = std::move(data);
    event.transaction = std::to_string(700 + position);
    return event;
}

RowEvent became(std::int64_t position, std::string data, bool selected = false) {
    auto event = came(position, std::move(data), selected);
    event.comes = false;
    return event;
}

RowEvent went(std::int64_t position, bool selected = false) {
    auto event = came(position, "", selected);
    event.comes = false;
    event.is_gone = true;
    event.data.reset();
    return event;
}

std::vector<RowPlan> folded(std::vector<RowEvent> const& events,
                            std::vector<TableTruncate> const& truncates = {}) {
    std::vector<RowPlan> plans;
    RowFolder folder(truncates, [&](RowPlan plan) { plans.push_back(std::move(plan)); });
    for (auto const& event : events) {
        folder.add(event);
    }
    folder.finish();
    return plans;
}

RowPlan only(std::vector<RowEvent> const& events,
             std::vector<TableTruncate> const& truncates = {}) {
    auto plans = folded(events, truncates);
    REQUIRE_EQ(plans.size(), 1);
    return plans.front();
}

TEST_CASE("a row is wanted as it was before the first selected change") {
    auto const plan = only(
        {came(1, R"({"a": 1})"), became(2, R"({"a": 2})", true), became(3, R"({"a": 3})", true)});
    CHECK(plan.wanted.kind == Kind::present);
    CHECK_EQ(plan.wanted.values, Values{{"a", "1"}});
    CHECK_EQ(plan.expected.values, Values{{"a", "3"}});
    CHECK_EQ(plan.changed_later, "");
}

TEST_CASE("a row that came is wanted gone, and one that went is wanted back") {
    CHECK(only({came(1, R"({"a": 1})", true)}).wanted.kind == Kind::absent);
    auto const plan = only({came(1, R"({"a": 1})"), went(2, true)});
    CHECK_EQ(plan.wanted.values, Values{{"a", "1"}});
    CHECK(plan.expected.kind == Kind::absent);
}

TEST_CASE("a row that was there before the history is not told, unless the change tells it whole") {
    CHECK(only({became(2, R"({"a": 2})", true)}).wanted.kind == Kind::untold);
    CHECK(only({went(2, true)}).wanted.kind == Kind::untold);
    auto whole = went(2, true);
    whole.whole_before = R"({"a": 1})";
    CHECK_EQ(only({whole}).wanted.values, Values{{"a", "1"}});
}

TEST_CASE("rows of which nothing is selected are passed over") {
    CHECK(folded({came(1, R"({"a": 1})"), went(2)}).empty());
    CHECK(folded({}).empty());
}

TEST_CASE("changes of others after a selected one are named, the last of them") {
    auto later = became(4, R"({"a": 4})");
    later.client = "app-2";
    auto const plan = only(
        {came(1, R"({"a": 1})"), became(2, R"({"a": 2})", true), became(3, R"({"a": 3})"), later});
    CHECK_EQ(plan.changed_later, "position 4 (transaction 704, client app-2)");
    CHECK_EQ(plan.expected.values, Values{{"a", "2"}});
}

TEST_CASE("large values that were left as they were are found further back") {
    auto update = became(2, R"({"a": 2})");
    update.unchanged = {"big"};
    auto next = became(3, R"({"a": 3})");
    next.unchanged = {"big"};
    auto const plan = only({came(1, R"({"a": 1, "big": "x"})"), update, next, went(4, true)});
    CHECK_EQ(plan.wanted.values, Values{{"a", "3"}, {"big", "x"}});
    CHECK(plan.wanted.unknown.empty());
}

TEST_CASE(
    "large values that were never told are unknown; where the whole row is told they are not") {
    auto update = became(2, R"({"a": 2})");
    update.unchanged = {"big"};
    CHECK_EQ(only({update, went(3, true)}).wanted.unknown, std::vector<std::string>{"big"});
    update.whole_before = R"({"a": 1, "big": "x"})";
    CHECK_EQ(only({update, went(3, true)}).wanted.values, Values{{"a", "2"}, {"big", "x"}});
}

TEST_CASE("a key that changed: what the row does not tell is told under the old key") {
    auto moved = came(5, R"({"id": 1})");
    moved.unchanged = {"big"};
    moved.moved_from = {"7"};
    moved.selected = true;
    CHECK_EQ(only({moved}).moved_from, Key{"7"});
    moved.selected = false;
    auto const plan = only({moved, went(6, true)});
    CHECK_EQ(plan.wanted.unknown, std::vector<std::string>{"big"});
    CHECK_EQ(plan.elsewhere, ElsewhereKnown{.key = {"7"}, .before = 5});
}

TEST_CASE("a TRUNCATE that is undone brings back the rows that were there, and no others") {
    std::vector<TableTruncate> const truncates{{.position = 5, .selected = true}};
    CHECK_EQ(only({came(1, R"({"a": 1})")}, truncates).wanted.values, Values{{"a", "1"}});
    CHECK(folded({came(1, R"({"a": 1})"), went(2)}, truncates).empty());
    CHECK(folded({came(6, R"({"a": 1})")}, truncates).empty());
}

TEST_CASE("a row that came again after a TRUNCATE was not there before") {
    std::vector<TableTruncate> const truncates{{.position = 2, .selected = false}};
    auto const plan = only({came(1, R"({"a": 1})"), came(3, R"({"a": 3})", true)}, truncates);
    CHECK(plan.wanted.kind == Kind::absent);
}

TEST_CASE("a TRUNCATE by others after a selected change is one of others' changes") {
    std::vector<TableTruncate> const truncates{{.position = 9, .selected = false}};
    CHECK_EQ(only({came(1, R"({"a": 1})", true)}, truncates).changed_later,
             "position 9 (TRUNCATE)");
}

TEST_CASE("rows are told apart by their keys") {
    auto other = came(2, R"({"a": 2})", true);
    other.key = {"2"};
    CHECK_EQ(folded({came(1, R"({"a": 1})", true), other}).size(), 2);
}

TEST_CASE("a replay ends with the row as it is") {
    RowReplay replay({});
    replay.start();
    replay.add(came(1, R"({"a": 1})"));
    replay.add(became(2, R"({"a": 2})"));
    CHECK_EQ(replay.finish().values, Values{{"a", "2"}});
    std::vector<TableTruncate> const truncates{{.position = 2, .selected = false}};
    RowReplay cut(truncates);
    cut.start();
    cut.add(came(1, R"({"a": 1})"));
    CHECK(cut.finish().kind == Kind::absent);
}

}  // namespace
}  // namespace lockstep::relay
