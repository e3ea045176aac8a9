#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 of text that comes in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;

    Sha256& add(std::string_view text);
    /// The digest of all that was added; starts afresh.
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view text);
/// Lower-case hexadecimal, 64 characters.
std::string to_hex(Digest const& digest);

}  // namespace lockstep
