#pragma once

#include <string_view>

namespace lockstep::schema {

/// The namespace in which this program keeps what it must remember in a database. What of it
/// carries the comment is not part of the database's schema.
inline constexpr std::string_view own_namespace = "lockstep";
inline constexpr std::string_view own_comment = "kept by lockstep for itself; see its manual";

}  // namespace lockstep::schema
