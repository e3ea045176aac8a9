#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/files.hpp"
#include "generate/generator.hpp"
#include "schema/kinds/kinds.hpp"
#include "support/build.hpp"
#include "support/json_schema.hpp"

namespace lockstep::tests {
namespace {

using namespace generate;
namespace kind = schema::kind;

/// A packed list, as the value of a property.
struct List {
    std::string packed;
    explicit List(std::initializer_list<std::string_view> items) : packed(schema::pack(items)) {}
    operator std::string_view() const { return packed; }
};

schema::Schema shop() {
    List const moods{"happy", "so-so"};
    List const orders{"id", "mood", "by"};
    List const users{"id"};
    List const id{"id"};
    List const by{"by"};
    return Build()
        .add(kind::enum_type, {"public", "mood"}, {{"values", moods}, {"comment", "a\nb"}})
        .add(kind::table, {"auth", "users"}, {{"columns", users}})
        .add(kind::column, {"auth", "users", "id"}, {{"type", "bigint"}, {"not_null", "t"}})
        .add(kind::constraint, {"auth", "users", "users_pkey"},
             {{"type", "PRIMARY KEY"}, {"columns", id}})
        .add(kind::table, {"public", "orders"}, {{"columns", orders}})
        .add(kind::column, {"public", "orders", "id"},
             {{"type", "integer"}, {"not_null", "t"}, {"identity", "ALWAYS"}})
        .add(kind::column, {"public", "orders", "mood"},
             {{"type", "public.mood[]"}, {"default", "'{}'::public.mood[]"}})
        .add(kind::column, {"public", "orders", "by"}, {{"type", "bigint"}})
        .add(kind::constraint, {"public", "orders", "orders_pkey"},
             {{"type", "PRIMARY KEY"}, {"columns", id}})
        .add(kind::constraint, {"public", "orders", "orders_by_fkey"},
             {{"type", "FOREIGN KEY"},
              {"columns", by},
              {"references", "auth.users"},
              {"referenced_columns", id},
              {"on_delete", "CASCADE; DROP TABLE x"}})
        .schema();
}

nlohmann::json context_of(std::string_view name) {
    auto const schema = shop();
    auto const target = target_of(*find_built_in(name));
    Generator generator(schema, {}, {}, {target}, {.now = "2026-11-21T03:00:00Z"});
    return nlohmann::json::parse(to_json(generator.context(target, std::nullopt)));
}

TEST_CASE("what each template is filled with follows the published JSON Schema") {
    auto const schema = published_schema("template-context");
    for (auto const& built_in : built_ins()) {
        INFO(built_in.name);
        CHECK(schema_errors(schema, context_of(built_in.name)) == std::vector<std::string>{});
    }
}

void collect_names(nlohmann::json const& value, std::set<std::string>& names) {
    for (auto const& [name, each] : value.items()) {
        if (value.is_object()) {
            names.insert(name);
        }
        // What the forms are is up to the language.
        if (each.is_structured() && !(value.is_object() && name == "form")) {
            collect_names(each, names);
        }
    }
}

TEST_CASE("docs/templates.md speaks of every built-in template, and of every name") {
    auto const page =
        read_text_file(std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "docs/templates.md");
    for (auto const& built_in : built_ins()) {
        auto const row = "| `" + std::string(built_in.name) + "` | " + std::string(built_in.about) +
                         " | `" + std::string(built_in.output) + "` |\n";
        CHECK_MESSAGE(page.find(row) != std::string::npos, row);
    }
    std::set<std::string> names;
    collect_names(context_of("typescript/types"), names);
    for (auto const& name : names) {
        bool const is_told = page.find("`" + name + "`") != std::string::npos || name == "format" ||
                             name == "version" || name == "form";
        CHECK_MESSAGE(is_told, name);
    }
}

TEST_CASE("a database is told in the language's words") {
    auto const json = context_of("typescript/types");
    auto const& users = json["relations"][0];
    CHECK(users["qualified"] == "'auth.users'");
    CHECK(users["class"] == "UserRow");
    CHECK(users["namespace_variable"] == "authSchema");
    auto const& orders = json["relations"][1];
    CHECK(orders["constant"] == "ORDERS");
    auto const& mood = orders["columns"][1];
    CHECK(mood["declared"] == "Array<Mood> | null");
    CHECK(mood["required_on_insert"] == false);
    CHECK(mood["default"] == "'\\'{}\\'::public.mood[]'");
    CHECK(orders["columns"][0]["insertable"] == false);
    CHECK(json["enums"][0]["values"][1]["constant"] == "SO_SO");
    CHECK(json["enums"][0]["comment"].size() == 2);
}

TEST_CASE("a name in a comment stays on its line") {
    auto const schema = Build().add(kind::table, {"public", "x\nimport os"}, {}).schema();
    auto const& language = *find_language("python");
    CHECK(name_in_comment(language, schema.objects.front()) == "public.x import os");
}

TEST_CASE("a snapshot that does not hold together gives code all the same") {
    List const gone{"gone", ""};
    auto builder = Build();
    builder.add(kind::table, {"public", "t"}, {{"columns", gone}})
        .add(kind::constraint, {"public", "t", "k"}, {{"type", "PRIMARY KEY"}, {"columns", gone}})
        .add(kind::constraint, {"public", "t", "f"},
             {{"type", "FOREIGN KEY"}, {"columns", gone}, {"references", "public.t"}})
        .add(kind::constraint, {"public", "t", "u"}, {{"type", "UNIQUE"}})
        .add(kind::index, {"public", "i"}, {{"table", "public.t"}, {"columns", gone}})
        .add(kind::column, {"public", "t", "x"}, {{"type", "no.such[]"}})
        .add(kind::column, {"public", "t", "y"}, {{"type", ""}});
    constexpr int many = 2000;
    for (int i = 0; i < many; ++i) {
        auto const name = "c" + std::to_string(i);
        auto const next = "public.c" + std::to_string((i + 1) % many);
        builder.add(kind::composite_type, {"public", name})
            .add(kind::attribute, {"public", name, "a"}, {{"type", next}});
    }
    auto const schema = builder.schema();
    for (auto const& built_in : built_ins()) {
        auto const target = target_of(built_in);
        Generator generator(schema, {}, {}, {target}, {.now = "2026-11-21T03:00:00Z"});
        CHECK_FALSE(generator.render(target, std::nullopt).empty());
    }
}

TEST_CASE("what SQL is written from is only what SQL knows") {
    auto const json = context_of("sqlite/schema");
    CHECK(json["relations"][1]["foreign_keys"][0]["on_delete_sql"] == "");
    CHECK(json["relations"][1]["foreign_keys"][0]["target_identifier"] == "\"auth.users\"");
}

TEST_CASE("each built-in template has its language, its file, and an output of its own") {
    std::set<std::string_view> outputs;
    for (auto const& built_in : built_ins()) {
        INFO(built_in.name);
        CHECK(find_language(built_in.language) != nullptr);
        CHECK_FALSE(template_text(target_of(built_in)).empty());
        CHECK(outputs.insert(built_in.output).second);
        CHECK(language_of_file(built_in.output)->name == built_in.language);
    }
}

}  // namespace
}  // namespace lockstep::tests
