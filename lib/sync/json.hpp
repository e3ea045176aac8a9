#pragma once

#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace lockstep::sync {

/// A value of JSON that nobody changes, so that headers need not know what it looks like.
using Json = std::shared_ptr<nlohmann::json const>;

}  // namespace lockstep::sync
