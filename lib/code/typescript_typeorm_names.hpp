#pragma once

#include <string>
#include <string_view>

// The names that TypeORM gives by itself (its DefaultNamingStrategy).
namespace lockstep::code::typescript {

/// Of a table: "UserProfile" → "user_profile".
std::string snake_case(std::string_view name);
/// "user_id" → "userId"
std::string camel_case(std::string_view name);
/// Of a column in an embedded class; what follows the first letter loses its capitals:
/// "name", "firstName" → "nameFirstname".
std::string embedded_name(std::string_view prefix, std::string_view name);

}  // namespace lockstep::code::typescript
