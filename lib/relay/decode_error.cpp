#include "relay/decode_error.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::relay {

namespace {

std::string found(std::string_view bytes, std::size_t offset) {
    if (offset >= bytes.size()) {
        return "the end";
    }
    return fmt::format("\"{}\"", printable(bytes.substr(offset, 1)));
}

}  // namespace

DecodeError::DecodeError(std::string_view where, std::string_view bytes, std::size_t offset,
                         std::string_view expected)
    : Error(ExitCode::bad_input, fmt::format("{}, byte {} of {}: expected {}, found {}", where,
                                             offset, bytes.size(), expected, found(bytes, offset))),
      offset_(offset) {}

DecodeError::DecodeError(ParseError const& error)
    : Error(ExitCode::bad_input, error.what()),
      offset_(std::max<std::size_t>(error.place().column, 1) - 1) {}

StreamError::StreamError(std::string const& message)
    : Error(ExitCode::bad_input, "the replication stream is out of order: " + message) {}

}  // namespace lockstep::relay
