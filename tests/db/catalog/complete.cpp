// The kitchen sink has all that there is: a kind or a property that it lacks would be proved by
// nothing.
#include <map>
#include <set>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "schema/kind.hpp"
#include "support/kitchen_sink.hpp"
#include "support/read_schema.hpp"
#include "support/scratch.hpp"

using namespace lockstep;

namespace {

/// What no definition can bring about, and why.
std::set<std::string> excused() {
    return {
        "security label",        // needs a provider, which is a module loaded at the server's start
        "security label.label",  // the same
        "constraint.invalid",    // is left by a build that failed; see routes.cpp
        "extension.chosen_version",  // needs an extension of several versions
    };
}

/// The major version that a property came with.
int first_major(std::string const& property) {
    static std::map<std::string, int> const firsts{
        {"base type.subscript", 14},
        {"function.sql_body", 14},
        {"procedure.sql_body", 14},
        {"column.compression", 14},
        {"view column.compression", 14},
        {"range type.multirange", 14},
        {"subscription.binary", 14},
        {"subscription.streaming", 14},
        {"constraint.nulls_not_distinct", 15},
        {"constraint.on_delete_columns", 15},
        {"index.nulls_not_distinct", 15},
        {"sequence.unlogged", 15},
        {"publication table.columns", 15},
        {"publication table.where", 15},
        {"publication schema", 15},
        {"subscription.two_phase", 15},
        {"subscription.disable_on_error", 15},
        {"collation.rules", 16},
        {"subscription.no_password_required", 16},
        {"subscription.run_as_owner", 16},
        {"subscription.origin", 16},
        {"subscription.failover", 17},
        {"column.virtual", 18},
        {"column.not_null_constraint", 18},
        {"column.not_null_comment", 18},
        {"constraint.not_enforced", 18},
        {"constraint.period", 18},
        {"publication.generated_columns", 18},
    };
    auto const found = firsts.find(property);
    return found == firsts.end() ? 0 : found->second;
}

}  // namespace

TEST_CASE("the kitchen sink has every kind and every property that the server's version has") {
    tests::TestDatabase database;
    tests::make_kitchen_sink(database.connection());
    auto const schema = tests::read_schema(database.url());
    std::set<std::string> found;
    for (auto const& object : schema.objects) {
        auto const& kind = *object.id.kind;
        found.emplace(kind.name);
        for (auto const& field : object.fields) {
            found.insert(fmt::format("{}.{}", kind.name, kind.properties[field.index].name));
        }
    }
    constexpr int versions_per_major = 10000;
    auto const major = schema.server_version / versions_per_major;
    auto const excuses = excused();
    std::string missing;
    auto const expect = [&](std::string const& name) {
        if (!found.contains(name) && !excuses.contains(name) && major >= first_major(name)) {
            missing += name + '\n';
        }
    };
    for (auto const* const kind : schema::kinds()) {
        expect(std::string(kind->name));
        for (auto const& property : kind->properties) {
            expect(fmt::format("{}.{}", kind->name, property.name));
        }
    }
    CHECK(missing == "");
}
