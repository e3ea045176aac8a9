#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "code/definitions.hpp"

namespace lockstep::code {

/// `a | b | c`: unions among the parts are taken apart; one part alone is itself.
Type union_of(std::vector<Type> parts);

/// What a type is when it is there, and whether it may be none.
struct Nullable {
    Type type;
    bool nullable = false;
};
/// `none` are the names that the language has for nothing: None; null and undefined.
Nullable without(Type type, std::initializer_list<std::string_view> none);

}  // namespace lockstep::code
