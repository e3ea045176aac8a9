#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/exit_code.hpp"

namespace lockstep {

/// This command cannot go on. Thrown anywhere, caught once in `main`, which prints the message and
/// the hint (the next step for the user) and exits with the code.
class Error : public std::runtime_error {
public:
    Error(ExitCode code, std::string const& message, std::string hint = {});

    ExitCode code() const { return code_; }
    std::string const& hint() const { return hint_; }

private:
    ExitCode code_;
    std::string hint_;
};

/// A place in a text file; line and column count from 1, 0 means unknown.
struct TextPlace {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;

    bool operator==(TextPlace const&) const = default;
};

/// `models/order.py:12:8`, leaving out what is unknown.
std::string to_string(TextPlace const& place);

/// A file is wrong at a place: `file:line:column: message`, the line itself, and a caret under the
/// column. `text` is the whole file, from which the line is cut; it may be empty.
class ParseError : public Error {
public:
    ParseError(TextPlace place, std::string const& message, std::string_view text = {},
               std::string hint = {});

    TextPlace const& place() const { return place_; }

private:
    TextPlace place_;
};

/// The place of the byte `offset` in `text`; the column counts characters (UTF-8), not bytes.
TextPlace place_at(std::string file, std::string_view text, std::size_t offset);

}  // namespace lockstep
