#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::report {

/// Text from a schema, safe on a terminal: no control characters, and none of the invisible ones
/// that turn the direction of what is read (U+202A … U+2069). Newlines and tabs stay.
std::string shown(std::string_view text);
/// The same on one line: newlines and tabs become `\n` and `\t`.
std::string shown_on_one_line(std::string_view text);

/// How many columns of a terminal the text takes: two for a wide character, none for a combining
/// one. Well-formed UTF-8 without control characters.
std::size_t display_width(std::string_view text);

/// The text in lines of at most `width` columns, broken at spaces where there are any.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// ANSI colours, or nothing.
struct Style {
    bool colour = false;

    std::string bold(std::string_view text) const { return in("1", text); }
    std::string dim(std::string_view text) const { return in("2", text); }
    std::string red(std::string_view text) const { return in("31", text); }
    std::string green(std::string_view text) const { return in("32", text); }
    std::string yellow(std::string_view text) const { return in("33", text); }
    std::string cyan(std::string_view text) const { return in("36", text); }
    std::string alarm(std::string_view text) const { return in("1;31", text); }
    std::string in(std::string_view codes, std::string_view text) const;
};

}  // namespace lockstep::report
