// docs/schemas/snapshot.json is made from the table of kinds. After a change there,
// LOCKSTEP_UPDATE_DOCS=1 writes it anew.
#include <cstdlib>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/snapshot.hpp"
#include "support/build.hpp"
#include "support/json_schema.hpp"
#include "support/support.hpp"

using namespace lockstep;
using namespace lockstep::schema;

TEST_CASE("the JSON Schema of snapshots follows from the table of kinds") {
    auto const file = tests::repository_file("docs/schemas/snapshot.json");
    if (std::getenv("LOCKSTEP_UPDATE_DOCS") != nullptr) {
        write_file(file, snapshot_json_schema());
    }
    CHECK(read_file_if_any(file).value_or("") == snapshot_json_schema());
}

TEST_CASE("a snapshot is valid by its JSON Schema, and one with a foreign property is not") {
    auto const schema = nlohmann::json::parse(snapshot_json_schema());
    auto const snapshot =
        tests::Build()
            .add(kind::table, {"public", "t"}, {{"owner", nullptr}, {"row_security", "true"}})
            .add(kind::column, {"public", "t", "a"}, {{"type", "integer"}})
            .schema();
    auto value = nlohmann::json::parse(to_snapshot_json(snapshot));
    CHECK(tests::schema_errors(schema, value).empty());
    value["objects"][0]["colour"] = "red";
    CHECK_FALSE(tests::schema_errors(schema, value).empty());
}
