#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "config/load.hpp"

namespace lockstep::config {

/// The text of a configuration with entries added to `sync_rules.accepted`, which is made where it
/// is missing. Comments and the form of all else stay as they are; an entry that the list has
/// already is not added again. Throws ParseError where the text is wrong or cannot be edited
/// safely: what is returned was read back and compared.
std::string with_accepted(std::string const& name, std::string_view text, Syntax syntax,
                          std::span<Accepted const> entries);

}  // namespace lockstep::config
