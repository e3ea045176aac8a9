// The catalog's truth: what is read of a database makes the same database again. The judges are
// pg_dump, where one is installed that can read the server, and our own reading of the copy.
#include <doctest/doctest.h>

#include "diff/change.hpp"
#include "plan/create.hpp"
#include "schema/fingerprint.hpp"
#include "schema/snapshot.hpp"
#include "support/dump.hpp"
#include "support/kitchen_sink.hpp"
#include "support/read_schema.hpp"
#include "support/scratch.hpp"

using namespace lockstep;

namespace {

std::string changes_between(schema::Schema const& from, schema::Schema const& to) {
    std::string text;
    for (auto const& change : diff::diff(from, to).list) {
        text += diff::describe(change) + '\n';
    }
    return text;
}

/// The kitchen sink, read once.
struct Original {
    tests::TestDatabase database;
    schema::Schema schema;

    Original() {
        tests::make_kitchen_sink(database.connection());
        // A connection of its own: the kitchen's may hold settings.
        schema = tests::read_schema(database.url(), {.dependencies = true});
    }
};

Original& original() {
    static Original one;
    return one;
}

}  // namespace

TEST_CASE("what is read of the kitchen sink makes it again") {
    auto& sink = original();
    tests::TestDatabase copy;
    tests::run_script(copy.connection(), "inspect.sql",
                      plan::to_script(plan::create_all(sink.schema), ""));
    auto const again = tests::read_schema(copy.url(), {.dependencies = true});
    CHECK(changes_between(sink.schema, again) == "");
    CHECK(schema::fingerprint(sink.schema).schema == schema::fingerprint(again).schema);
    auto const version = sink.schema.server_version;
    auto const wanted = tests::dump_of(sink.database.url(), version);
    if (wanted) {
        CHECK(tests::difference_of_dumps(*tests::dump_of(copy.url(), version), *wanted) == "");
    } else {
        MESSAGE("no pg_dump for this server: judged by our own reading alone");
    }
}

TEST_CASE("the kitchen sink dumped and restored is the same") {
    auto& sink = original();
    // A newer pg_dump writes what the newer server has by default.
    auto const dump = tests::dump_of(sink.database.url(), sink.schema.server_version,
                                     tests::Dumper::of_same_major);
    if (!dump) {
        MESSAGE("no pg_dump for this server");
        return;
    }
    tests::TestDatabase copy;
    tests::run_script(copy.connection(), "dump.sql", *dump);
    CHECK(changes_between(sink.schema, tests::read_schema(copy.url())) == "");
}

TEST_CASE("the kitchen sink survives its snapshots") {
    auto& sink = original();
    auto const text = schema::to_snapshot_json(sink.schema);
    CHECK(changes_between(sink.schema, schema::from_snapshot_json(text, "sink.json")) == "");
    auto const yaml = schema::to_snapshot_yaml(sink.schema);
    CHECK(changes_between(sink.schema, schema::from_snapshot_yaml(yaml, "sink.yaml")) == "");
}
