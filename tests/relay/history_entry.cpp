#include "relay/history_entry.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "support/json_schema.hpp"

namespace lockstep::relay {
namespace {

HistoryEntry update() {
    return {.id = "0193-7",
            .position = "7",
            .lsn = "0/1",
            .table_name = "orders",
            .operation = "UPDATE",
            .data = R"({"id": 1, "name": "Bob", "total": 9.90})",
            .old_data = R"({"id": 1, "name": "Ann"})",
            .transaction_id = "735",
            .schema_version = "12",
            .timestamp = "2026-11-21T03:00:00.120034Z",
            .metadata = R"({"unchanged": ["note"]})",
            .client_id = std::nullopt};
}

TEST_CASE("an entry is JSON as docs/schemas/history.json says, its numbers with all digits") {
    auto const text = entry_as_json(update());
    CHECK(text.find(R"("total": 9.90)") != std::string::npos);
    auto const document = nlohmann::json{
        {"format", "lockstep/history"}, {"version", 1}, {"entries", {nlohmann::json::parse(text)}}};
    CHECK_EQ(tests::schema_errors(tests::published_schema("history"), document),
             std::vector<std::string>{});
}

TEST_CASE("an entry in CSV is quoted as COPY does: NULL is nothing, an empty text is quoted") {
    auto entry = update();
    entry.schema_version = "";
    CHECK_EQ(csv_header(),
             "position,lsn,table_name,operation,data,old_data,transaction_id,schema_version,"
             "timestamp,metadata,client_id,id\n");
    CHECK_EQ(entry_as_csv(entry),
             "7,0/1,orders,UPDATE,\"{\"\"id\"\": 1, \"\"name\"\": \"\"Bob\"\", \"\"total\"\": "
             "9.90}\",\"{\"\"id\"\": 1, \"\"name\"\": \"\"Ann\"\"}\",735,\"\",2026-11-21T03:00:00."
             "120034Z,\"{\"\"unchanged\"\": [\"\"note\"\"]}\",,0193-7\n");
}

TEST_CASE("an update in words says what became what") {
    CHECK_EQ(entry_in_words(update()), "id=1 name=Ann → Bob total=9.90 note=(unchanged)");
}

TEST_CASE("an entry in words: rows, truncates, schemas, what could not be stored") {
    auto entry = update();
    entry.operation = "INSERT";
    entry.metadata.reset();
    entry.data = R"({"a": null, "b": "two words", "c": "NULL", "d": "", "e": "x\ty"})";
    CHECK_EQ(entry_in_words(entry), "a=NULL b='two words' c='NULL' d='' e='x\\ty'");
    entry.data = R"({"a": ")" + std::string(59, 'x') + "éé" + R"("})";
    CHECK_EQ(entry_in_words(entry), "a=" + std::string(59, 'x') + "…");
    entry.operation = "DELETE";
    CHECK_EQ(entry_in_words(entry), "id=1 name=Ann");
    entry.operation = "TRUNCATE";
    entry.metadata = R"({"cascade": true, "restart_identity": true})";
    CHECK_EQ(entry_in_words(entry), "restart identity, cascade");
    entry.operation = "SCHEMA";
    entry.data = R"({"columns": [{"name": "id"}, {"name": "total"}], "identity": "d"})";
    entry.metadata = R"({"out_of_band": true})";
    CHECK_EQ(entry_in_words(entry), "columns id, total (out of band)");
    entry.metadata = R"({"ddl": {"tag": "ALTER TABLE", "user": "ann"}})";
    CHECK_EQ(entry_in_words(entry), "columns id, total (ALTER TABLE by ann)");
    entry.metadata = R"({"out_of_band": true, "ddl": {"tag": "ALTER TABLE", "user": "a\u001bnn"}})";
    CHECK_EQ(entry_in_words(entry), "columns id, total (out of band, ALTER TABLE by a\\x1bnn)");
    entry.metadata = R"({"ddl": {"tag": 7}})";
    CHECK_EQ(entry_in_words(entry), "columns id, total (? by ?)");
    entry.metadata = R"({"out_of_band": true, "ddl": ["anything", "else"]})";
    CHECK_EQ(entry_in_words(entry), "columns id, total (out of band)");
    entry.metadata = R"({"dead_letter": "no UTF-8"})";
    CHECK_EQ(entry_in_words(entry), "(not stored: no UTF-8)");
}

TEST_CASE("other columns than were asked for are a bug") {
    CHECK_THROWS_AS(history_entry({"1", "2"}), Error);
}

}  // namespace
}  // namespace lockstep::relay
