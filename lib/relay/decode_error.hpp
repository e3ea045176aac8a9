#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lockstep::relay {

/// What came from the server is not what it should be: `pgoutput: Insert, byte 9 of 40: expected
/// a value's kind (n, u, t or b), found "x"`.
class DecodeError : public Error {
public:
    /// `where` names the format and the message, `offset` counts from the message's first byte.
    DecodeError(std::string_view where, std::string_view bytes, std::size_t offset,
                std::string_view expected);

    /// A text of one line is wrong as JSON.
    explicit DecodeError(ParseError const& error);

    /// From the message's first byte; in characters where a text is wrong as JSON.
    std::size_t offset() const { return offset_; }

private:
    std::size_t offset_;
};

/// Each message is well-formed, but they do not follow one another as they must.
class StreamError : public Error {
public:
    explicit StreamError(std::string const& message);
};

}  // namespace lockstep::relay
