#pragma once

#include "schema/kinds/common.hpp"

namespace lockstep::schema {

/// The key list of `CREATE INDEX … USING method (key, …) …` as pg_get_indexdef prints it, item by
/// item: `lower(name) COLLATE "C" DESC`. Empty when the text has another form.
std::vector<std::string> index_keys(std::string_view definition);

/// `USING gist (a WITH =)` of an exclusion constraint's definition, which goes on after the keys.
std::string_view exclusion_keys(std::string_view definition);

}  // namespace lockstep::schema
