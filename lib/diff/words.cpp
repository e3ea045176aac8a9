#include "diff/words.hpp"

#include "base/text.hpp"

namespace lockstep::diff {

namespace {

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return starts_name(c) || (c >= '0' && c <= '9') || c == '$';
}

/// The length of a quoted identifier; 0 when its quote does not end.
std::size_t quoted_length(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            if (i + 1 == text.size() || text[i + 1] != '"') {
                return i + 1;
            }
            ++i;
        }
    }
    return 0;
}

}  // namespace

std::string Word::name() const {
    if (!text.starts_with('"')) {
        return std::string(text);
    }
    return replace_all(std::string(text.substr(1, text.size() - 2)), "\"\"", "\"");
}

Word first_word(std::string_view text) {
    if (text[0] == '"') {
        auto const length = quoted_length(text);
        return length == 0 ? Word{text} : Word{text.substr(0, length), true};
    }
    bool const is_name = starts_name(text[0]);
    std::size_t length = 1;
    // A number such as 1e5 is no name, nor is what follows its digits.
    bool const is_number = text[0] >= '0' && text[0] <= '9';
    while (length < text.size() && (is_name || is_number) && continues_name(text[length])) {
        ++length;
    }
    return {text.substr(0, length), is_name};
}

}  // namespace lockstep::diff
