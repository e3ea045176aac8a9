#include <doctest/doctest.h>

#include "schema/kinds/kinds.hpp"
#include "support/alter.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using schema::pack;

namespace {

struct ViewColumn {
    std::string_view name, type, default_value;
    std::string_view collation{};
};

schema::Schema view(std::string_view definition, std::initializer_list<ViewColumn> columns,
                    std::string const& with = {}) {
    std::vector<std::string> names;
    Build build;
    for (auto const& [name, type, default_value, collation] : columns) {
        names.emplace_back(name);
        build.add(schema::kind::view_column, {"s", "v", name},
                  {{"type", type}, {"collation", collation}, {"default", default_value}});
    }
    auto const packed = pack(names);
    build.add(schema::kind::view, {"s", "v"},
              {{"definition", definition}, {"columns", packed}, {"with", with}});
    return build.schema();
}

std::string altered_view(schema::Schema const& from, schema::Schema const& to) {
    return altered(schema::kind::view, {"s", "v"}, from, to);
}

}  // namespace

TEST_CASE("a view is replaced when its columns stay and new ones come behind them") {
    auto const before = view(" SELECT 1 AS a;", {{"a", "integer", ""}});
    CHECK(altered_view(before, view(" SELECT 2 AS a;", {{"a", "integer", ""}})) ==
          "CREATE OR REPLACE VIEW s.v AS\n SELECT 2 AS a;");
    CHECK(altered_view(before, view(" SELECT 2;", {{"a", "integer", ""}, {"b", "text", "1"}})) ==
          "CREATE OR REPLACE VIEW s.v AS\n SELECT 2; ALTER VIEW s.v ALTER COLUMN b SET DEFAULT 1;");
}

TEST_CASE("a view is made anew when a column goes, moves, or has another type or collation") {
    auto const before = view("x", {{"a", "integer", ""}, {"b", "integer", ""}});
    CHECK(altered_view(before, view("y", {{"a", "integer", ""}})) == "anew");
    CHECK(altered_view(before, view("y", {{"b", "integer", ""}, {"a", "integer", ""}})) == "anew");
    CHECK(altered_view(before, view("y", {{"a", "integer", ""}, {"b", "text", ""}})) == "anew");
    CHECK(altered_view(view("x", {{"a", "text", ""}}), view("y", {{"a", "text", "", "s.c"}})) ==
          "anew");
}

TEST_CASE("a view's options change in place, with its replacement where there is one") {
    auto const barrier = pack({"security_barrier=true"});
    auto const check = pack({"check_option=local"});
    CHECK(altered_view(view("x", {}, barrier), view("x", {}, check)) ==
          "ALTER VIEW s.v SET (check_option='local'); ALTER VIEW s.v RESET (security_barrier);");
    CHECK(altered_view(view("x", {}, barrier), view("y", {}, check)) ==
          "CREATE OR REPLACE VIEW s.v WITH (check_option='local') AS\ny;");
}

TEST_CASE("a view's column has its default set and dropped") {
    auto const& column = schema::kind::view_column;
    CHECK(altered(column, {"s", "v", "a"}, {}, {{"default", "1"}}) ==
          "ALTER VIEW s.v ALTER COLUMN a SET DEFAULT 1;");
    CHECK(altered(column, {"s", "v", "a"}, {{"default", "1"}}, {}) ==
          "ALTER VIEW s.v ALTER COLUMN a DROP DEFAULT;");
}

TEST_CASE("how a materialized view's column is stored is set and set back") {
    auto const& column = schema::kind::view_column;
    auto const options = pack({"n_distinct=5"});
    CHECK(altered(column, {"s", "v", "a"}, {{"type", "text"}},
                  {{"type", "text"}, {"storage", "EXTERNAL"}, {"statistics", "7"}}) ==
          "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a SET STORAGE EXTERNAL; "
          "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a SET STATISTICS 7;");
    CHECK(altered(column, {"s", "v", "a"}, {{"type", "text"}, {"storage", "EXTERNAL"}},
                  {{"type", "text"}},
                  150000) == "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a SET STORAGE EXTENDED;");
    CHECK(altered(column, {"s", "v", "a"},
                  {{"compression", "lz4"}, {"statistics", "7"}, {"with", options}}, {}) ==
          "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a SET COMPRESSION DEFAULT; "
          "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a SET STATISTICS -1; "
          "ALTER MATERIALIZED VIEW s.v ALTER COLUMN a RESET (n_distinct);");
}

TEST_CASE("a materialized view changes in all but its definition") {
    auto const& kind = schema::kind::materialized_view;
    auto const fill = pack({"fillfactor=70"});
    CHECK(altered(kind, {"s", "v"}, {{"tablespace", "fast"}, {"clustered_on", "i"}},
                  {{"access_method", "my am"}, {"with", fill}}) ==
          "ALTER MATERIALIZED VIEW s.v SET ACCESS METHOD \"my am\"; "
          "ALTER MATERIALIZED VIEW s.v SET TABLESPACE pg_default; "
          "ALTER MATERIALIZED VIEW s.v SET (fillfactor='70'); "
          "ALTER MATERIALIZED VIEW s.v SET WITHOUT CLUSTER;");
    CHECK(altered(kind, {"s", "v"}, {}, {{"access_method", "x"}}, 140000) == "anew");
    CHECK(altered(kind, {"s", "v"}, {{"definition", "a"}}, {{"definition", "b"}}) == "anew");
}
