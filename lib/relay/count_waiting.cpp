#include "relay/count_waiting.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "relay/stream_reader.hpp"

namespace lockstep::relay {

namespace {

constexpr std::chrono::milliseconds report_interval{20};

class Counter : public TransactionSink {
public:
    void begin(TransactionBegin const&) override { before_ = changes_; }
    void origin(Origin const&) override {}
    void relation(Seen const&) override {}
    void row(RowChange const&) override { ++changes_; }
    void truncate(Truncation const& truncation) override {
        changes_ += truncation.relations.size();
    }
    void message(LogicalMessage const&) override {}
    void commit(TransactionEnd const& end) override {
        transactions_ += changes_ > before_ ? 1 : 0;
        end_ = end.end_lsn;
    }

    std::uint64_t transactions() const { return transactions_; }
    std::uint64_t changes() const { return changes_; }
    Lsn end() const { return end_; }

private:
    std::uint64_t transactions_ = 0;
    std::uint64_t changes_ = 0;
    std::uint64_t before_ = 0;
    Lsn end_;
};

}  // namespace

Waiting count_waiting(SourceOptions options) {
    options.most_at_once = 0;  // it does not go on behind what it has read
    auto const source = open_source(options);
    auto const facts = source->facts(0);
    if (!facts.has_slot || !facts.confirmed) {
        throw Error(ExitCode::not_found, "there is no replication slot " + options.slot,
                    "Set it up: lockstep sync setup");
    }
    auto const from = *facts.confirmed;
    source->start(from);
    Counter counter;
    StreamReader reader(options, *source, counter, report_interval);
    pg::Wakeup const nobody;
    auto const began = pg::Clock::now();
    auto const report = [&] {
        if (reader.is_report_due()) {
            reader.report(counter.end(), from, true);
        }
    };
    while (std::max(counter.end(), reader.server_end()) < facts.written) {
        pg::check_interrupt();
        reader.take_all(report);
        report();
        reader.wait(nobody);
    }
    auto const took = pg::Clock::now() - began;
    reader.finish();
    return {.transactions = counter.transactions(),
            .changes = counter.changes(),
            .from = from,
            .to = facts.written,
            .took = std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

}  // namespace lockstep::relay
