#include "report/inspect.hpp"

#include "base/files.hpp"
#include "schema/snapshot.hpp"
#include "support/report_sample.hpp"
#include "support/support.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {
namespace {

/// Names that each of the languages would take for something else, keys of all sorts, a partition.
schema::Schema documented() {
    auto const file = repository_file("tests/report/documented.json");
    return schema::from_snapshot_json(read_text_file(file), file);
}

TEST_CASE("a schema as Markdown") {
    check_golden("documented.md", report::schema_as_markdown(documented()));
}

TEST_CASE("a schema as an entity-relationship diagram of Mermaid") {
    check_golden("documented.mmd", report::schema_as_mermaid(documented()));
}

TEST_CASE("a schema as a graph for Graphviz") {
    check_golden("documented.dot", report::schema_as_dot(documented()));
}

}  // namespace
}  // namespace lockstep::tests
