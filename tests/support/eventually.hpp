#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace lockstep::tests {

/// Is it so within half a minute?
inline bool eventually(std::function<bool()> const& is_so) {
    using namespace std::chrono_literals;
    for (auto const end = std::chrono::steady_clock::now() + 30s;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(20ms)) {
        if (is_so()) {
            return true;
        }
    }
    return false;
}

}  // namespace lockstep::tests
