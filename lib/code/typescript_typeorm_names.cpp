#include "code/typescript_typeorm_names.hpp"

#include "base/text.hpp"

namespace lockstep::code::typescript {

namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

char upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::string snake_case(std::string_view name) {
    std::string snake;
    for (std::size_t i = 0; i < name.size(); ++i) {
        bool const after_lower =
            i > 0 && (is_lower(name[i - 1]) || (name[i - 1] >= '0' && name[i - 1] <= '9'));
        bool const ends_capitals =
            i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (is_upper(name[i]) && (after_lower || ends_capitals)) {
            snake += '_';
        }
        snake += name[i];
    }
    return to_lower(snake);
}

std::string camel_case(std::string_view name) {
    std::string camel;
    for (std::size_t i = 0; i < name.size(); ++i) {
        bool const separates = name[i] == '_' || name[i] == '-' || name[i] == ' ';
        if (separates && i + 1 < name.size()) {
            camel += upper(name[++i]);
        } else {
            camel += i == 0 ? to_lower(name.substr(0, 1)) : std::string(1, name[i]);
        }
    }
    return camel;
}

std::string embedded_name(std::string_view prefix, std::string_view name) {
    return prefix.empty() || name.empty()
               ? std::string(name)
               : camel_case(prefix) + upper(name.front()) + to_lower(name.substr(1));
}

}  // namespace lockstep::code::typescript
