#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "support/build.hpp"

namespace lockstep::tests {

/// The statements that take one object to its other form, each ended by a semicolon; "anew" where
/// it must be dropped and made anew.
std::string altered(schema::Alteration const& change);

/// The same for the object of those names in two schemas.
std::string altered(schema::Kind const& kind, std::initializer_list<std::string_view> names,
                    schema::Schema const& from, schema::Schema const& to);

/// The same for an object that is all there is.
std::string altered(schema::Kind const& kind, std::initializer_list<std::string_view> names,
                    std::initializer_list<Set> before, std::initializer_list<Set> after,
                    int server_version = 180000);

std::string to_text(Statements const& statements);

}  // namespace lockstep::tests
