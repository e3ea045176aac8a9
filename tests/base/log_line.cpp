#include "base/log_line.hpp"

#include <doctest/doctest.h>

namespace lockstep::tests {
namespace {

using namespace std::chrono_literals;

std::chrono::system_clock::time_point const then{std::chrono::microseconds(1'795'330'805'000'042)};

TEST_CASE("a line of the log is an object: time, level, message, and what it is about") {
    CHECK_EQ(json_log_line(then, "info", "streaming", {{"epoch", 3}, {"lsn", "0/16B3748"}}),
             R"({"time":"2026-11-22T07:00:05.000042Z","level":"info","message":"streaming",)"
             R"("epoch":3,"lsn":"0/16B3748"})"
             "\n");
}

TEST_CASE("whatever a server says stays on one line, and is UTF-8") {
    CHECK_EQ(json_log_line(then, "error", "a \"b\"\nc\\\x01\xff"),
             R"({"time":"2026-11-22T07:00:05.000042Z","level":"error",)"
             R"("message":"a \"b\"\nc\\\u0001)"
             "\xef\xbf\xbd\"}\n");
}

}  // namespace
}  // namespace lockstep::tests
