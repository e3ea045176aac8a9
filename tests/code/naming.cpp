#include "code/naming.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "code/english.hpp"

namespace lockstep::tests {
namespace {

using code::DatabaseName;
using code::NameMap;
using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("English plurals and their singulars") {
    for (auto const& [many, one] : Pairs{{"organizations", "organization"},
                                         {"properties", "property"},
                                         {"entries", "entry"},
                                         {"analyses", "analysis"},
                                         {"statuses", "status"},
                                         {"addresses", "address"},
                                         {"classes", "class"},
                                         {"boxes", "box"},
                                         {"matches", "match"},
                                         {"dishes", "dish"},
                                         {"people", "person"},
                                         {"children", "child"},
                                         {"movies", "movie"},
                                         {"indices", "index"},
                                         {"houses", "house"},
                                         {"databases", "database"},
                                         {"licenses", "license"},
                                         {"responses", "response"},
                                         {"uses", "use"},
                                         {"causes", "cause"},
                                         {"buses", "bus"},
                                         {"days", "day"},
                                         {"keys", "key"},
                                         {"heroes", "hero"},
                                         {"leaves", "leaf"},
                                         {"aliases", "alias"},
                                         {"caches", "cache"},
                                         {"quizzes", "quiz"},
                                         {"criteria", "criterion"},
                                         {"theses", "thesis"},
                                         {"crises", "crisis"},
                                         {"processes", "process"},
                                         {"moves", "move"},
                                         {"invoices", "invoice"},
                                         {"ties", "tie"},
                                         {"viruses", "virus"}}) {
        CHECK(code::singular(many) == one);
        CHECK(code::plural(one) == many);
    }
}

TEST_CASE("what is no plural stays as it is") {
    for (auto const* const word : {"status", "news", "series", "species", "address", "data", "bus",
                                   "analysis", "class", "as", "s", "media", "alias"}) {
        CHECK(code::singular(word) == word);
    }
}

TEST_CASE("tables and their classes") {
    config::Naming naming;
    naming.table_mappings = {{"table_rows", "TableRowsRow"}};
    naming.special_plurals = {{"formulae", "formula"}};
    for (auto const& [table, its_class] : Pairs{{"organizations", "OrganizationRow"},
                                                {"properties", "PropertyRow"},
                                                {"entries", "EntryRow"},
                                                {"analyses", "AnalysisRow"},
                                                {"table_rows", "TableRowsRow"},
                                                {"order_items", "OrderItemRow"},
                                                {"formulae", "FormulaRow"}}) {
        CHECK(code::class_of_table(table, naming) == its_class);
        CHECK(code::table_of_class(its_class, naming) == table);
    }
    CHECK(code::class_of_table("OrderItems", naming) == "OrderItemRow");
    CHECK(code::class_of_table("HTTPLogs", naming) == "HttpLogRow");
    CHECK(code::class_of_table("2fa codes", naming) == "_2faCodeRow");
    CHECK(code::class_of_table("--", naming) == "UnnamedRow");
}

TEST_CASE("enums and their classes") {
    config::Naming naming;
    CHECK(code::class_of_enum("organization_type", naming) == "OrganizationType");
    CHECK(code::class_of_enum("project_status", naming) == "ProjectStatus");
    naming.enum_class_suffix = "Type";
    CHECK(code::class_of_enum("billing_plan", naming) == "BillingPlanType");
    CHECK(code::class_of_enum("organization_type", naming) == "OrganizationType");
    naming.enum_mappings = {{"billing_plan", "Plan"}};
    CHECK(code::class_of_enum("billing_plan", naming) == "Plan");
    CHECK(code::enum_of_class("Plan", naming) == "billing_plan");
}

TEST_CASE("a language's own conventions come first, the mappings of all stay") {
    config::NamingConventions all;
    all.table_class_suffix = "Row";
    all.table_mappings = {{"a", "A1"}, {"b", "B1"}};
    all.languages["typescript"].table_class_suffix = "";
    all.languages["typescript"].table_mappings = {{"a", "A2"}};
    auto const naming = code::naming_for(all, "typescript");
    CHECK(naming.table_class_suffix.empty());
    CHECK(naming.table_mappings == config::TextMap{{"a", "A2"}, {"b", "B1"}});
    CHECK(code::naming_for(all, "python").table_class_suffix == "Row");
}

TEST_CASE("two tables that would be called alike are told apart") {
    NameMap const names(
        {{"public", "status"}, {"public", "statuses"}, {"auth", "users"}, {"public", "users"}}, {},
        code::class_of_table);
    CHECK(names.class_of({"public", "statuses"}) == "StatusRow");
    CHECK(names.class_of({"public", "status"}) == "PublicStatusRow");
    CHECK(names.class_of({"public", "users"}) == "UserRow");
    CHECK(names.class_of({"auth", "users"}) == "UsersRow");
    CHECK(names.name_of("UsersRow")->space == "auth");
    CHECK(names.name_of("NothingRow") == nullptr);
}

/// Names of few letters, so that many collide, and of all that a name can hold.
std::string random_name(std::mt19937& random) {
    constexpr std::string_view letters = "aesyuxAS_ -2.\"\xC3\xA4";
    std::string name;
    for (auto count = 1 + random() % 7; count > 0; --count) {
        name += letters[random() % letters.size()];
    }
    return name;
}

TEST_CASE("names and classes are one to one, whatever the names are") {
    for (unsigned seed = 0; seed < 300; ++seed) {
        std::mt19937 random(seed);
        std::set<DatabaseName> all;
        for (int i = 0; i < 60; ++i) {
            all.insert({random() % 3 == 0 ? "other" : "public", random_name(random)});
        }
        NameMap const names({all.begin(), all.end()}, {}, code::class_of_table);
        for (auto const& name : all) {
            auto const* const back = names.name_of(names.class_of(name));
            REQUIRE_MESSAGE(back != nullptr, "seed ", seed, ": ", name.name);
            REQUIRE_MESSAGE(*back == name, "seed ", seed, ": ", name.name);
        }
    }
}

}  // namespace
}  // namespace lockstep::tests
