#pragma once

#include <string>
#include <vector>

#include "sql/cursor.hpp"

namespace lockstep::script {

/// Does a constraint of a table start here, rather than a column?
bool starts_constraint(Cursor const& at);
/// serial, bigserial, …
bool is_serial(Token const& token);
/// `(a, b)` as PostgreSQL puts it into generated names: "a_b"; expressions count as "expr".
std::string take_column_list(Cursor& at);
/// `(a int, OUT b text DEFAULT 1)`: the inputs, each with what may be its name before its type, and
/// a blank behind each token.
std::vector<std::string> take_arguments(Cursor& at);

}  // namespace lockstep::script
