#include "relay/publication.hpp"

#include <doctest/doctest.h>

namespace lockstep::relay {
namespace {

SourceTable table(std::string schema, std::string name) {
    return {.table = {std::move(schema), std::move(name)}, .identity = Identity::key};
}

std::vector<std::string> texts(Statements const& statements) {
    std::vector<std::string> list;
    for (auto const& it : statements) {
        list.push_back(it.text());
    }
    return list;
}

using Texts = std::vector<std::string>;

TEST_CASE("a pattern names a table with its schema, or without in public") {
    std::vector const all{table("audit", "orders"), table("public", "orders"),
                          table("public", "order_lines")};
    auto const wanted = [&](Texts const& patterns) {
        Texts names;
        for (auto const& it : wanted_tables(all, patterns, {})) {
            names.push_back(it.shown());
        }
        return names;
    };
    CHECK_EQ(wanted({}), Texts{"audit.orders", "public.order_lines", "public.orders"});
    CHECK_EQ(wanted({"orders"}), Texts{"public.orders"});
    CHECK_EQ(wanted({"order*"}), Texts{"public.order_lines", "public.orders"});
    CHECK_EQ(wanted({"audit.*"}), Texts{"audit.orders"});
    CHECK_EQ(wanted({"*.orders", "nothing"}), Texts{"audit.orders", "public.orders"});
    CHECK_EQ(wanted({"nothing"}), Texts{});
}

TEST_CASE(
    "what the relay writes is never wanted, and what an extension brought by its name alone") {
    auto part = table("audit", "log_2026_11");
    part.root = TableName{"audit", "log"};
    auto of_extension = table("public", "spatial_ref_sys");
    of_extension.of_extension = true;
    std::vector const all{table("audit", "log"), part, table("lockstep", "relay_state"),
                          of_extension};
    HistoryNames const history{.schema = "audit", .table = "log"};
    CHECK(wanted_tables(all, {}, history).empty());
    CHECK(wanted_tables(all, Texts{"*"}, history).empty());
    CHECK_EQ(
        wanted_tables(all, Texts{"spatial_ref_sys", "audit.log", "lockstep.relay_state"}, history),
        std::vector{TableName{"public", "spatial_ref_sys"}});
}

TEST_CASE("a partition comes by its root, and by itself where the root is not wanted") {
    auto part = table("public", "log_1");
    part.root = TableName{"public", "log"};
    std::vector const all{table("public", "log"), part};
    CHECK_EQ(wanted_tables(all, {}, {}), std::vector{TableName{"public", "log"}});
    CHECK_EQ(wanted_tables(all, Texts{"log_1"}, {}), std::vector{TableName{"public", "log_1"}});
}

TEST_CASE("a publication that is missing is made, with all names quoted") {
    std::vector const wanted{TableName{"public", "orders"}, TableName{"we\"ird", "T.x"}};
    auto const plan = plan_publication("my \"pub\"", std::nullopt, wanted, {}, {});
    CHECK_EQ(texts(plan.create), Texts{R"(CREATE PUBLICATION "my ""pub""" WITH )"
                                       "(publish_via_partition_root = true)",
                                       R"(COMMENT ON PUBLICATION "my ""pub""" IS 'kept by )"
                                       "lockstep for itself; see its manual'"});
    CHECK_EQ(texts(plan.add), Texts{R"(ALTER PUBLICATION "my ""pub""" ADD TABLE public.orders, )"
                                    R"("we""ird"."T.x")"});
    CHECK(plan.remove.empty());
}

TEST_CASE("a publication gets what it lacks, and loses what is not wanted") {
    Publication const present{.tables = {{.table = {"public", "a"}}, {.table = {"public", "b"}}}};
    std::vector const wanted{TableName{"public", "b"}, TableName{"public", "c"}};
    auto const plan = plan_publication("p", present, wanted, {}, {});
    CHECK(plan.create.empty());
    CHECK_EQ(texts(plan.add), Texts{"ALTER PUBLICATION p ADD TABLE public.c"});
    CHECK_EQ(texts(plan.remove), Texts{"ALTER PUBLICATION p DROP TABLE public.a"});
    CHECK_FALSE(plan.empty());
}

TEST_CASE("many tables join in several statements") {
    std::vector<TableName> wanted;
    for (int i = 0; i < 1'001; ++i) {
        wanted.push_back({"public", "t" + std::to_string(10'000 + i)});
    }
    auto const plan = plan_publication("p", std::nullopt, wanted, {}, {});
    CHECK_EQ(plan.add.size(), 3);
    CHECK_EQ(plan.added.size(), 1'001);
}

TEST_CASE("filters, lists of columns and options stay, and are told") {
    Publication const present{
        .via_root = false,
        .left_out = {"delete"},
        .tables = {{.table = {"public", "a"}, .columns = "id, b", .filter = "(id > 3)"}}};
    auto const plan = plan_publication("p", present, std::vector{TableName{"public", "a"}}, {}, {});
    CHECK(plan.empty());
    CHECK_EQ(plan.remarks,
             Texts{"publication p tells changes of partitions under the partitions' own names "
                   "(publish_via_partition_root is off)",
                   "publication p leaves out delete",
                   "publication p tells of public.a only rows where (id > 3)",
                   "publication p tells of public.a only the columns id, b"});
}

TEST_CASE("a publication of all tables holds whatever is wanted, and may not hold our own") {
    Publication const present{.all_tables = true};
    std::vector const wanted{TableName{"public", "a"}};
    CHECK(plan_publication("p", present, wanted, std::vector{table("public", "a")}, {}).empty());
    auto const plan =
        plan_publication("p", present, wanted,
                         std::vector{table("public", "a"), table("lockstep", "relay_state")}, {});
    CHECK_EQ(plan.faults,
             Texts{"publication p holds lockstep.relay_state, which the relay writes"});
}

TEST_CASE("a publication of a schema holds its tables, our own among them") {
    Publication const present{.schemas = {"sales"}};
    HistoryNames const history{.schema = "sales", .table = "log"};
    std::vector const all{table("sales", "a"), table("sales", "log")};
    auto const plan = plan_publication("p", present, wanted_tables(all, {}, history), all, history);
    CHECK(plan.empty());
    CHECK_EQ(plan.faults, Texts{"publication p holds sales.log, which the relay writes"});
}

}  // namespace
}  // namespace lockstep::relay
