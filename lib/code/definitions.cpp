#include "code/definitions.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::code {

namespace {

template <typename T>
T const* find(std::vector<T> const& all, std::string_view name) {
    auto const found =
        std::find_if(all.begin(), all.end(), [&](T const& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::string to_string(Type const& type) {
    std::vector<std::string> parts;
    for (auto const& each : type.of) {
        parts.push_back(to_string(each));
    }
    if (type.name == "|") {
        return join(parts, " | ");
    }
    return parts.empty() ? type.name : type.name + "[" + join(parts, ", ") + "]";
}

Enum const* Definitions::find_enum(std::string_view name) const {
    return find(enums, name);
}

Record const* Definitions::find_record(std::string_view name) const {
    return find(records, name);
}

}  // namespace lockstep::code
