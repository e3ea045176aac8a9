#pragma once

#include <memory>
#include <string>

#include "source/source.hpp"

namespace lockstep::source {

/// A live database.
std::unique_ptr<Source> server_source(std::string const& url);

}  // namespace lockstep::source
