#pragma once

#include <functional>
#include <string_view>

#include "relay/message.hpp"

namespace lockstep::relay {

/// Where the messages of streamed transactions wait for the commit, so that memory need not hold
/// them: a file for each, say. Failing is told by throwing.
class Spill {
public:
    virtual ~Spill() = default;
    /// Puts one message behind those of the same transaction.
    virtual void append(Xid transaction, std::string_view message) = 0;
    /// Gives back all messages of the transaction in order; each is good during the call. A
    /// transaction of which nothing was appended has none.
    virtual void replay(Xid transaction,
                        std::function<void(std::string_view message)> const& each) = 0;
    /// The transaction is over; also called when nothing was appended.
    virtual void drop(Xid transaction) = 0;
};

}  // namespace lockstep::relay
