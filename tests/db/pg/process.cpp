#include "pg/process.hpp"

#include <doctest/doctest.h>

#include <csignal>

#include <sys/wait.h>

namespace lockstep::pg {
namespace {

using namespace std::chrono_literals;

volatile std::sig_atomic_t handled = 0;

TEST_CASE("a program that is told to end before it has begun ends, and our handlers see nothing") {
    auto* const before = std::signal(SIGTERM, [](int) { handled = 1; });
    for (int i = 0; i < 100; ++i) {
        Process process({.arguments = {"/bin/sleep", "60"}});
        // Its SIGTERM would be lost where our handler had it; SIGKILL comes after five seconds.
        auto const began = std::chrono::steady_clock::now();
        process.stop(SIGTERM, 5s);
        CHECK(std::chrono::steady_clock::now() - began < 4s);
    }
    std::signal(SIGTERM, before);
    CHECK_EQ(handled, 0);
}

}  // namespace
}  // namespace lockstep::pg
