#include <doctest/doctest.h>

#include "schema/kinds/kinds.hpp"
#include "support/alter.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using schema::pack;

namespace {

std::string altered_enum(std::initializer_list<std::string_view> before,
                         std::initializer_list<std::string_view> after) {
    auto const olds = pack(before);
    auto const news = pack(after);
    return altered(schema::kind::enum_type, {"public", "mood"}, {{"values", olds}},
                   {{"values", news}});
}

}  // namespace

TEST_CASE("values of an enum are added where they stand, renamed where they stand") {
    CHECK(altered_enum({"a"}, {"a", "b", "c"}) ==
          "ALTER TYPE public.mood ADD VALUE 'b'; ALTER TYPE public.mood ADD VALUE 'c';");
    CHECK(altered_enum({"b", "d"}, {"a", "b", "c", "c'", "d"}) ==
          "ALTER TYPE public.mood ADD VALUE 'a' BEFORE 'b'; ALTER TYPE public.mood ADD VALUE 'c' "
          "BEFORE 'd'; ALTER TYPE public.mood ADD VALUE 'c''' BEFORE 'd';");
    CHECK(altered_enum({}, {"a"}) == "ALTER TYPE public.mood ADD VALUE 'a';");
    CHECK(altered_enum({"a", "b"}, {"a", "\\"}) ==
          "ALTER TYPE public.mood RENAME VALUE 'b' TO E'\\\\';");
}

TEST_CASE("an enum is made anew when values go or change places") {
    CHECK(altered_enum({"a", "b"}, {"b"}) == "anew");
    CHECK(altered_enum({"a", "b"}, {"b", "a"}) == "anew");
    CHECK(altered_enum({"a", "b"}, {"b", "c"}) == "anew");
    CHECK(altered_enum({"a", "b", "c"}, {"a", "d", "e", "f"}) == "anew");
}

TEST_CASE("a domain changes its default and nullability in place, its type not") {
    auto const& domain = schema::kind::domain;
    CHECK(altered(domain, {"s", "d"}, {{"type", "text"}, {"default", "'a'::text"}},
                  {{"type", "text"}, {"not_null", "true"}}) ==
          "ALTER DOMAIN s.d DROP DEFAULT; ALTER DOMAIN s.d SET NOT NULL;");
    CHECK(altered(domain, {"s", "d"}, {{"type", "text"}, {"not_null", "true"}},
                  {{"type", "text"}, {"default", "'a'::text"}}) ==
          "ALTER DOMAIN s.d SET DEFAULT 'a'::text; ALTER DOMAIN s.d DROP NOT NULL;");
    CHECK(altered(domain, {"s", "d"}, {{"type", "text"}}, {{"type", "integer"}}) == "anew");
    CHECK(domain.set_aside);
}

TEST_CASE("a domain's constraint is validated in place, and renamed") {
    auto const& kind = schema::kind::domain_constraint;
    CHECK(altered(kind, {"s", "d", "c"}, {{"expression", "x"}, {"not_valid", "true"}},
                  {{"expression", "x"}}) == "ALTER DOMAIN s.d VALIDATE CONSTRAINT c;");
    CHECK(altered(kind, {"s", "d", "c"}, {{"expression", "x"}},
                  {{"expression", "x"}, {"not_valid", "true"}}) == "anew");
    CHECK(altered(kind, {"s", "d", "c"}, {{"expression", "x"}}, {{"expression", "y"}}) == "anew");
    auto const schema = Build().add(kind, {"s", "d", "a b"}).add(kind, {"s", "d", "c"}).schema();
    CHECK(to_text(kind.rename(schema.objects[0], schema.objects[1])) ==
          "ALTER DOMAIN s.d RENAME CONSTRAINT \"a b\" TO c;");
}

TEST_CASE("an attribute of a composite type changes in place") {
    auto const& attribute = schema::kind::attribute;
    CHECK(altered(attribute, {"s", "t", "a"}, {{"type", "integer"}},
                  {{"type", "text"}, {"collation", "\"C\""}}) ==
          "ALTER TYPE s.t ALTER ATTRIBUTE a TYPE text COLLATE \"C\";");
    auto const schema = Build()
                            .add(schema::kind::composite_type, {"s", "t"})
                            .add(attribute, {"s", "t", "a"}, {{"type", "integer"}})
                            .schema();
    auto const& object = schema.objects[1];
    CHECK(to_text(attribute.add(object, schema)) == "ALTER TYPE s.t ADD ATTRIBUTE a integer;");
    CHECK(to_text(attribute.remove(object, schema, schema)) == "ALTER TYPE s.t DROP ATTRIBUTE a;");
}

TEST_CASE("a composite type is made anew where an attribute comes between others") {
    auto const& type = schema::kind::composite_type;
    auto const two = pack({"a", "c"});
    auto const appended = pack({"a", "c", "b"});
    auto const between = pack({"a", "b", "c"});
    auto const fewer = pack({"c"});
    CHECK(altered(type, {"s", "t"}, {{"columns", two}}, {{"columns", between}}) == "anew");
    auto const remade = [&](std::string const& before, std::string const& after) {
        auto const from = Build().add(type, {"s", "t"}, {{"columns", before}}).schema();
        auto const to = Build().add(type, {"s", "t"}, {{"columns", after}}).schema();
        return type.must_be_remade({from.objects[0], to.objects[0], from, to});
    };
    CHECK(remade(appended, between));
    CHECK_FALSE(remade(two, appended));
    CHECK_FALSE(remade(between, two));
    CHECK_FALSE(remade(two, fewer));
}

TEST_CASE("a range type's multirange is renamed with it") {
    auto const& range = schema::kind::range_type;
    auto const schema = Build().add(range, {"a", "my_range"}).add(range, {"b", "span"}).schema();
    auto const text = to_text(range.rename(schema.objects[0], schema.objects[1]));
    CHECK(
        text.starts_with("ALTER TYPE a.my_range SET SCHEMA b; ALTER TYPE b.my_range RENAME TO "
                         "span; DO $$DECLARE f pg_catalog.regprocedure; BEGIN "
                         "IF pg_catalog.to_regtype('a.my_multirange') IS NOT NULL THEN "
                         "ALTER TYPE a.my_multirange SET SCHEMA b; "
                         "ALTER TYPE b.my_multirange RENAME TO span_multirange; END IF; FOR f "));
}

TEST_CASE("what a base type's values are stored in is for good, its helpers are not") {
    auto const& type = schema::kind::base_type;
    CHECK(altered(type, {"s", "t"}, {{"input", "s.i"}, {"receive", "s.r"}},
                  {{"input", "s.i"}, {"send", "s.s"}}) ==
          "ALTER TYPE s.t SET (RECEIVE = NONE); ALTER TYPE s.t SET (SEND = s.s);");
    CHECK(altered(type, {"s", "t"}, {{"storage", "main"}}, {{"storage", "extended"}}) ==
          "ALTER TYPE s.t SET (STORAGE = extended);");
    CHECK(altered(type, {"s", "t"}, {{"storage", "main"}}, {}) == "anew");
    CHECK(altered(type, {"s", "t"}, {{"length", "4"}}, {{"length", "8"}}) == "anew");
    CHECK(altered(type, {"s", "t"}, {{"shell", "true"}, {"length", "4"}},
                  {{"input", "s.i"}, {"output", "s.o"}, {"receive", "s.r"}, {"length", "-1"}}) ==
          "CREATE TYPE s.t (\n    INPUT = s.i,\n    OUTPUT = s.o,\n    RECEIVE = s.r,\n    "
          "INTERNALLENGTH = VARIABLE\n);");
}
