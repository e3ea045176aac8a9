#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What libFuzzer calls for each input; each fuzz_<name>.cpp defines it. It returns 0, also for
/// input that the code under test refuses in the way it should.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace lockstep::fuzz {

inline std::string_view as_text(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// A property that must hold for every input; a fuzzer that only looks for crashes misses the rest.
inline void require(bool holds) {
    if (!holds) {
        __builtin_trap();
    }
}

}  // namespace lockstep::fuzz
