#pragma once

#include <string>

#include "mustache/data.hpp"

namespace lockstep::generate {

/// What a template is filled with.
using mustache::Data;

/// Indented JSON, with a newline behind it.
std::string to_json(Data const& data);

}  // namespace lockstep::generate
