#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace lockstep::sync {

/// Types beside the built-in ones: of the configuration, and that are known to exist in the target.
using OtherTypes = std::set<std::string, std::less<>>;

/// The type as the server prints it ("varchar(80)" is "character varying(80)"), put together of
/// words of the list and numbers; nothing where it is not allowed. The list is that of pg_type's
/// own types for columns that hold plain values.
std::optional<std::string> allowed_type(std::string_view text, OtherTypes const& others);
/// Without its modifiers and brackets: "character varying" of "character varying(80)[]".
std::string base_type(std::string_view type);

/// May a default or a check call it? Functions of pg_catalog that look at nothing but their
/// arguments, the clock and chance.
bool is_function_allowed(std::string_view name);
/// By the name of pg_type: "int4".
bool is_cast_allowed(std::string_view name);

}  // namespace lockstep::sync
