#include <doctest/doctest.h>

#include "schema/kinds/kinds.hpp"
#include "support/alter.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using schema::pack;

TEST_CASE("options of wrappers, servers and user mappings are added, set and dropped") {
    auto const before = pack({"host=a", "port=1"});
    auto const after = pack({"dbname=x", "host=b"});
    CHECK(altered(schema::kind::server, {"my srv"},
                  {{"wrapper", "w"}, {"version", "1"}, {"options", before}},
                  {{"wrapper", "w"}, {"options", after}}) ==
          "ALTER SERVER \"my srv\" VERSION NULL; "
          "ALTER SERVER \"my srv\" OPTIONS (DROP port, ADD dbname 'x', SET host 'b');");
    CHECK(altered(schema::kind::server, {"srv"}, {{"type", "a"}}, {{"type", "b"}}) == "anew");
    CHECK(altered(schema::kind::user_mapping, {"srv", "public"}, {}, {{"options", before}}) ==
          "ALTER USER MAPPING FOR PUBLIC SERVER srv OPTIONS (ADD host 'a', ADD port '1');");
    CHECK(altered(schema::kind::foreign_data_wrapper, {"w"}, {{"handler", "s.h"}},
                  {{"validator", "s.v"}}) ==
          "ALTER FOREIGN DATA WRAPPER w NO HANDLER; ALTER FOREIGN DATA WRAPPER w VALIDATOR s.v;");
}

TEST_CASE("a publication changes in all but being of all tables") {
    auto const& kind = schema::kind::publication;
    CHECK(altered(kind, {"p"}, {{"publish", "insert"}, {"generated_columns", "stored"}},
                  {{"publish", "insert, update"}, {"via_root", "true"}}) ==
          "ALTER PUBLICATION p SET (publish = 'insert, update'); "
          "ALTER PUBLICATION p SET (publish_via_partition_root = true); "
          "ALTER PUBLICATION p SET (publish_generated_columns = none);");
    CHECK(altered(kind, {"p"}, {{"all_tables", "true"}}, {}) == "anew");
}

TEST_CASE("a subscription changes without asking its publisher") {
    auto const& kind = schema::kind::subscription;
    auto const publications = pack({"a", "b c"});
    CHECK(altered(kind, {"s"}, {{"slot", "x"}, {"binary", "true"}, {"origin", "none"}},
                  {{"publications", publications}, {"no_password_required", "true"}}) ==
          "ALTER SUBSCRIPTION s SET PUBLICATION a, \"b c\" WITH (refresh = false); "
          "ALTER SUBSCRIPTION s SET (slot_name = 's'); "
          "ALTER SUBSCRIPTION s SET (binary = false); "
          "ALTER SUBSCRIPTION s SET (password_required = false); "
          "ALTER SUBSCRIPTION s SET (origin = 'any');");
    CHECK(altered(kind, {"s"}, {{"slot", "x"}}, {{"no_slot", "true"}}) ==
          "ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION s SET (slot_name = NONE);");
    CHECK(altered(kind, {"s"}, {{"no_slot", "true"}}, {}) ==
          "ALTER SUBSCRIPTION s SET (slot_name = 's');");
    CHECK(altered(kind, {"s"}, {{"streaming", "on"}}, {}, 170000) ==
          "ALTER SUBSCRIPTION s SET (streaming = off);");
    CHECK(altered(kind, {"s"}, {{"streaming", "on"}}, {}) ==
          "ALTER SUBSCRIPTION s SET (streaming = parallel);");
    CHECK(altered(kind, {"s"}, {}, {{"failover", "true"}}) == "anew");
}

TEST_CASE("a subscription leaves its slot before it goes, as DROP would ask the publisher") {
    auto const& kind = schema::kind::subscription;
    auto const schema = Build().add(kind, {"s"}).schema();
    CHECK(to_text(kind.remove(schema.objects[0], schema, schema)) ==
          "ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION s SET (slot_name = NONE); "
          "DROP SUBSCRIPTION s;");
}

TEST_CASE("an extension is updated and moved") {
    CHECK(altered(schema::kind::extension, {"hstore"}, {{"schema", "a"}, {"version", "1.7"}},
                  {{"schema", "b"}, {"version", "1.8"}}) ==
          "ALTER EXTENSION hstore SET SCHEMA b; ALTER EXTENSION hstore UPDATE TO '1.8';");
}

TEST_CASE("an event trigger is enabled and disabled in place") {
    auto const& kind = schema::kind::event_trigger;
    CHECK(altered(kind, {"e"}, {}, {{"enabled", "DISABLE"}}) == "ALTER EVENT TRIGGER e DISABLE;");
    CHECK(altered(kind, {"e"}, {{"enabled", "ENABLE ALWAYS"}}, {}) ==
          "ALTER EVENT TRIGGER e ENABLE;");
    CHECK(altered(kind, {"e"}, {{"event", "sql_drop"}}, {{"event", "ddl_command_end"}}) == "anew");
}

TEST_CASE("a namespace is renamed, not moved") {
    auto const& kind = schema::kind::name_space;
    auto const schema = Build().add(kind, {"a"}).add(kind, {"b c"}).schema();
    CHECK(to_text(kind.rename(schema.objects[0], schema.objects[1])) ==
          "ALTER SCHEMA a RENAME TO \"b c\";");
}

TEST_CASE("the mappings of a text search configuration change one by one") {
    auto const before = pack({"asciiword=s.a", "email=s.a", "word=s.a"});
    auto const after = pack({"asciiword=s.a", "int=s.b, s.c", "word=s.b"});
    CHECK(altered(schema::kind::text_search_configuration, {"s", "c"}, {{"mappings", before}},
                  {{"mappings", after}}) ==
          "ALTER TEXT SEARCH CONFIGURATION s.c DROP MAPPING FOR email; "
          "ALTER TEXT SEARCH CONFIGURATION s.c ADD MAPPING FOR \"int\" WITH s.b, s.c; "
          "ALTER TEXT SEARCH CONFIGURATION s.c ALTER MAPPING FOR word WITH s.b;");
}

TEST_CASE("the options of a text search dictionary change, and go when they are named alone") {
    CHECK(altered(schema::kind::text_search_dictionary, {"s", "d"},
                  {{"template", "t"}, {"options", "language = 'a', stopwords = 'x, ''y'"}},
                  {{"template", "t"}, {"options", "language = 'b', accept = 'false'"}}) ==
          "ALTER TEXT SEARCH DICTIONARY s.d (stopwords, accept = 'false', language = 'b');");
    CHECK(altered(schema::kind::text_search_dictionary, {"s", "d"}, {{"template", "t"}},
                  {{"template", "u"}}) == "anew");
}

TEST_CASE("a collation is made anew, and what is sorted by it converted") {
    CHECK(altered(schema::kind::collation, {"s", "c"}, {{"locale", "de"}}, {{"locale", "en"}}) ==
          "anew");
    CHECK(schema::kind::collation.set_aside);
}
