#include "code/union_type.hpp"

#include <algorithm>

namespace lockstep::code {

Type union_of(std::vector<Type> parts) {
    std::vector<Type> flat;
    for (auto& part : parts) {
        if (part.name == "|") {
            flat.insert(flat.end(), part.of.begin(), part.of.end());
        } else {
            flat.push_back(std::move(part));
        }
    }
    return flat.size() == 1 ? Type(flat.front()) : Type{"|", std::move(flat)};
}

Nullable without(Type type, std::initializer_list<std::string_view> none) {
    auto const is_none = [&](Type const& each) {
        return std::find(none.begin(), none.end(), each.name) != none.end();
    };
    if (type.name != "|") {
        bool const nullable = is_none(type);
        return {std::move(type), nullable};
    }
    bool const nullable = std::any_of(type.of.begin(), type.of.end(), is_none);
    if (std::all_of(type.of.begin(), type.of.end(), is_none)) {
        return {Type{std::string(*none.begin())}, nullable};
    }
    std::erase_if(type.of, is_none);
    return {union_of(std::move(type.of)), nullable};
}

}  // namespace lockstep::code
