#include "code/identifiers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "base/text.hpp"

namespace lockstep::code {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

/// Letters that all languages take, and that Python does not change into others (its identifiers
/// are in the normal form NFKC): Latin, Greek, Cyrillic, kana, Chinese, Korean.
constexpr auto letters = std::to_array<Range>({{0x00c0, 0x00d6},
                                               {0x00d8, 0x00f6},
                                               {0x00f8, 0x0131},
                                               {0x0134, 0x013e},
                                               {0x0141, 0x0148},
                                               {0x014a, 0x017e},
                                               {0x0391, 0x03a1},
                                               {0x03a3, 0x03ce},
                                               {0x0400, 0x0481},
                                               {0x048a, 0x052f},
                                               {0x3041, 0x3096},
                                               {0x30a1, 0x30fa},
                                               {0x4e00, 0x9fef},
                                               {0xac00, 0xd7a3}});

bool is_letter(std::uint32_t code) {
    return std::any_of(letters.begin(), letters.end(), [&](Range const& range) {
        return range.first <= code && code <= range.last;
    });
}

/// The bytes of the character that begins with this one; its text is well-formed UTF-8.
std::size_t length_of(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

std::uint32_t code_of(std::string_view character) {
    auto const first = static_cast<unsigned char>(character.front());
    std::uint32_t code = first & (0x7fU >> character.size());
    for (auto const c : character.substr(1)) {
        code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return code;
}

}  // namespace

std::string with_blanks(std::string_view text) {
    if (!is_utf8(text)) {
        return with_blanks(printable(text));
    }
    std::string result;
    while (!text.empty()) {
        auto const character = text.substr(0, length_of(static_cast<unsigned char>(text.front())));
        bool const may_stand =
            character.size() == 1
                ? std::isalnum(static_cast<unsigned char>(text.front())) != 0 || text[0] == '_'
                : is_letter(code_of(character));
        result += may_stand ? character : " ";
        text.remove_prefix(character.size());
    }
    return result;
}

bool is_identifier(std::string_view text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
           with_blanks(text) == text && text.find(' ') == std::string_view::npos;
}

std::string Scope::add(std::string name) {
    auto free = name;
    for (int number = 1; !taken_.insert(free).second; ++number) {
        free = name + (number == 1 ? "_" : "_" + std::to_string(number));
    }
    return free;
}

}  // namespace lockstep::code
