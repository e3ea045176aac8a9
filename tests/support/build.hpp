#pragma once

#include <cstddef>
#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/schema.hpp"

namespace lockstep::tests {

/// A property and its value; nullptr means unknown.
struct Set {
    std::string_view property;
    schema::Value value;

    Set(std::string_view name, std::string_view text) : property(name), value(text) {}
    Set(std::string_view name, char const* text) : property(name), value(std::string_view(text)) {}
    Set(std::string_view name, std::nullptr_t) : property(name), value(schema::Value::unknown()) {}
};

/// Builds schemas for tests: `Build().add(table, {"public", "t"}, {{"owner", "me"}}).schema()`.
class Build {
public:
    Build& add(schema::Kind const& kind, std::initializer_list<std::string_view> names,
               std::initializer_list<Set> properties = {}, schema::Place place = {});
    /// Says that the source knows this kind, though it has no object of it.
    Build& knows(schema::Kind const& kind);
    schema::Schema schema();

private:
    schema::SchemaBuilder builder_;
    std::set<schema::Kind const*> known_;
};

}  // namespace lockstep::tests
