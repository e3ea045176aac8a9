#include "sync/change.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"
#include "sync/refused.hpp"
#include "sync/request.hpp"

namespace lockstep::tests {
namespace {

using nlohmann::json;
using sync::NamesBy;

json shop() {
    return json::parse(R"json({
      "note": "of the editor",
      "enums": [{"id": "e1", "name": "status", "values": ["open", "done"]}],
      "tables": [
        {"id": "t1", "name": "customers", "x": 10,
         "columns": [{"id": "c1", "name": "id", "type": "bigint", "primary_key": true},
                     {"id": "c2", "name": "email", "type": "text"}],
         "uniques": [{"name": "customers_email_key", "columns": ["email"]}]},
        {"id": "t2", "name": "orders",
         "columns": [{"id": "c3", "name": "id", "type": "bigint", "primary_key": true},
                     {"id": "c4", "name": "customer", "type": "bigint"},
                     {"id": "c5", "name": "total", "type": "numeric(12,2)"}],
         "checks": [{"name": "positive", "expression": "total > 0"}],
         "foreign_keys": [{"name": "orders_customer_fkey", "columns": ["customer"],
                           "references": {"table": "customers", "columns": ["id"]}}]}]})json");
}

/// The schema after a change in either spelling.
json after(char const* change, NamesBy names = NamesBy::given) {
    return next_schema(shop(), sync::normalized(json::parse(change)), names);
}

std::string refusal_of(char const* change) {
    try {
        auto const next = after(change);
        sync::read_project(next, {.name_space = "org_1", .names = NamesBy::given});
    } catch (sync::Refused const& error) {
        CHECK(error.why() == sync::Code::bad_request);
        return error.what();
    }
    return "it was taken";
}

TEST_CASE("a table comes and goes, and what others keep in schema_data stays") {
    auto const with = after(
        R"({"type": "add_table", "table": {"id": "t3", "name": "items", "color": "red",
            "columns": [{"id": "c6", "name": "id", "type": "uuid"}]}})");
    CHECK(with["tables"].size() == 3);
    CHECK(with["tables"][2]["color"] == "red");
    CHECK(with["note"] == "of the editor");
    CHECK(after(R"({"type": "drop_table", "table": "orders"})")["tables"].size() == 1);
}

TEST_CASE("what is changed is called by its id or its name, in either place of the change") {
    for (auto const* const change :
         {R"({"type": "drop_column", "table": "t1", "column": "c2"})",
          R"({"type": "drop_column", "data": {"table": "customers", "column": "email"}})",
          R"({"type": "drop_column", "table_id": "t1", "columnId": "c2"})"}) {
        auto const next = after(change);
        CHECK(next["tables"][0]["columns"].size() == 1);
        CHECK(next["tables"][0]["uniques"].empty());
    }
}

TEST_CASE("a column can be modified by what it is to be, in either spelling") {
    for (auto const* const change : {R"({"type": "modify_column", "table": "t2", "column": "c4",
              "changes": {"type": "text", "nullable": false}})",
                                     R"({"type": "modify_column", "data": {"table": "t2", "column":
              {"id": "c4", "type": "text", "nullable": false}}})"}) {
        auto const next = after(change);
        CHECK(next["tables"][1]["columns"][1]["type"] == "text");
        CHECK(next["tables"][1]["columns"][1]["nullable"] == false);
        CHECK(next["tables"][1]["columns"][1]["name"] == "customer");
    }
}

TEST_CASE("a rename is followed by all that uses the name") {
    auto const column = after(
        R"({"type": "rename_column", "table": "orders", "column": "total", "new_name": "sum"})");
    CHECK(column["tables"][1]["checks"][0]["expression"] == "sum > 0");
    auto const key = after(
        R"({"type": "rename_column", "table": "customers", "column": "id", "new_name": "no"})");
    CHECK(key["tables"][1]["foreign_keys"][0]["references"]["columns"][0] == "no");
    auto const table =
        after(R"({"type": "rename_table", "table": "customers", "new_name": "people"})");
    CHECK(table["tables"][1]["foreign_keys"][0]["references"]["table"] == "people");
}

TEST_CASE("keys, indexes and checks get the names that PostgreSQL would give them") {
    auto const name_of = [](json const& next, char const* list, NamesBy) {
        return next["tables"][1][list].back()["name"];
    };
    auto const* const index =
        R"({"type": "add_index", "table": "t2", "index": {"columns": ["c5"]}})";
    CHECK(name_of(after(index), "indexes", NamesBy::given) == "orders_total_idx");
    CHECK(name_of(after(index, NamesBy::ids), "indexes", NamesBy::ids) == "t_t2_c_c5_idx");
    CHECK(
        name_of(after(R"({"type": "add_check", "table": "t2", "check": {"expression": "id > 0"}})"),
                "checks", NamesBy::given) == "orders_check");
    auto const unique = after(
        R"({"type": "add_unique", "table": "t2", "unique": {"columns": ["customer", "total"]}})");
    CHECK(name_of(unique, "uniques", NamesBy::given) == "orders_customer_total_key");
    auto const gone =
        after(R"({"type": "drop_constraint", "table": "t1", "constraint": "customers_email_key"})");
    CHECK(gone["tables"][0]["uniques"].empty());
}

TEST_CASE("a value of an enum comes where it is said to") {
    auto const values = [](char const* change) { return after(change)["enums"][0]["values"]; };
    CHECK(values(R"({"type": "add_enum_value", "enum": "status", "value": "new"})") ==
          json({"open", "done", "new"}));
    CHECK(values(R"({"type": "add_enum_value", "enum": "e1", "value": "new", "before": "open"})") ==
          json({"new", "open", "done"}));
    CHECK(values(R"({"type": "add_enum_value", "enum": "e1", "value": "new", "after": "open"})") ==
          json({"open", "new", "done"}));
}

TEST_CASE("a batch is its changes, one after the other") {
    auto const next = after(R"({"type": "batch", "changes": [
        {"type": "add_column", "table": "t1", "data": {"column": {"id": "c9", "name": "age", "type": "int"}}},
        {"type": "rename_column", "table": "t1", "column": "c9", "new_name": "years"}]})");
    CHECK(next["tables"][0]["columns"][2]["name"] == "years");
}

TEST_CASE("what does not fit is refused, with what is wrong") {
    CHECK(refusal_of(R"({"type": "add_colum", "table": "t1"})") ==
          "change.type is \"add_colum\", which is no change that there is; did you mean "
          "\"add_column\"?");
    CHECK(refusal_of(R"({"table": "t1"})") == "change.type is missing");
    CHECK(refusal_of(R"([])") == "change must be an object");
    CHECK(refusal_of(R"({"type": "drop_table"})") == "change.table is missing");
    CHECK(refusal_of(R"({"type": "drop_table", "table": "none"})") == "there is no table \"none\"");
    CHECK(refusal_of(R"({"type": "drop_table", "table": "customers"})") ==
          "schema_data.tables[0].foreign_keys[0].references.table is not there");
    CHECK(refusal_of(R"({"type": "add_column", "table": "t1",
                         "column": {"name": "email", "type": "text"}})") ==
          "column \"email\" is there already");
    CHECK(refusal_of(R"({"type": "add_column", "table": "t1",
                         "column": {"name": "a", "type": "text; DROP TABLE x"}})") ==
          "schema_data.tables[0].columns[2].type \"text; DROP TABLE x\" is none of the types that "
          "are allowed");
    CHECK(
        refusal_of(R"({"type": "modify_column", "table": "t1", "column": "c2", "changes": {}})") ==
        "change.changes.type is missing, and so are nullable and default: nothing changes");
    CHECK(refusal_of(R"({"type": "drop_column", "table": "t2", "column": "total"})")
              .find("names a column \"total\" that is not there") != std::string::npos);
    CHECK(refusal_of(R"({"type": "batch", "changes": []})") == "change.changes holds none");
}

TEST_CASE("names are quoted, not understood; one that PostgreSQL would cut off is refused") {
    auto const next = after(R"({"type": "add_table", "table":
        {"name": "a\"; DROP TABLE x --", "columns": [{"name": "select", "type": "text"}]}})");
    auto const project = sync::read_project(next, {.name_space = "o", .names = NamesBy::given});
    CHECK(project.tables[2].sql_name == "a\"; DROP TABLE x --");
    auto const with_name = [](std::string const& name) {
        json change{{"type", "add_table"}, {"table", {{"name", name}, {"columns", json::array()}}}};
        return refusal_of(change.dump(-1, ' ', false, json::error_handler_t::ignore).c_str());
    };
    CHECK(with_name(std::string(64, 'a')) ==
          "schema_data.tables[2].name gives a name of 64 bytes; PostgreSQL takes 1 to 63");
    CHECK(with_name(std::string(63, 'a')) == "it was taken");
    CHECK(with_name("") == "schema_data.tables[2].id must not be empty");
    CHECK(with_name(std::string("a\0b", 3)) ==
          "change.table.name holds what no text may: NUL, or bytes that are no UTF-8");
}

TEST_CASE("each change says what it misses, and changes nothing without it") {
    for (auto const& type : sync::change_types()) {
        auto const change = fmt::format(R"({{"type": "{}"}})", type.name);
        auto const refusal = refusal_of(change.c_str());
        CHECK_MESSAGE((refusal.ends_with(" is missing") || refusal == "change.changes holds none"),
                      type.name, ": ", refusal);
    }
}

TEST_CASE("each change refuses what is not there") {
    for (
        std::string_view const change :
        {R"({"type": "drop_table", "table": "none"})",
         R"({"type": "rename_table", "table": "none", "new_name": "x"})",
         R"({"type": "rename_table", "table": "orders", "new_name": "customers"})",
         R"({"type": "add_column", "table": "none", "column": {"name": "a", "type": "text"}})",
         R"({"type": "drop_column", "table": "orders", "column": "none"})",
         R"({"type": "rename_column", "table": "orders", "column": "none", "new_name": "x"})",
         R"({"type": "rename_column", "table": "orders", "column": "id", "new_name": "total"})",
         R"({"type": "modify_column", "table": "orders", "column": "none", "changes": {"type": "int"}})",
         R"({"type": "modify_column", "table": "orders", "column": "id", "changes": {"type": "none"}})",
         R"({"type": "add_foreign_key", "table": "orders", "foreign_key":
              {"columns": ["id"], "references": {"table": "none"}}})",
         R"({"type": "add_foreign_key", "table": "orders", "foreign_key":
              {"columns": ["id", "total"], "references": {"table": "customers"}}})",
         R"({"type": "drop_foreign_key", "table": "orders", "foreign_key": "none"})",
         R"({"type": "add_index", "table": "orders", "index": {"columns": ["none"]}})",
         R"({"type": "add_index", "table": "orders", "index": {"columns": ["id"], "method": "x"}})",
         R"({"type": "drop_index", "table": "orders", "index": "none"})",
         R"({"type": "add_unique", "table": "orders", "unique": {"columns": []}})",
         R"({"type": "add_check", "table": "orders", "check": {"expression": "none > 0"}})",
         R"({"type": "drop_constraint", "table": "orders", "constraint": "none"})",
         R"({"type": "add_enum", "enum": {"name": "status", "values": []}})",
         R"({"type": "add_enum", "enum": {"name": "x", "values": ["a", "a"]}})",
         R"({"type": "add_enum_value", "enum": "status", "value": "open"})",
         R"({"type": "add_enum_value", "enum": "status", "value": "x", "before": "none"})",
         R"({"type": "drop_enum", "enum": "none"})",
         R"({"type": "batch", "changes": [{"type": "drop_enum", "enum": "none"}]})"}) {
        CHECK_MESSAGE(refusal_of(std::string(change).c_str()) != "it was taken", change);
    }
}

TEST_CASE("the published schema of a request knows the same changes") {
    auto const schema = published_schema("apply-request");
    json names = json::array();
    for (auto const& type : sync::change_types()) {
        names.push_back(type.name);
    }
    CHECK(schema["properties"]["change"]["properties"]["type"]["enum"] == names);
    json const request{
        {"organization_id", "o"}, {"project_id", "p"},
        {"user_id", "u"},         {"current_version", 1},
        {"allow", {"data_loss"}}, {"change", {{"type", "drop_table"}, {"table", "t"}}}};
    CHECK(schema_errors(schema, request).empty());
    CHECK(sync::read_request(request.dump()).may_lose_data);
    auto wrong = request;
    wrong.erase("user_id");
    CHECK(!schema_errors(schema, wrong).empty());
}

}  // namespace
}  // namespace lockstep::tests
