#include "relay/journal_entries.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "schema/kind.hpp"
#include "support/build.hpp"

namespace lockstep::relay {
namespace {

using Names = std::vector<std::string>;

Names names_of(std::string_view kind, std::initializer_list<std::string_view> names) {
    auto const schema = tests::Build().add(*schema::find_kind(kind), names).schema();
    return names_in_journal(schema.objects.front());
}

TEST_CASE("a table is entered under its own name, quoted where it must be") {
    CHECK_EQ(names_of("table", {"public", "orders"}), Names{"public.orders"});
    CHECK_EQ(names_of("table", {"a b", "select"}), Names{R"("a b"."select")"});
}

TEST_CASE("what is part of a table may be entered as a change of the table") {
    auto const names = names_of("column", {"public", "orders", "total"});
    CHECK(std::ranges::count(names, "public.orders") == 1);
}

TEST_CASE("a trigger is entered as being on its table") {
    auto const names = names_of("trigger", {"public", "orders", "audit"});
    CHECK(std::ranges::count(names, "audit on public.orders") == 1);
}

TEST_CASE("of several entries the newest counts") {
    LastEntries const entries{{"public.t", {.id = 3, .user = "ann"}},
                              {"t1 on public.t", {.id = 5, .user = "bob"}}};
    CHECK_EQ(newest_entry(entries, {"public.t", "t1 on public.t"})->user, "bob");
    CHECK_EQ(newest_entry(entries, {"public.t"})->user, "ann");
    CHECK_FALSE(newest_entry(entries, {"public.x"}));
}

}  // namespace
}  // namespace lockstep::relay
