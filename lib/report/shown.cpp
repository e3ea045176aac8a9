#include "report/shown.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::report {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// The ranges that terminals draw two columns wide (East Asian Width W and F, and emoji).
constexpr std::array wide{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};
constexpr std::array no_width{Range{0x0300, 0x036F}, Range{0x200B, 0x200D}, Range{0x20D0, 0x20FF},
                              Range{0xFE00, 0xFE0F}};
// Marks and overrides of direction, and the separators that break a line unseen.
constexpr std::array misleading{Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2066, 0x2069},
                                Range{0xFEFF, 0xFEFF}};

template <std::size_t size>
bool is_in(std::array<Range, size> const& ranges, char32_t character) {
    return std::any_of(ranges.begin(), ranges.end(), [&](Range const& range) {
        return character >= range.first && character <= range.last;
    });
}

/// Takes the first character of well-formed UTF-8.
char32_t take_character(std::string_view& text) {
    auto const first = static_cast<unsigned char>(text[0]);
    std::size_t const length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    constexpr std::array<unsigned char, 5> mask{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t character = first & mask[length];
    for (std::size_t i = 1; i < length && i < text.size(); ++i) {
        character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    text.remove_prefix(std::min(length, text.size()));
    return character;
}

std::size_t width_of(char32_t character) {
    return is_in(no_width, character) ? 0 : is_in(wide, character) ? 2 : 1;
}

/// Where the first line of at most `width` columns ends, and where the next one begins.
struct Break {
    std::size_t end;
    std::size_t next;
};

Break first_break(std::string_view text, std::size_t width) {
    std::size_t used = 0;
    std::size_t space = std::string_view::npos;
    auto rest = text;
    while (!rest.empty()) {
        auto const at = text.size() - rest.size();
        if (text[at] == ' ' && at > 0) {
            space = at;
        }
        used += width_of(take_character(rest));
        if (used > width && at > 0) {
            return space == std::string_view::npos ? Break{at, at} : Break{space, space + 1};
        }
    }
    return {text.size(), text.size()};
}

}  // namespace

std::string shown(std::string_view text) {
    auto const safe = printable(text);
    std::string result;
    std::string_view rest = safe;
    while (!rest.empty()) {
        auto const before = rest;
        auto const character = take_character(rest);
        if (is_in(misleading, character)) {
            result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character));
        } else {
            result += before.substr(0, before.size() - rest.size());
        }
    }
    return result;
}

std::string shown_on_one_line(std::string_view text) {
    return replace_all(replace_all(shown(text), "\n", "\\n"), "\t", "\\t");
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        width += width_of(take_character(text));
    }
    return width;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (;;) {
        auto const line_break = first_break(text, std::max<std::size_t>(width, 1));
        lines.emplace_back(text.substr(0, line_break.end));
        if (line_break.next >= text.size()) {
            return lines;
        }
        text.remove_prefix(line_break.next);
    }
}

std::string Style::in(std::string_view codes, std::string_view text) const {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", codes, text) : std::string(text);
}

}  // namespace lockstep::report
