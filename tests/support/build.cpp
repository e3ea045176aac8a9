#include "support/build.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/core.h>

#include "schema/kind.hpp"

namespace lockstep::tests {

using namespace schema;

Build& Build::add(Kind const& kind, std::initializer_list<std::string_view> names,
                  std::initializer_list<Set> properties, Place place) {
    std::vector<Field> fields;
    for (auto const& [property, value] : properties) {
        auto const index = kind.index_of(property);
        if (index == Kind::npos) {
            throw std::invalid_argument(fmt::format("a {} has no {}", kind.name, property));
        }
        fields.push_back({static_cast<std::uint32_t>(index), value});
    }
    std::sort(fields.begin(), fields.end(),
              [](Field const& a, Field const& b) { return a.index < b.index; });
    builder_.add(kind, pack(names), fields, place);
    return knows(kind);
}

Build& Build::knows(Kind const& kind) {
    known_.insert(&kind);
    return *this;
}

Schema Build::schema() {
    auto schema = builder_.finish();
    schema.known_kinds = known_;
    return schema;
}

}  // namespace lockstep::tests
