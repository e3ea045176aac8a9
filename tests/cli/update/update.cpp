#include <doctest/doctest.h>

#include <filesystem>

#include "support/project.hpp"

namespace lockstep::tests {
namespace {

constexpr auto schema =
    "CREATE TYPE organization_type AS ENUM ('team', 'personal');\n"
    "CREATE TABLE organizations (id uuid PRIMARY KEY, type organization_type NOT NULL);\n";

TEST_CASE("update writes generated files, snapshots and versions, and then nothing any more") {
    Project const project;
    project.write("schema.sql", schema);
    project.write("schema_sync_config.json",
                  R"({"local_schemas": {"root_dir": "schemas", "enums_file": "schemas/enums.py",
                        "entities_dir": "schemas/database",
                        "version_file": "schemas/schema_version.py",
                        "definitions": [{"source": "schema.snapshot.json"}]},
                      "sync_rules": {"auto_update_version": true}})");
    auto const dry = project.run({"update", "--db", "schema.sql", "--dry-run"});
    CHECK(dry.exit_code == 0);
    CHECK(holds(dry.out, "--- /dev/null\n+++ b/schemas/schema_version.py\n@@ -0,0 +1,8 @@\n"));
    CHECK_FALSE(std::filesystem::exists(project.path("schemas")));
    auto const first = project.run({"update", "--db", "schema.sql"});
    CHECK(first.exit_code == 0);
    CHECK(first.out ==
          "wrote schemas/schema_version.py\n"
          "wrote schema.snapshot.json\n"
          "recorded version 1\n");
    auto const again = project.run({"update", "--db", "schema.sql"});
    CHECK(again.out.empty());
    CHECK(project.run({"check", "--db", "schema.sql"}).exit_code == 0);

    project.write("schema.sql", std::string(schema) + "CREATE TABLE more (id int, b int);");
    auto const changed = project.run({"update", "--db", "schema.sql"});
    CHECK(changed.out ==
          "updated schemas/schema_version.py\n"
          "updated schema.snapshot.json\n"
          "recorded version 2\n");
    CHECK(holds(project.read("schemas/schema_version.py"), "LAST_SYNC_DIFFERENCES = 1\n"));
    CHECK(project.run({"update", "--db", "schema.sql", "--dry-run"}).out.empty());
}

TEST_CASE("where no version was recorded, a snapshot tells how many differences there were") {
    Project const project;
    project.write("schema.sql", schema);
    project.write("schema_sync_config.json",
                  R"({"local_schemas": {
                        "version_file": "schemas/schema_version.py",
                        "definitions": [{"source": "schema.snapshot.json"}]}})");
    CHECK(project.run({"update", "--db", "schema.sql"}).exit_code == 0);
    project.write("schema.sql",
                  std::string(schema) + "CREATE TABLE more (id int); CREATE TABLE x ();");
    CHECK(project.run({"update", "--db", "schema.sql"}).exit_code == 0);
    CHECK(holds(project.read("schemas/schema_version.py"), "LAST_SYNC_DIFFERENCES = 2\n"));
}

TEST_CASE("update of an old layout with generated code keeps what is written by hand") {
    Project const project;
    project.write("schema.sql", schema);
    project.write("schema_sync_config.json",
                  R"({"schema_sync": {"local_schemas": {"enums_file": "schemas/enums.py",
                        "entities_dir": "schemas/database"},
                      "sync_rules": {"auto_generate_code": true}}})");
    project.write("schemas/enums.py",
                  "# mine\n# lockstep: begin OrganizationType\n# lockstep: end\n");
    auto const outcome = project.run({"update", "--db", "schema.sql"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out ==
          "updated schemas/enums.py\n"
          "wrote schemas/database/entities.py\n"
          "wrote schemas/database/relationships.py\n");
    CHECK(project.read("schemas/enums.py") ==
          "# mine\n"
          "# lockstep: begin OrganizationType\n"
          "class OrganizationType(str, Enum):\n"
          "    \"\"\"Values of public.organization_type.\"\"\"\n"
          "\n"
          "    TEAM = \"team\"\n"
          "    PERSONAL = \"personal\"\n"
          "# lockstep: end\n");
    CHECK(project.run({"update", "--db", "schema.sql"}).out.empty());
    CHECK(project.run({"check", "--db", "schema.sql", "--against", "python:schemas"}).exit_code ==
          0);
}

TEST_CASE("update says that there is nothing to update") {
    Project const project;
    project.write("schema.sql", schema);
    auto const outcome = project.run({"update", "--db", "schema.sql"});
    CHECK(outcome.exit_code == 0);
    CHECK(holds(outcome.err, "The config names no file that update could write"));
}

}  // namespace
}  // namespace lockstep::tests
