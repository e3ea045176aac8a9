#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "relay/message.hpp"

namespace lockstep::tests {

/// Bytes as the server sends them: numbers in network byte order, texts with a NUL behind.
class WireBytes {
public:
    WireBytes& byte(std::uint8_t value);
    WireBytes& letter(char value) { return byte(static_cast<std::uint8_t>(value)); }
    WireBytes& uint16(std::uint16_t value);
    WireBytes& uint32(std::uint32_t value);
    WireBytes& uint64(std::uint64_t value);
    WireBytes& text(std::string_view value);
    WireBytes& bytes(std::string_view value);

    std::string const& str() const { return bytes_; }

private:
    std::string bytes_;
};

/// A message as pgoutput writes it.
std::string pgoutput_bytes(relay::Message const& message, bool in_stream = false);

}  // namespace lockstep::tests
