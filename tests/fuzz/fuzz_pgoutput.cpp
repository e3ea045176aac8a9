// Whatever the bytes, as a stream of messages (each behind its length in two bytes): what is
// decoded lies in the message, and transactions are shown whole, one after another.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "relay/decode_error.hpp"
#include "relay/frame.hpp"
#include "relay/json_rows.hpp"
#include "relay/transactions.hpp"

using namespace lockstep;
using namespace lockstep::relay;

namespace {

struct MemorySpill : Spill {
    std::map<Xid, std::vector<std::string>> messages;

    void append(Xid transaction, std::string_view message) override {
        messages[transaction].emplace_back(message);
    }
    void replay(Xid transaction, std::function<void(std::string_view)> const& each) override {
        for (auto const& message : messages[transaction]) {
            each(message);
        }
    }
    void drop(Xid transaction) override { messages.erase(transaction); }
};

struct Checks : TransactionSink {
    Xid open = 0;

    void begin(TransactionBegin const& begin) override {
        fuzz::require(open == 0 && begin.xid != 0);
        open = begin.xid;
    }
    void origin(Origin const& /*origin*/) override { fuzz::require(open != 0); }
    void relation(Seen const& seen) override {
        fuzz::require(open != 0 && seen.now && seen.news != Seen::News::none);
        fuzz::require(!seen.before || !(*seen.before == *seen.now));
    }
    void row(RowChange const& change) override {
        fuzz::require(open != 0);
        for (auto const& row : {change.old, change.row}) {
            fuzz::require(row.empty() || row.size() == change.relation->columns.size());
            try {
                std::string json;
                JsonRows(*change.relation).append(json, row);
                fuzz::require(json.starts_with('{') && json.ends_with('}'));
            } catch (Error const&) {  // no UTF-8, binary, no columns
                continue;
            }
        }
    }
    void truncate(Truncation const& /*truncation*/) override { fuzz::require(open != 0); }
    void message(LogicalMessage const& message) override {
        fuzz::require(open != 0 || !message.transactional);
    }
    void commit(TransactionEnd const& end) override {
        fuzz::require(open == end.xid);
        open = 0;
    }
};

void check_lies_within(Tuple row, std::string_view bytes) {
    for (auto const& cell : row) {
        auto const* const end = cell.bytes.data() + cell.bytes.size();
        fuzz::require(cell.bytes.empty() ||
                      (std::less_equal<>{}(bytes.data(), cell.bytes.data()) &&
                       std::less_equal<>{}(end, bytes.data() + bytes.size())));
    }
}

void check_rows(Message const& message, std::string_view bytes) {
    if (auto const* const insert = std::get_if<Insert>(&message)) {
        check_lies_within(insert->row, bytes);
    } else if (auto const* const update = std::get_if<Update>(&message)) {
        check_lies_within(update->old, bytes);
        check_lies_within(update->row, bytes);
    }
}

void check_frame(std::string_view bytes) {
    try {
        auto const frame = decode_frame(bytes);
        auto const* const data = std::get_if<XLogData>(&frame);
        fuzz::require(data == nullptr || data->data.size() + 25 == bytes.size());
    } catch (DecodeError const&) {
        return;
    }
}

/// The next message of the input, which is taken off.
std::string_view next(std::string_view& input) {
    std::size_t length = 0;
    for (int i = 0; i < 2 && !input.empty(); ++i) {
        length = length * 256 + static_cast<std::uint8_t>(input.front());
        input.remove_prefix(1);
    }
    auto const message = input.substr(0, length);
    input.remove_prefix(message.size());
    return message;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto input = fuzz::as_text(data, size);
    check_frame(input);
    PgoutputOptions const options{.protocol = size % 3 == 0 ? 1 : 2, .binary = size % 2 == 0};
    Relations relations;
    MemorySpill spill;
    Checks checks;
    PgoutputDecoder decoder(options);
    Transactions transactions(relations, spill, checks, options);
    while (!input.empty()) {
        auto const bytes = next(input);
        try {
            auto const message = decoder.decode(bytes);
            check_rows(message, bytes);
            transactions.take(message, bytes);
            fuzz::require(transactions.between_transactions() == (checks.open == 0));
        } catch (DecodeError const&) {
            continue;  // the message is skipped; what follows must be safe all the same
        } catch (StreamError const&) {
            transactions.reset();
            decoder.reset();
            checks.open = 0;
            fuzz::require(spill.messages.empty());
        }
    }
    return 0;
}
