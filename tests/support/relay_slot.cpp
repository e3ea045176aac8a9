#include "support/relay_slot.hpp"

#include <doctest/doctest.h>

#include <array>
#include <charconv>

#include "support/relay_story.hpp"

namespace lockstep::tests {

namespace {

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace

void make_slot(TestDatabase& database, std::string const& name) {
    database.run("SET synchronous_commit = on");
    database.connection().query(sql("SELECT pg_create_logical_replication_slot($1, 'pgoutput')"),
                                std::array{pg::Parameter(name)});
}

std::vector<std::string> messages_of(TestDatabase& database, std::string const& slot,
                                     int protocol) {
    database.run("SET logical_decoding_work_mem = '64kB'");
    auto const plain =
        sql("SELECT encode(data, 'hex') FROM pg_logical_slot_get_binary_changes($1, NULL, NULL,"
            " 'proto_version', '1', 'publication_names', 'p', 'messages', 'true')");
    auto const streamed = sql(
        "SELECT encode(data, 'hex') FROM pg_logical_slot_get_binary_changes($1, NULL, NULL,"
        " 'proto_version', '2', 'streaming', 'on', 'publication_names', 'p', 'messages', 'true')");
    auto const rows = database.connection().query(protocol == 1 ? plain : streamed,
                                                  std::array{pg::Parameter(slot)});
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        messages.push_back(from_hex(rows.cell(i, 0)));
    }
    return messages;
}

std::size_t show(std::vector<std::string> const& messages, int protocol,
                 relay::TransactionSink& sink) {
    relay::PgoutputOptions const options{.protocol = protocol};
    relay::PgoutputDecoder decoder(options);
    relay::Relations relations;
    MemorySpill spill;
    relay::Transactions transactions(relations, spill, sink, options);
    std::size_t streams = 0;
    for (auto const& bytes : messages) {
        auto const message = decoder.decode(bytes);
        streams += std::holds_alternative<relay::StreamStart>(message) ? 1 : 0;
        transactions.take(message, bytes);
    }
    CHECK(transactions.between_transactions());
    CHECK(spill.messages.empty());
    return streams;
}

}  // namespace lockstep::tests
