#include <doctest/doctest.h>

#include "diff/change.hpp"
#include "support/build.hpp"
#include "support/test_kinds.hpp"

using namespace lockstep;
using namespace lockstep::diff;
using namespace lockstep::schema;
using namespace lockstep::tests;

namespace {

/// The sentences of all changes, and of what is ambiguous, one a line.
std::string changes(Schema const& from, Schema const& to, DiffOptions const& options = {}) {
    auto const found = diff::diff(from, to, options);
    std::string text;
    for (auto const& change : found.list) {
        text += describe(change) + (change.follows != nullptr ? " (follows)\n" : "\n");
    }
    for (auto const& ambiguous : found.ambiguous) {
        text += "ambiguous: " + to_string(ambiguous.before->id);
        for (auto const* const candidate : ambiguous.candidates) {
            text += ", " + to_string(candidate->id);
        }
        text += "\n";
    }
    return text;
}

std::string list(std::initializer_list<std::string_view> items) {
    return pack(items);
}

}  // namespace

TEST_CASE("a changed property is one change that says what was and what is") {
    auto const from = Build().add(box, {"public", "a"}, {{"text", "x"}}).schema();
    auto const to =
        Build()
            .add(box, {"public", "a"}, {{"text", "y"}, {"flag", "true"}, {"owner", "me"}})
            .schema();
    CHECK(changes(from, to) ==
          "box public.a: owner is me, was not set\n"
          "box public.a: text is y, was x\n"
          "box public.a: flag is on, was off\n");
    CHECK(changes(to, from) ==
          "box public.a: owner is not set, was me\n"
          "box public.a: text is x, was y\n"
          "box public.a: flag is off, was on\n");
    CHECK(changes(to, to).empty());
}

TEST_CASE("what is unknown on either side is no change") {
    auto const unknown = Build().add(box, {"public", "a"}, {{"text", nullptr}}).schema();
    auto const known = Build().add(box, {"public", "a"}, {{"text", "x"}}).schema();
    auto const unset = Build().add(box, {"public", "a"}).schema();
    CHECK(changes(unknown, known).empty());
    CHECK(changes(known, unknown).empty());
    CHECK(changes(unset, unknown).empty());
}

TEST_CASE("objects of a kind that the other side does not know are no change, nor their parts") {
    auto const from = Build().knows(lid).schema();
    auto const to = Build().add(box, {"public", "a"}).add(lid, {"public", "a", "l"}).schema();
    CHECK(changes(from, to).empty());
    CHECK(changes(to, from).empty());
}

TEST_CASE("derived properties are not compared, sets without order, orders by what both have") {
    auto const a = list({"1", "2", "3"});
    auto const b = list({"3", "2", "1"});
    auto const c = list({"1", "4", "3"});
    auto const with = [](std::string_view property, std::string_view value) {
        return Build().add(box, {"public", "a"}, {{property, value}}).schema();
    };
    CHECK(changes(with("derived", "x"), with("derived", "y")).empty());
    CHECK(changes(with("set", a), with("set", b)).empty());
    CHECK(changes(with("order", a), with("order", c)).empty());
    CHECK(changes(with("order", a), with("order", b)) ==
          "box public.a: order has the order 3, 2, 1, had 1, 2, 3\n");
    CHECK(changes(with("list", a), with("list", b)) ==
          "box public.a: list has the order 3, 2, 1, had 1, 2, 3\n");
    CHECK(changes(with("set", a), with("set", c)) ==
          "box public.a: set has 4 besides and lacks 2\n");
}

TEST_CASE("an added object is one change, and its parts are not listed besides") {
    auto const none = Build().knows(box).knows(lid).schema();
    auto const some = Build()
                          .add(box, {"public", "a"})
                          .add(lid, {"public", "a", "l"})
                          .add(lid, {"public", "a", "m"})
                          .add(box, {"public", "b"})
                          .schema();
    CHECK(changes(none, some) == "box public.a was added\nbox public.b was added\n");
    CHECK(changes(some, none) == "box public.a was removed\nbox public.b was removed\n");
}

TEST_CASE("a part that comes or goes is a change of its own where its whole stays") {
    auto const without = Build().add(box, {"public", "a"}).knows(lid).schema();
    auto const with = Build().add(box, {"public", "a"}).add(lid, {"public", "a", "l"}).schema();
    CHECK(changes(without, with) == "lid public.a.l was added\n");
    CHECK(changes(with, without) == "lid public.a.l was removed\n");
}

TEST_CASE("an object with the same definition under another name was renamed") {
    auto const from = Build()
                          .add(box, {"public", "a"}, {{"text", "x"}})
                          .add(lid, {"public", "a", "l"}, {{"text", "1"}})
                          .schema();
    auto const to = Build()
                        .add(box, {"public", "b"}, {{"text", "x"}})
                        .add(lid, {"public", "b", "l"}, {{"text", "1"}})
                        .schema();
    CHECK(changes(from, to) == "box public.a was renamed to public.b\n");
    CHECK(changes(from, to, {.detect_renames = false}) ==
          "box public.a was removed\nbox public.b was added\n");
}

TEST_CASE("an object of the same name and definition in another namespace has moved there") {
    auto const from = Build().add(box, {"one", "a"}, {{"text", "x"}}).schema();
    auto const to = Build().add(box, {"two", "a"}, {{"text", "x"}}).schema();
    CHECK(changes(from, to) == "box one.a was renamed to two.a\n");
}

TEST_CASE("what moves may refer to what moves along") {
    auto const from = Build()
                          .add(box, {"one", "a"}, {{"text", "one.b"}})
                          .add(box, {"one", "b"}, {{"text", "x"}})
                          .schema();
    auto const to = Build()
                        .add(box, {"two", "a"}, {{"text", "two.b"}})
                        .add(box, {"two", "b"}, {{"text", "x"}})
                        .schema();
    CHECK(changes(from, to) ==
          "box one.a was renamed to two.a\nbox two.a: text is two.b, was one.b (follows)\n"
          "box one.b was renamed to two.b\n");
}

TEST_CASE("what could have moved to several namespaces has moved to none") {
    auto const from = Build().add(box, {"one", "a"}, {{"text", "x"}}).schema();
    auto const to = Build()
                        .add(box, {"three", "a"}, {{"text", "x"}})
                        .add(box, {"two", "a"}, {{"text", "x"}})
                        .schema();
    CHECK(changes(from, to) ==
          "box one.a was removed\nbox three.a was added\nbox two.a was added\n");
}

TEST_CASE("another name in another namespace is another object") {
    auto const from = Build().add(box, {"one", "a"}, {{"text", "x"}}).schema();
    auto const to = Build().add(box, {"two", "b"}, {{"text", "x"}}).schema();
    CHECK(changes(from, to) == "box one.a was removed\nbox two.b was added\n");
}

TEST_CASE("a rename that could be several is none, and is said to be ambiguous") {
    auto const from = Build().add(box, {"public", "a"}, {{"text", "x"}}).schema();
    auto const to = Build()
                        .add(box, {"public", "b"}, {{"text", "x"}})
                        .add(box, {"public", "c"}, {{"text", "x"}})
                        .schema();
    CHECK(changes(from, to) ==
          "box public.a was removed\nbox public.b was added\nbox public.c was added\n"
          "ambiguous: box public.a, box public.b, box public.c\n");
}

TEST_CASE("a hint decides which rename it was, also where the definition changed") {
    auto const from =
        Build().add(box, {"public", "a"}, {{"text", "x"}}).add(lid, {"public", "a", "l"}).schema();
    auto const to = Build()
                        .add(box, {"public", "b"}, {{"text", "y"}})
                        .add(lid, {"public", "b", "m"}, {{"text", "1"}})
                        .add(box, {"public", "c"}, {{"text", "x"}})
                        .schema();
    DiffOptions options;
    options.renames.push_back({&box, pack({"public", "a"}), pack({"public", "b"})});
    CHECK(changes(from, to, options) ==
          "lid public.a.l was removed\n"
          "box public.a was renamed to public.b\n"
          "box public.b: text is y, was x\n"
          "lid public.b.m was added\n"
          "box public.c was added\n");
}

TEST_CASE("a text that differs by a renamed object's name alone follows the rename") {
    auto const from = Build()
                          .add(box, {"public", "old name"}, {{"text", "x"}})
                          .add(box, {"public", "v"}, {{"text", "SELECT 1 FROM \"old name\" o"}})
                          .schema();
    auto const to = Build()
                        .add(box, {"public", "fresh"}, {{"text", "x"}})
                        .add(box, {"public", "v"}, {{"text", "SELECT 1 FROM fresh o"}})
                        .schema();
    CHECK(changes(from, to) ==
          "box public.\"old name\" was renamed to public.fresh\n"
          "box public.v: text is SELECT 1 FROM fresh o, was SELECT 1 FROM \"old name\" o "
          "(follows)\n");
    auto const other = Build()
                           .add(box, {"public", "fresh"}, {{"text", "x"}})
                           .add(box, {"public", "v"}, {{"text", "SELECT 2 FROM fresh o"}})
                           .schema();
    CHECK(changes(from, other).ends_with("was SELECT 1 FROM \"old name\" o\n"));
}

TEST_CASE("a renamed part is found in a renamed whole given by a hint") {
    auto const from = Build()
                          .add(box, {"public", "a"}, {{"text", "x"}})
                          .add(lid, {"public", "a", "l"}, {{"text", "1"}})
                          .schema();
    auto const to = Build()
                        .add(box, {"public", "b"}, {{"text", "x"}})
                        .add(lid, {"public", "b", "m"}, {{"text", "1"}})
                        .schema();
    DiffOptions options;
    options.renames.push_back({&box, pack({"public", "a"}), pack({"public", "b"})});
    CHECK(changes(from, to, options) ==
          "box public.a was renamed to public.b\nlid public.a.l was renamed to public.b.m\n");
}
