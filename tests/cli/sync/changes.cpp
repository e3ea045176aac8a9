// Every type of change, forwards, in a real target.
#include <doctest/doctest.h>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "support/sync_site.hpp"

namespace lockstep::tests {
namespace {

SyncSite& site() {
    static SyncSite shared;
    return shared;
}

/// Applies changes one after the other, from version 1 on.
class History {
public:
    void apply(std::string_view change, std::vector<std::string> arguments = {}) {
        auto const outcome =
            site().apply(SyncSite::request(id_, version_, change), std::move(arguments));
        CHECK_MESSAGE(outcome.exit_code == 0, change, "\n", outcome.err);
        ++version_;
    }
    /// With "allow": ["data_loss"].
    void apply_with_loss(std::string_view change) {
        auto request = SyncSite::request(id_, version_, change);
        request.insert(request.find('{') + 1, R"("allow": ["data_loss"], )");
        auto const outcome = site().apply(request);
        CHECK_MESSAGE(outcome.exit_code == 0, change, "\n", outcome.err);
        ++version_;
    }
    std::string asked(std::string query) const {
        for (auto at = query.find("{}"); at != std::string::npos; at = query.find("{}")) {
            query.replace(at, 2, fmt::format("\"{}\"", id_.name_space()));
        }
        return site().in_target(query);
    }
    /// "id bigint!, total numeric(12,2)": the columns, `!` for NOT NULL.
    std::string columns(std::string_view table) const {
        return site().in_target(fmt::format(
            "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN "
            "attnotnull THEN '!' ELSE '' END, ', ' ORDER BY attnum) FROM pg_attribute WHERE "
            "attrelid = '\"{}\".{}'::regclass AND attnum > 0 AND NOT attisdropped",
            id_.name_space(), table));
    }
    std::string constraints(std::string_view table) const {
        return site().in_target(fmt::format(
            "SELECT coalesce(string_agg(replace(pg_get_constraintdef(oid), '\"{}\".', ''), '; ' "
            "ORDER BY conname), '') FROM pg_constraint WHERE conrelid = '\"{}\".{}'::regclass AND "
            "contype <> 'n'",
            id_.name_space(), id_.name_space(), table));
    }
    SyncSite::Id const& id() const { return id_; }
    int version() const { return version_; }

private:
    SyncSite::Id id_ = site().add_project();
    int version_ = 1;
};

TEST_CASE("the test of the guide: create, add, modify, delete, refer, drop") {
    History it;
    it.apply(R"({"type": "add_table", "table": {"name": "customers", "columns": [
        {"name": "id", "type": "bigint", "primary_key": true}]}})");
    CHECK(it.columns("customers") == "id bigint!");
    it.apply(R"({"type": "add_column", "table": "customers", "column":
        {"name": "age", "type": "int", "nullable": false, "default": 18}})");
    CHECK(it.columns("customers") == "id bigint!, age integer!");
    it.asked("INSERT INTO {}.customers (id) VALUES (1)");
    it.apply(R"json({"type": "modify_column", "table": "customers", "column": "age",
        "changes": {"type": "varchar(10)", "nullable": true, "default": null}})json");
    CHECK(it.columns("customers") == "id bigint!, age character varying(10)");
    CHECK(it.asked("SELECT age FROM {}.customers") == "18");
    it.apply_with_loss(R"({"type": "drop_column", "table": "customers", "column": "age"})");
    CHECK(it.columns("customers") == "id bigint!");
    it.apply(R"({"type": "add_column", "table": "orders", "column":
        {"name": "customer", "type": "bigint"}})");
    it.apply(R"({"type": "add_foreign_key", "table": "orders", "foreign_key": {"columns":
        ["customer"], "references": {"table": "customers"}, "on_delete": "CASCADE"}})");
    CHECK(it.constraints("orders") ==
          "FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE CASCADE; PRIMARY KEY (id)");
    it.apply_with_loss(R"({"type": "batch", "changes": [
        {"type": "drop_foreign_key", "table": "orders", "foreign_key": "orders_customer_fkey"},
        {"type": "drop_table", "table": "customers"}]})");
    CHECK(it.asked("SELECT count(*) FROM pg_class WHERE relname = 'customers' AND relnamespace = "
                   "'{}'::regnamespace") == "0");
}

TEST_CASE("indexes, unique constraints and checks come and go") {
    History it;
    it.apply(SyncSite::add_column("mail"));
    it.apply(R"({"type": "add_index", "table": "orders", "index":
        {"columns": ["mail", "id"], "where": "mail <> ''"}})");
    CHECK(
        it.asked("SELECT replace(pg_get_indexdef('{}.orders_mail_id_idx'::regclass), '{}.', '')") ==
        "CREATE INDEX orders_mail_id_idx ON orders USING btree (mail, id) WHERE (mail <> "
        "''::text)");
    it.apply(R"({"type": "drop_index", "table": "orders", "index": "orders_mail_id_idx"})");
    it.apply(R"({"type": "add_unique", "table": "orders", "unique": {"columns": ["mail"]}})");
    it.apply(R"json({"type": "add_check", "table": "orders", "check":
        {"name": "long", "expression": "length(mail) > 3 OR mail IS NULL"}})json");
    CHECK(it.constraints("orders") ==
          "CHECK (((length(mail) > 3) OR (mail IS NULL))); UNIQUE (mail); PRIMARY KEY (id)");
    it.apply(R"({"type": "drop_constraint", "table": "orders", "constraint": "long"})");
    it.apply(R"({"type": "drop_constraint", "table": "orders", "constraint": "orders_mail_key"})");
    CHECK(it.constraints("orders") == "PRIMARY KEY (id)");
}

TEST_CASE("tables and columns are renamed with what is in them") {
    History it;
    it.asked("INSERT INTO {}.orders VALUES (7)");
    it.apply(R"({"type": "rename_column", "table": "orders", "column": "id", "new_name": "no"})");
    auto const file = it.asked("SELECT pg_relation_filenode('{}.orders_pkey')");
    it.apply(R"({"type": "rename_table", "table": "orders", "new_name": "sales"})");
    CHECK(it.asked("SELECT no FROM {}.sales") == "7");
    // Its key is renamed, not built anew.
    CHECK(it.asked("SELECT pg_relation_filenode('{}.sales_pkey')") == file);
}

TEST_CASE("enums come, get values, and are used") {
    History it;
    it.apply(R"({"type": "add_enum", "enum": {"name": "status", "values": ["open", "it's"]}})");
    it.apply(R"({"type": "add_enum_value", "enum": "status", "value": "new", "before": "open"})");
    it.apply(R"({"type": "add_column", "table": "orders", "column":
        {"name": "state", "type": "status", "default": {"value": "open"}}})");
    it.asked("INSERT INTO {}.orders VALUES (1)");
    CHECK(it.asked("SELECT state FROM {}.orders") == "open");
    CHECK(it.asked("SELECT enum_range(NULL::{}.status)") == "{new,open,it's}");
    it.apply_with_loss(R"({"type": "drop_column", "table": "orders", "column": "state"})");
    it.apply(R"({"type": "drop_enum", "enum": "status"})");
}

TEST_CASE("a batch is one transaction: where one change fails, none was made") {
    History it;
    it.asked("INSERT INTO {}.orders VALUES (1)");
    auto const outcome = site().apply(SyncSite::request(it.id(), it.version(), R"({"type": "batch",
        "changes": [{"type": "add_column", "table": "orders", "column": {"name": "a", "type": "text"}},
                    {"type": "modify_column", "table": "orders", "column": "a",
                     "changes": {"nullable": false}}]})"));
    CHECK(outcome.exit_code == 7);
    CHECK(holds(outcome.err, "column \"a\" of relation \"orders\" contains null values"));
    CHECK(it.columns("orders") == "id bigint!");
    CHECK(site().in_control(fmt::format("SELECT version || status FROM projects WHERE id = '{}'",
                                        it.id().project)) == "1ready");
    it.apply(SyncSite::add_column("b"));
}

TEST_CASE("hostile names are names in every type of change, and what they say is never run") {
    for (auto const& name :
         std::vector<std::string>{R"(x\"; DROP TABLE orders; --)", "select", "Größe", "it's", "a b",
                                  "\\u0430dmin", "$1", "{}", "a.b", std::string(61, 'x')}) {
        INFO(name);
        History it;
        auto const apply = [&](std::string change) {
            for (auto at = change.find('@'); at != std::string::npos; at = change.find('@')) {
                change.replace(at, 1, name);
            }
            it.apply_with_loss(change);
        };
        apply(R"({"type": "add_enum", "enum": {"name": "@", "values": ["@"]}})");
        apply(R"({"type": "add_enum_value", "enum": "@", "value": "b", "before": "@"})");
        apply(R"({"type": "add_table", "table": {"name": "t @", "columns": [
            {"name": "@", "type": "bigint", "primary_key": true}, {"name": "e", "type": "@"}]}})");
        apply(R"({"type": "rename_table", "table": "t @", "new_name": "n"})");
        apply(R"({"type": "add_column", "table": "n", "column": {"name": "c", "type": "text",
                  "default": {"value": "@"}}})");
        apply(R"({"type": "rename_column", "table": "n", "column": "c", "new_name": "c @"})");
        apply(R"({"type": "modify_column", "table": "n", "column": "c @",
                  "changes": {"nullable": false}})");
        apply(
            R"({"type": "add_index", "table": "n", "index": {"name": "i @", "columns": ["@", "c @"]}})");
        apply(R"({"type": "drop_index", "table": "n", "index": "i @"})");
        apply(
            R"({"type": "add_unique", "table": "n", "unique": {"name": "u @", "columns": ["c @"]}})");
        apply(
            R"({"type": "add_check", "table": "n", "check": {"name": "k @", "expression": "e IS NOT NULL"}})");
        apply(R"({"type": "drop_constraint", "table": "n", "constraint": "k @"})");
        apply(
            R"({"type": "add_column", "table": "orders", "column": {"name": "@", "type": "bigint"}})");
        apply(R"({"type": "add_foreign_key", "table": "orders", "foreign_key": {"name": "f @",
                  "columns": ["@"], "references": {"table": "n", "columns": ["@"]}}})");
        apply(R"({"type": "drop_foreign_key", "table": "orders", "foreign_key": "f @"})");
        apply(R"({"type": "drop_column", "table": "orders", "column": "@"})");
        apply(R"({"type": "drop_table", "table": "n"})");
        apply(R"({"type": "drop_enum", "enum": "@"})");
        CHECK(it.columns("orders") == "id bigint!");
    }
}

TEST_CASE("the change is told to readers of the WAL, with version and fingerprint") {
    History it;
    it.asked("CREATE PUBLICATION readers");
    it.asked("SELECT pg_create_logical_replication_slot('reader', 'pgoutput')");
    it.apply(R"({"type": "add_table", "table": {"name": "lines", "columns": [
        {"name": "id", "type": "bigint", "primary_key": true}]}})");
    it.asked(
        "SELECT * FROM pg_logical_slot_get_binary_changes('reader', NULL, NULL, "
        "'proto_version', '1', 'publication_names', 'readers', 'messages', 'true')");
    it.apply(SyncSite::add_column("a"));
    auto const told = it.asked(
        "SELECT convert_from(data, 'SQL_ASCII') FROM (SELECT substr(data, position('{\"' in data)) "
        "AS data FROM (SELECT data FROM pg_logical_slot_get_binary_changes('reader', NULL, NULL, "
        "'proto_version', '1', 'publication_names', 'readers', 'messages', 'true')) x WHERE "
        "position('lockstep.schema' in data) > 0) y");
    it.asked("SELECT pg_drop_replication_slot('reader')");
    auto const json = nlohmann::json::parse(told);
    CHECK(json["project"] == it.id().project);
    CHECK(json["version"] == 3);
    auto const orders = it.id().name_space() + ".orders";
    CHECK(json["tables"] == nlohmann::json::array({it.id().name_space() + ".lines", orders}));
    CHECK(json["changed"] == nlohmann::json::array({orders}));
    CHECK(json["fingerprint"].get<std::string>().size() == 64);
}

TEST_CASE("ids make names of their own: t_<id>, c_<id>") {
    site().project.write("ids.json", fmt::format(R"({{ "apply": {{ "control": "{}" }} }})",
                                                 site().control.url("postgres")));
    auto const project = site().in_control("SELECT gen_random_uuid()");
    auto const organization = site().in_control("SELECT gen_random_uuid()");
    site().in_control(
        fmt::format("INSERT INTO projects (id, organization_id, name) VALUES ('{}', '{}', 'shop')",
                    project, organization));
    SyncSite::Id const id{project, organization};
    auto const apply = [&](int version, std::string_view change) {
        auto const outcome = site().apply(SyncSite::request(id, version, change),
                                          {"--config", site().project.path("ids.json")});
        CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
        return outcome.out;
    };
    apply(0, R"({"type": "add_table", "table": {"id": "4f0a", "name": "Customers",
        "columns": [{"id": "77", "name": "E-Mail", "type": "text"}]}})");
    CHECK(site().in_target(fmt::format("SELECT c_77 FROM \"{}\".t_4f0a", id.name_space())) ==
          "(none)");
    auto const renamed =
        apply(1, R"({"type": "rename_table", "table": "4f0a", "new_name": "People"})");
    CHECK(!holds(renamed, "ALTER"));
}

}  // namespace
}  // namespace lockstep::tests
