#include "relay/history_encoder.hpp"

#include <doctest/doctest.h>

#include <array>

#include "relay/refusal.hpp"
#include "support/copy_reader.hpp"

namespace lockstep::relay {
namespace {

using tests::HistoryRow;
using tests::read_rows;

constexpr PgTime november{847'500'000'000'000};  // 2026-11-08
constexpr PgTime december{850'000'000'000'000};  // 2026-12-07

Cell text(std::string_view value) {
    return {Cell::Kind::text, value};
}

class Kept : public BatchSink {
public:
    void put(Batch batch) override { batches.push_back(std::move(batch)); }

    std::vector<HistoryRow> rows() const {
        std::vector<HistoryRow> all;
        for (auto const& batch : batches) {
            auto const some = read_rows(batch.rows);
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }

    std::vector<Batch> batches;
};

RelationPtr orders() {
    static auto const relation = std::make_shared<Relation const>(
        Relation{.oid = 16'384,
                 .schema = "public",
                 .name = "orders",
                 .identity = 'd',
                 .columns = {{"id", 20, -1, true}, {"note", 25, -1, false}}});
    return relation;
}

/// An encoder that follows change 100 of epoch 3, and what it gives on.
struct Fixture {
    explicit Fixture(HistoryEncoder::Sizes sizes = {})
        : encoder({.epoch = 3, .position = 100, .lsn = Lsn{1}}, out, sizes) {}

    void insert(std::string_view id, std::string_view note = "x") {
        std::array const row{text(id), text(note)};
        auto const relation = orders();
        encoder.row({Operation::insert, relation, Before::nothing, {}, row});
    }
    void transaction(Xid xid, PgTime time, Lsn end, std::size_t rows, std::string_view note = "x") {
        encoder.begin({xid, Lsn{end.value - 1}, time});
        for (std::size_t i = 0; i < rows; ++i) {
            insert("1", note);
        }
        encoder.commit({xid, Lsn{end.value - 1}, end, time});
    }

    Kept out;
    HistoryEncoder encoder;
};

TEST_CASE("changes are numbered without gaps, over transactions; each has its commit's end") {
    Fixture it;
    it.transaction(7, november, Lsn{0x100}, 2);
    it.transaction(8, november, Lsn{0x200}, 1);
    it.encoder.flush();
    REQUIRE_EQ(it.out.batches.size(), 1);
    auto const rows = it.out.rows();
    REQUIRE_EQ(rows.size(), 3);
    CHECK_EQ(rows[0].position, 101);
    CHECK_EQ(rows[1].position, 102);
    CHECK_EQ(rows[2].position, 103);
    CHECK_EQ(rows[1].lsn, Lsn{0x100});
    CHECK_EQ(rows[2].lsn, Lsn{0x200});
    CHECK_EQ(rows[2].transaction, 8);
    CHECK_EQ(rows[0].table_name, "orders");
    CHECK_EQ(rows[0].operation, "INSERT");
    CHECK_EQ(rows[0].data, R"({"id":1,"note":"x"})");
    CHECK_EQ(rows[0].timestamp, november);
    auto const& batch = it.out.batches.front();
    CHECK_EQ(batch.first_position, 101);
    CHECK_EQ(batch.position, 103);
    CHECK_EQ(batch.lsn, Lsn{0x200});
    CHECK_EQ(batch.month, "2026-11-01");
    CHECK_EQ(it.encoder.end().position, 103);
}

TEST_CASE("nothing of a transaction is given on before its commit") {
    Fixture it({.batch = 100});
    it.encoder.begin({7, Lsn{0xFF}, november});
    for (int i = 0; i < 50; ++i) {
        it.insert("1", "a note that is not short");
    }
    it.encoder.flush();
    CHECK(it.out.batches.empty());
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    REQUIRE_GT(it.out.batches.size(), 10);
    auto const rows = it.out.rows();
    REQUIRE_EQ(rows.size(), 50);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK_EQ(rows[i].position, 101 + static_cast<std::int64_t>(i));
        CHECK_EQ(rows[i].lsn, Lsn{0x100});
    }
    for (auto const& batch : it.out.batches) {
        CHECK_EQ(batch.ends_transaction, &batch == &it.out.batches.back());
    }
    CHECK_EQ(it.out.batches.back().position, 150);
}

TEST_CASE("what is given on in the middle of a transaction is what came before it") {
    Fixture it;
    it.transaction(7, november, Lsn{0x100}, 2);
    it.encoder.begin({8, Lsn{0x1FF}, november});
    it.insert("1");
    it.encoder.flush();
    it.encoder.flush();
    REQUIRE_EQ(it.out.batches.size(), 1);
    CHECK_EQ(it.out.rows().size(), 2);
    CHECK_EQ(it.out.batches.front().position, 102);
    CHECK_EQ(it.out.batches.front().lsn, Lsn{0x100});
    it.insert("1");
    it.encoder.commit({8, Lsn{0x1FF}, Lsn{0x200}, november});
    it.encoder.flush();
    REQUIRE_EQ(it.out.batches.size(), 2);
    CHECK_EQ(it.out.batches.back().first_position, 103);
    CHECK_EQ(it.out.rows().back().position, 104);
    CHECK_EQ(it.out.rows().back().lsn, Lsn{0x200});
}

TEST_CASE("transactions before a large one do not wait for it") {
    Fixture it({.batch = 300});
    it.transaction(7, november, Lsn{0x100}, 1);
    it.encoder.begin({8, Lsn{0x1FF}, november});
    for (int i = 0; i < 10; ++i) {
        it.insert("1", "a note that is not short");
    }
    REQUIRE_EQ(it.out.batches.size(), 1);
    CHECK_EQ(it.out.batches.front().position, 101);
    CHECK_EQ(it.out.batches.front().lsn, Lsn{0x100});
    it.encoder.commit({8, Lsn{0x1FF}, Lsn{0x200}, november});
    CHECK_EQ(it.out.rows().size(), 11);
    CHECK_EQ(it.out.rows()[1].position, 102);
}

TEST_CASE("a batch holds one month's changes") {
    Fixture it;
    it.transaction(7, november, Lsn{0x100}, 1);
    it.transaction(8, december, Lsn{0x200}, 1);
    it.encoder.flush();
    REQUIRE_EQ(it.out.batches.size(), 2);
    CHECK_EQ(it.out.batches[0].month, "2026-11-01");
    CHECK_EQ(it.out.batches[1].month, "2026-12-01");
}

TEST_CASE("an empty transaction moves the end, and is nothing to write") {
    Fixture it;
    it.transaction(7, november, Lsn{0x100}, 0);
    CHECK_FALSE(it.encoder.has_whole());
    CHECK_EQ(it.encoder.end().lsn, Lsn{0x100});
    CHECK_EQ(it.encoder.end().position, 100);
}

TEST_CASE("an update tells what it left as it was; the row before fills it in where it is told") {
    Fixture it;
    auto const relation = orders();
    std::array const row{text("1"), Cell{Cell::Kind::unchanged}};
    std::array const key{text("2"), Cell{}};
    std::array const full{text("1"), text("large")};
    it.encoder.begin({7, Lsn{0xFF}, november});
    it.encoder.row({Operation::update, relation, Before::nothing, {}, row});
    it.encoder.row({Operation::update, relation, Before::key, key, row});
    it.encoder.row({Operation::update, relation, Before::full, full, row});
    it.encoder.row({Operation::remove, relation, Before::key, key, {}});
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    it.encoder.flush();
    auto const rows = it.out.rows();
    REQUIRE_EQ(rows.size(), 4);
    CHECK_EQ(rows[0].data, R"({"id":1})");
    CHECK_EQ(rows[0].metadata, R"({"unchanged":["note"]})");
    CHECK_FALSE(rows[0].old_data);
    CHECK_EQ(rows[1].old_data, R"({"id":2})");
    CHECK_EQ(rows[2].data, R"({"id":1,"note":"large"})");
    CHECK_EQ(rows[2].metadata, R"({"full":true})");
    CHECK_FALSE(rows[3].data);
    CHECK_EQ(rows[3].old_data, R"({"id":2})");
    CHECK_EQ(rows[3].operation, "DELETE");
}

TEST_CASE("a transaction says who made it; the next one's author is another") {
    Fixture it;
    it.encoder.begin({7, Lsn{0xFF}, november});
    it.encoder.message({.transactional = true, .prefix = "lockstep.client", .content = "phone 1"});
    it.insert("1");
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    it.transaction(8, november, Lsn{0x200}, 1);
    it.encoder.flush();
    CHECK_EQ(it.out.rows()[0].client_id, "phone 1");
    CHECK_FALSE(it.out.rows()[1].client_id);
}

TEST_CASE("a value that cannot be stored is put by, with its place kept") {
    Fixture it({.value = 1'000});
    it.transaction(7, november, Lsn{0x100}, 1, std::string(2'000, 'x'));
    it.transaction(8, november, Lsn{0x200}, 1, "\xFF");
    it.encoder.flush();
    auto const rows = it.out.rows();
    REQUIRE_EQ(rows.size(), 2);
    CHECK_FALSE(rows[0].data);
    CHECK_EQ(rows[0].metadata, R"({"dead_letter":"it is larger than jsonb can hold"})");
    auto const& letters = it.out.batches.front().news.dead_letters;
    REQUIRE_EQ(letters.size(), 2);
    CHECK_EQ(letters[0].position, 101);
    CHECK_EQ(letters[0].values.substr(0, 13), "id: 1\nnote: x");
    CHECK_EQ(letters[1].error, "public.orders, column \"note\": byte 0 of it is no UTF-8");
    CHECK_EQ(letters[1].values, "id: 1\nnote: \xFF\n");
}

TEST_CASE("a value that cannot be stored ends it where dead letters are refused, with its place") {
    Fixture it;
    it.encoder.refuse_dead_letters();
    it.transaction(7, november, Lsn{0x100}, 1);
    try {
        it.transaction(8, november, Lsn{0x200}, 1, "\xFF");
        FAIL("it was taken");
    } catch (Refusal const& refusal) {
        CHECK_EQ(refusal.position(), 102);
        CHECK_EQ(refusal.why(), "public.orders, column \"note\": byte 0 of it is no UTF-8");
    }
}

TEST_CASE("what the history's server has refused is put by at once the next time") {
    Fixture it;
    it.encoder.know(Poison{{102, "string too long"}});
    it.transaction(7, november, Lsn{0x100}, 3);
    it.encoder.flush();
    auto const rows = it.out.rows();
    CHECK(rows[0].data);
    CHECK_EQ(rows[1].metadata, R"({"dead_letter":"string too long"})");
    CHECK(rows[2].data);
}

TEST_CASE(
    "a table that looks another way is told of in order; out of band where nothing explains it") {
    Fixture it;
    auto wider = *orders();
    wider.columns.push_back({"more", 25, -1, false});
    auto const wide = std::make_shared<Relation const>(wider);
    it.encoder.begin({7, Lsn{0xFF}, november});
    it.encoder.relation({Seen::News::first, orders(), nullptr});
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    it.encoder.begin({8, Lsn{0x1FF}, november});
    it.encoder.relation({Seen::News::changed, wide, orders()});
    it.encoder.commit({8, Lsn{0x1FF}, Lsn{0x200}, november});
    it.encoder.begin({9, Lsn{0x2FF}, november});
    it.encoder.message(
        {.transactional = true, .prefix = "lockstep.schema", .content = R"({"version": 4})"});
    it.encoder.relation({Seen::News::changed, orders(), wide});
    it.insert("1");
    it.encoder.commit({9, Lsn{0x2FF}, Lsn{0x300}, november});
    it.encoder.flush();
    auto const rows = it.out.rows();
    REQUIRE_EQ(rows.size(), 4);
    CHECK_EQ(rows[0].operation, "SCHEMA");
    CHECK_FALSE(rows[0].metadata);
    CHECK_EQ(rows[1].metadata, R"({"out_of_band":true})");
    CHECK_FALSE(rows[2].metadata);
    CHECK_EQ(rows[1].old_data, rows[0].data);
    CHECK_EQ(rows[3].schema_version, "4");
    CHECK_EQ(it.out.batches.front().news.relations.size(), 3);
    CHECK_EQ(it.out.batches.front().news.versions.size(), 1);
}

TEST_CASE("the journal's word on who changed a table goes with the change") {
    Fixture it;
    it.encoder.begin({7, Lsn{0xFF}, november});
    it.encoder.message({.transactional = true,
                        .prefix = "lockstep.ddl",
                        .content = R"({"object": "public.orders", "user": "eve"})"});
    it.encoder.relation({Seen::News::first, orders(), nullptr});
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    it.encoder.flush();
    CHECK_EQ(it.out.rows()[0].metadata, R"({"ddl":{"object":"public.orders","user":"eve"}})");
}

TEST_CASE("a heartbeat that is read again, for nothing came behind it, counts once") {
    Fixture it;
    for (auto const lsn : {Lsn{10}, Lsn{10}, Lsn{20}}) {
        it.encoder.begin({7, lsn, november});
        it.encoder.message({0, true, lsn, "lockstep.heartbeat", "slot"});
        it.encoder.commit({7, lsn, Lsn{lsn.value + 1}, november});
    }
    CHECK_EQ(it.encoder.heartbeats(), 2);
}

TEST_CASE("TRUNCATE is a change of each table, with how it was said") {
    Fixture it;
    it.encoder.begin({7, Lsn{0xFF}, november});
    it.encoder.truncate({{orders(), orders()}, true, false});
    it.encoder.commit({7, Lsn{0xFF}, Lsn{0x100}, november});
    it.encoder.flush();
    REQUIRE_EQ(it.out.rows().size(), 2);
    CHECK_EQ(it.out.rows()[1].operation, "TRUNCATE");
    CHECK_EQ(it.out.rows()[1].metadata, R"({"cascade":true})");
}

TEST_CASE("an id is a UUID of version 7, and the same for the same change") {
    Fixture one;
    Fixture other;
    one.transaction(7, november, Lsn{0x100}, 1);
    other.transaction(7, november, Lsn{0x100}, 1);
    one.encoder.flush();
    other.encoder.flush();
    auto const id = one.out.rows()[0].id;
    CHECK_EQ(id, other.out.rows()[0].id);
    CHECK_EQ(id.substr(14, 1), "7");
    CHECK_EQ(id.substr(19, 1), "8");
}

}  // namespace
}  // namespace lockstep::relay
