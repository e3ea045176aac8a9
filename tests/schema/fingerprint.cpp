#include "schema/fingerprint.hpp"

#include <doctest/doctest.h>

#include "base/hash.hpp"
#include "support/build.hpp"
#include "support/test_kinds.hpp"

using namespace lockstep;
using namespace lockstep::schema;
using namespace lockstep::tests;

namespace {

Schema two_boxes() {
    return Build()
        .add(box, {"public", "a"}, {{"text", "x"}})
        .add(lid, {"public", "a", "top"})
        .add(box, {"other", "b"}, {{"flag", "true"}})
        .schema();
}

std::string canonical(Schema const& schema) {
    std::string json;
    append_canonical_json(json, schema.objects.front());
    return json;
}

}  // namespace

TEST_CASE("the canonical JSON has kind, name, then properties in the kind's order") {
    auto const list = pack({"1", "", "zwei\n"});
    auto const schema = Build()
                            .add(box, {"public", "a\"b"},
                                 {{"list", list},
                                  {"flag", "true"},
                                  {"comment", nullptr},
                                  {"derived", "from others"},
                                  {"text", "tab\t, \\, \x01, größe"}})
                            .schema();
    CHECK(canonical(schema) ==
          "{\"kind\":\"box\",\"name\":[\"public\",\"a\\\"b\"],\"comment\":null,"
          "\"text\":\"tab\\t, \\\\, \\u0001, "
          "größe\",\"flag\":true,\"list\":[\"1\",\"\",\"zwei\\n\"]}");
}

TEST_CASE("a fingerprint is the hash of hashes: objects, namespaces, the schema") {
    auto const schema = two_boxes();
    auto const a =
        to_hex(sha256("{\"kind\":\"box\",\"name\":[\"public\",\"a\"],\"text\":\"x\"}\n"
                      "{\"kind\":\"lid\",\"name\":[\"public\",\"a\",\"top\"]}\n"));
    auto const b = to_hex(sha256("{\"kind\":\"box\",\"name\":[\"other\",\"b\"],\"flag\":true}\n"));
    auto const other = to_hex(sha256(b + "\n"));
    auto const open = to_hex(sha256(a + "\n"));
    auto const found = fingerprint(schema);
    CHECK(fingerprint(schema, *schema.find(box, Names(std::string_view("public\0a\0", 9)))) == a);
    CHECK(found.namespaces == decltype(found.namespaces){{"other", other}, {"public", open}});
    CHECK(found.schema == to_hex(sha256("\"other\" " + other + "\n\"public\" " + open + "\n")));
}

TEST_CASE("a change in one namespace leaves the fingerprint of the others") {
    auto const before = fingerprint(two_boxes());
    auto const after = fingerprint(Build()
                                       .add(box, {"public", "a"}, {{"text", "y"}})
                                       .add(lid, {"public", "a", "top"})
                                       .add(box, {"other", "b"}, {{"flag", "true"}})
                                       .schema());
    CHECK(before.namespaces.at("other") == after.namespaces.at("other"));
    CHECK(before.namespaces.at("public") != after.namespaces.at("public"));
    CHECK(before.schema != after.schema);
}

TEST_CASE("a namespace's own name is in its hash: two namespaces cannot swap what they hold") {
    auto const one = Build().add(box, {"a", "x"}, {{"text", "1"}}).schema();
    auto const two = Build().add(box, {"b", "x"}, {{"text", "1"}}).schema();
    CHECK(fingerprint(one).schema != fingerprint(two).schema);
}

TEST_CASE("derived properties and places are no part of a fingerprint") {
    auto const one =
        Build().add(box, {"a", "x"}, {{"derived", "1"}}, {.file = 0, .line = 7}).schema();
    auto const two = Build().add(box, {"a", "x"}).schema();
    CHECK(fingerprint(one).schema == fingerprint(two).schema);
}

TEST_CASE("an empty schema has a fingerprint") {
    CHECK(fingerprint(Schema{}).schema ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
