#include "relay/file_spill.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace lockstep::relay {
namespace {

std::vector<std::string> messages_of(FileSpill& spill, Xid transaction) {
    std::vector<std::string> messages;
    spill.replay(transaction, [&](std::string_view message) { messages.emplace_back(message); });
    return messages;
}

TEST_CASE("each transaction's messages come back in their order, as they were") {
    FileSpill spill;
    std::string const large(100'000, 'x');
    std::string const with_nul("\0nul", 4);
    spill.append(1, "a");
    spill.append(2, with_nul);
    spill.append(1, "");
    spill.append(1, large);
    CHECK_EQ(messages_of(spill, 1), std::vector<std::string>{"a", "", large});
    CHECK_EQ(messages_of(spill, 2), std::vector<std::string>{with_nul});
}

TEST_CASE("what is read may be written on, and read again") {
    FileSpill spill;
    spill.append(1, "a");
    CHECK_EQ(messages_of(spill, 1).size(), 1);
    spill.append(1, "b");
    CHECK_EQ(messages_of(spill, 1), std::vector<std::string>{"a", "b"});
}

TEST_CASE("a transaction that was dropped, or never was, has no messages") {
    FileSpill spill;
    spill.append(1, "a");
    spill.drop(1);
    spill.drop(7);
    CHECK(messages_of(spill, 1).empty());
    CHECK(messages_of(spill, 7).empty());
}

}  // namespace
}  // namespace lockstep::relay
