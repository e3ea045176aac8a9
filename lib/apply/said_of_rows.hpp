#pragma once

#include "pg/error.hpp"

namespace lockstep::apply {

/// Did the server refuse it for what is in the rows, and not for what the schema is?
bool is_about_rows(pg::ServerMessage const& said);

/// The message without what it may quote from rows, which are nobody's business.
pg::ServerMessage without_values(pg::ServerMessage said);

}  // namespace lockstep::apply
