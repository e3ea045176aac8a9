#include "relay/relations.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "relay/decode_error.hpp"

namespace lockstep::relay {
namespace {

using News = Seen::News;
using Columns = std::vector<RelationColumn>;

RelationMessage table(Columns const& columns, bool partial = false) {
    return {.oid = 1,
            .schema = "public",
            .name = "t",
            .identity = 'd',
            .partial = partial,
            .columns = columns};
}

Columns const two{{"id", 23, -1, true}, {"a", 25}};

TEST_CASE("a relation is first, then as before, and keeps its OID's last definition") {
    Relations relations;
    CHECK_THROWS_AS(relations.at(1), StreamError);
    auto const first = relations.see(table(two));
    CHECK(first.news == News::first);
    CHECK(first.before == nullptr);
    CHECK(relations.see(table(two)).news == News::none);
    CHECK_EQ(relations.at(1), first.now);
    CHECK_EQ(relations.size(), 1);
}

TEST_CASE("whatever differs is a change, with both definitions") {
    std::vector<std::pair<char const*, RelationMessage>> changed{
        {"name", table(two)}, {"schema", table(two)}, {"identity", table(two)}};
    changed[0].second.name = "u";
    changed[1].second.schema = "other";
    changed[2].second.identity = 'f';
    Columns const renamed{{"id", 23, -1, true}, {"b", 25}};
    Columns const retyped{{"id", 23, -1, true}, {"a", 1043}};
    Columns const modified{{"id", 23, -1, true}, {"a", 25, 14}};
    Columns const unkeyed{{"id", 23, -1, false}, {"a", 25}};
    Columns const added{{"id", 23, -1, true}, {"a", 25}, {"b", 25}};
    Columns const dropped{{"id", 23, -1, true}};
    for (auto const* const columns : {&renamed, &retyped, &modified, &unkeyed, &added, &dropped}) {
        changed.emplace_back("columns", table(*columns));
    }
    for (auto const& [what, message] : changed) {
        CAPTURE(what);
        Relations relations;
        auto const first = relations.see(table(two));
        auto const seen = relations.see(message);
        CHECK(seen.news == News::changed);
        CHECK_EQ(seen.before, first.now);
        CHECK_FALSE(*seen.now == *seen.before);
        CHECK_EQ(relations.at(1), seen.now);
    }
}

TEST_CASE("what was known in part is completed, not changed, unless it contradicts") {
    Columns const part{{"a", 25}};
    Columns const other{{"a", 23}};
    Relations relations;
    CHECK(relations.see(table(part, true)).news == News::first);
    CHECK(relations.see(table(two)).news == News::completed);
    Relations contradicted;
    contradicted.see(table(other, true));
    CHECK(contradicted.see(table(two)).news == News::changed);
}

TEST_CASE("what was made known is news only where the stream says otherwise") {
    Relations before;
    auto const known = before.see(table(two)).now;
    Relations same;
    same.know(known);
    CHECK(same.see(table(two)).news == News::none);
    Relations other;
    other.know(known);
    CHECK(other.see(table({})).news == News::changed);
}

TEST_CASE("the names of types that are not built in are kept") {
    Relations relations;
    relations.see(TypeMessage{.oid = 9, .schema = "public", .name = "mood"});
    REQUIRE(relations.type(9) != nullptr);
    CHECK_EQ(relations.type(9)->name, "mood");
    CHECK_EQ(relations.type(10), nullptr);
}

}  // namespace
}  // namespace lockstep::relay
