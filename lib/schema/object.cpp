#include "schema/object.hpp"

#include <fmt/core.h>

#include "schema/kind.hpp"

namespace lockstep::schema {

std::strong_ordering ObjectId::operator<=>(ObjectId const& other) const {
    if (auto const by_name = names <=> other.names; by_name != 0) {
        return by_name;
    }
    return rank(*kind) <=> rank(*other.kind);
}

Value Object::get(std::string_view property) const {
    auto const index = id.kind->index_of(property);
    for (auto const& field : fields) {
        if (field.index == index) {
            return field.value;
        }
    }
    return {};
}

std::string_view Object::name() const {
    return id.names.back();
}

std::string to_string(ObjectId const& id) {
    return fmt::format("{} {}", id.kind->name, dotted(id.names).text());
}

}  // namespace lockstep::schema
