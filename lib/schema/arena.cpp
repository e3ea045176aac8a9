#include "schema/arena.hpp"

#include <cstring>

namespace lockstep::schema {

std::string_view Arena::keep(std::string_view text) {
    if (text.empty()) {
        return {""};
    }
    auto* const kept = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(kept, text.data(), text.size());
    return {kept, text.size()};
}

}  // namespace lockstep::schema
