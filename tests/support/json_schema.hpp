#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace lockstep::tests {

/// What is wrong with `value` by a JSON Schema, a line each; empty when it is valid. Knows the
/// keywords that docs/schemas/ uses, and throws on any other, so that none is passed over.
std::vector<std::string> schema_errors(nlohmann::json const& schema, nlohmann::json const& value);

/// docs/schemas/<name>.json.
nlohmann::json published_schema(std::string const& name);

}  // namespace lockstep::tests
