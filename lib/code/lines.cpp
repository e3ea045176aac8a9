#include "code/lines.hpp"

#include <algorithm>

namespace lockstep::code {

Lines::Lines(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            starts_.push_back(i + 1);
        }
    }
}

TextPlace Lines::place(std::string_view file, std::string_view text, std::size_t offset) const {
    auto const next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    auto const line = static_cast<std::size_t>(next - starts_.begin());
    auto const start = starts_[line - 1];
    // Characters, not bytes: those that go on in the byte behind begin with the bits 10.
    auto const before = text.substr(start, offset - start);
    auto const characters = std::count_if(before.begin(), before.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return {std::string(file), line, static_cast<std::size_t>(characters) + 1};
}

}  // namespace lockstep::code
