#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "relay/transactions.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

/// A slot of pgoutput; it goes with the database. It gives only what the server has flushed, which
/// the test server leaves for later: this connection commits synchronously from here on.
void make_slot(TestDatabase& database, std::string const& name);

/// Takes what the slot holds of publication p, message by message as the plugin wrote them. In
/// protocol 2 large transactions are streamed.
std::vector<std::string> messages_of(TestDatabase& database, std::string const& slot, int protocol);

/// Gives the messages to the sink as transactions; returns how often a part of a stream began.
std::size_t show(std::vector<std::string> const& messages, int protocol,
                 relay::TransactionSink& sink);

}  // namespace lockstep::tests
