#include "base/error.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace lockstep {

namespace {

constexpr std::size_t longest_line_shown = 200;

bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The line that `place` names, without its newline; empty when there is none.
std::string_view line_of(std::string_view text, std::size_t line) {
    for (std::size_t current = 1; current < line; ++current) {
        auto const newline = text.find('\n');
        if (newline == std::string_view::npos) {
            return {};
        }
        text.remove_prefix(newline + 1);
    }
    return text.substr(0, text.find_first_of("\r\n"));
}

/// The line and a caret under the column; nothing where the line is unknown or too long to help.
std::string excerpt(TextPlace const& place, std::string_view text) {
    auto const line = place.line == 0 ? std::string_view{} : line_of(text, place.line);
    if (line.empty() || line.size() > longest_line_shown || place.column == 0) {
        return {};
    }
    std::string padding;
    std::size_t column = 1;
    for (std::size_t i = 0; i < line.size() && column < place.column; ++i) {
        if (i + 1 == line.size() || starts_character(line[i + 1])) {
            padding += line[i] == '\t' ? '\t' : ' ';
            ++column;
        }
    }
    return fmt::format("\n  {}\n  {}^", line, padding);
}

}  // namespace

Error::Error(ExitCode code, std::string const& message, std::string hint)
    : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

std::string to_string(TextPlace const& place) {
    std::string text = place.file;
    if (place.line != 0) {
        text += fmt::format(":{}", place.line);
        if (place.column != 0) {
            text += fmt::format(":{}", place.column);
        }
    }
    return text;
}

ParseError::ParseError(TextPlace place, std::string const& message, std::string_view text,
                       std::string hint)
    : Error(ExitCode::bad_input,
            fmt::format("{}: {}{}", to_string(place), message, excerpt(place, text)),
            std::move(hint)),
      place_(std::move(place)) {}

TextPlace place_at(std::string file, std::string_view text, std::size_t offset) {
    auto const before = text.substr(0, std::min(offset, text.size()));
    auto const line_start =
        before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    auto const line = std::count(before.begin(), before.end(), '\n') + 1;
    auto const column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start),
                                      before.end(), starts_character) +
                        1;
    return {std::move(file), static_cast<std::size_t>(line), static_cast<std::size_t>(column)};
}

}  // namespace lockstep
