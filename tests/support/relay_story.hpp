#pragma once

#include <map>
#include <string>
#include <vector>

#include "relay/spill.hpp"
#include "relay/transactions.hpp"

namespace lockstep::tests {

/// A message in one line: `update 16385 (key 1) -> 2, ~, null`.
std::string told(relay::Message const& message);
/// A row's values: text as it is, `null`, `~` for unchanged, `x:` and hexadecimal digits for
/// binary.
std::string told(relay::Tuple row);

/// Writes down in a line each what it is given.
class Story : public relay::TransactionSink {
public:
    std::vector<std::string> lines;

    void begin(relay::TransactionBegin const& begin) override;
    void origin(relay::Origin const& origin) override;
    void relation(relay::Seen const& seen) override;
    void row(relay::RowChange const& change) override;
    void truncate(relay::Truncation const& truncation) override;
    void message(relay::LogicalMessage const& message) override;
    void commit(relay::TransactionEnd const& end) override;
};

/// Keeps what is put by in memory.
class MemorySpill : public relay::Spill {
public:
    std::map<relay::Xid, std::vector<std::string>> messages;

    void append(relay::Xid transaction, std::string_view message) override;
    void replay(relay::Xid transaction,
                std::function<void(std::string_view message)> const& each) override;
    void drop(relay::Xid transaction) override;
};

}  // namespace lockstep::tests
