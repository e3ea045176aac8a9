// Rows survive what keeps them by its meaning. The files of tests/cases/data have sections: `from`
// and `to` (what stands before them is in both), the `rows` that go in, and the `query` that must
// give the same before and after; `query after` where things have other names then. What the user
// says was renamed stands in `renames`, a line each: `kind|schema.name|schema.name`.
#include <map>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/text.hpp"
#include "support/kitchen_sink.hpp"
#include "support/plan_proof.hpp"
#include "support/repository.hpp"
#include "support/scratch.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

using Sections = std::map<std::string, std::string>;

Sections sections_of(std::string const& text) {
    Sections sections;
    std::string name = "both";
    for (auto const line : lines_of(text)) {
        if (line.starts_with("-- ")) {
            name = line.substr(3);
        } else {
            sections[name] += std::string(line) + "\n";
        }
    }
    return sections;
}

schema::Schema schema_of(TestDatabase& database) {
    pg::Transaction const transaction(database.connection());
    return read_for_plan(database.connection());
}

std::vector<diff::RenameHint> hints(std::string const& lines) {
    std::vector<diff::RenameHint> found;
    for (auto const line : lines_of(lines)) {
        auto const parts = split(std::string(line), '|');
        if (parts.size() == 3) {
            found.push_back({schema::find_kind(parts[0]), schema::pack(split(parts[1], '.')),
                             schema::pack(split(parts[2], '.'))});
        }
    }
    return found;
}

/// A hash of the rows of a query.
std::string rows_of(TestDatabase& database, std::string const& query) {
    database.run("SET search_path = public");
    return database.value(
        "SELECT count(*) || ' rows ' || md5(string_agg(r::text, '|' ORDER BY "
        "r::text)) FROM (" +
        query + ") q(r)");
}

std::string prove(std::string const& name, Sections sections, bool online) {
    TestDatabase from;
    TestDatabase to;
    run_script(from.connection(), name,
               sections["both"] + sections["from"] + ";" + sections["rows"]);
    run_script(to.connection(), name, sections["both"] + sections["to"]);
    auto const before = rows_of(from, sections["query"]);
    auto const start = schema_of(from);
    auto const end = schema_of(to);
    auto const plan = plan::make_plan(
        start, end, {.diff = {.renames = hints(sections["renames"])}, .online = online});
    auto const script = plan::to_script(plan, name);
    try {
        run_plan(from.connection(), plan);
        auto const after = rows_of(
            from, sections.contains("query after") ? sections["query after"] : sections["query"]);
        if (before != after || before.starts_with("0 ")) {
            return fmt::format("{} before, {} after\n{}", before, after, script);
        }
        auto const left = what_is_left(schema_of(from), end);
        return left.empty() ? "" : left + "\n" + script;
    } catch (pg::Error const& error) {
        return fmt::format("{}\n{}", error.what(), script);
    }
}

}  // namespace

void prove_all(bool online) {
    auto const files = files_for_server("tests/cases/data", shared_server().server_version());
    REQUIRE(files.size() > 10);
    for (auto const& [name, text] : files) {
        auto const wrong = prove(name, sections_of(text), online);
        CHECK_MESSAGE(wrong.empty(), fmt::format("{}: {}", name, wrong));
    }
}

TEST_CASE("rows survive what keeps them by its meaning") {
    prove_all(false);
}

TEST_CASE("rows survive what keeps them by its meaning, also online") {
    prove_all(true);
}
