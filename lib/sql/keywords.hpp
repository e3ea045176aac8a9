#pragma once

#include <string_view>

namespace lockstep {

/// Is it a keyword of any supported PostgreSQL version that `quote_identifier` puts in quotes (all
/// but the unreserved ones: `pg_get_keywords()`)?
bool needs_quotes(std::string_view lower_case_word);

}  // namespace lockstep
