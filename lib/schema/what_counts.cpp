#include "schema/what_counts.hpp"

namespace lockstep::schema {

std::string what_counts(Property const& property, Value value) {
    if (property.shape != Shape::list) {
        return std::string(property.counts(value.text()));
    }
    std::string packed;
    for (auto const item : value.list().items()) {
        auto const part = property.counts(item);
        packed += part.empty() ? std::string{} : pack({part});
    }
    return packed;
}

}  // namespace lockstep::schema
