#include "schema/names.hpp"

#include <algorithm>

namespace lockstep::schema {

std::size_t TextList::size() const {
    return static_cast<std::size_t>(std::count(packed_.begin(), packed_.end(), '\0'));
}

std::string_view TextList::operator[](std::size_t index) const {
    auto rest = packed_;
    for (; index > 0 && !rest.empty(); --index) {
        rest.remove_prefix(rest.find('\0') + 1);
    }
    return rest.substr(0, rest.find('\0'));
}

std::string_view TextList::back() const {
    return packed_.substr(without_last().packed_.size())
        .substr(0, packed_.empty() ? 0 : packed_.size() - without_last().packed_.size() - 1);
}

TextList TextList::first(std::size_t count) const {
    std::size_t end = 0;
    for (; count > 0 && end < packed_.size(); --count) {
        end = packed_.find('\0', end) + 1;
    }
    return TextList(packed_.substr(0, end));
}

TextList TextList::without_last() const {
    if (packed_.empty()) {
        return {};
    }
    auto const before = packed_.substr(0, packed_.size() - 1).rfind('\0');
    return TextList(packed_.substr(0, before == std::string_view::npos ? 0 : before + 1));
}

std::vector<std::string_view> TextList::items() const {
    std::vector<std::string_view> items;
    for (auto rest = packed_; !rest.empty();) {
        auto const end = rest.find('\0');
        items.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return items;
}

std::string pack(std::initializer_list<std::string_view> texts) {
    std::string packed;
    for (auto const text : texts) {
        packed.append(text) += '\0';
    }
    return packed;
}

std::string pack(std::vector<std::string> const& texts) {
    std::string packed;
    for (auto const& text : texts) {
        packed.append(text) += '\0';
    }
    return packed;
}

std::string names_of_dotted(std::string_view dotted) {
    std::string packed;
    bool quoted = false;
    for (std::size_t i = 0; i < dotted.size(); ++i) {
        char const c = dotted[i];
        if (c == '"' && quoted && i + 1 < dotted.size() && dotted[i + 1] == '"') {
            packed += dotted[i++];
        } else if (c == '"') {
            quoted = !quoted;
        } else {
            packed += c == '.' && !quoted ? '\0' : c;
        }
    }
    return packed + '\0';
}

}  // namespace lockstep::schema
