#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::store {

/// The text as one zstd frame with a checksum, as `zstd` writes and reads it. With the text of
/// `before` at hand (its prefix), only what differs from that takes room, as with
/// `zstd --patch-from`.
std::string compress(std::string_view text, std::string_view before = {});

/// What `compress` was given, with the same `before`. `file` is for messages. Throws
/// Error(bad_input) when these are no such bytes, or more than `most` of text.
std::string decompress(std::string_view bytes, std::string_view before, std::string const& file,
                       std::size_t most = std::size_t{1} << 29);

}  // namespace lockstep::store
