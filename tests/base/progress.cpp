#include "base/progress.hpp"

#include <mutex>
#include <thread>

#include <doctest/doctest.h>

namespace lockstep::tests {

using namespace std::chrono_literals;

TEST_CASE("progress that is not enabled writes nothing") {
    std::string written;
    {
        Progress progress(false, 0ms, [&](std::string_view text) { written += text; });
        progress.say("reading");
        std::this_thread::sleep_for(5ms);
    }
    CHECK(written.empty());
}

TEST_CASE("work that ends before the delay shows no progress") {
    std::string written;
    {
        Progress progress(true, 10s, [&](std::string_view text) { written += text; });
        progress.say("reading");
    }
    CHECK(written.empty());
}

TEST_CASE("longer work shows what it does, safely, and takes the line away at the end") {
    std::mutex mutex;
    std::string written;
    {
        Progress progress(true, 1ms, [&](std::string_view text) {
            std::lock_guard const lock(mutex);
            written += text;
        });
        progress.say("reading \x1b[2J");
        for (;;) {
            std::lock_guard const lock(mutex);
            if (!written.empty()) {
                break;
            }
        }
    }
    CHECK(written.starts_with("\r\x1b[K| reading \\x1b[2J"));
    CHECK(written.ends_with("\r\x1b[K"));
}

}  // namespace lockstep::tests
