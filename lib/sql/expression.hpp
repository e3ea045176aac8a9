#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sql/sql.hpp"

namespace lockstep {

/// What an expression from outside may speak of. Each is asked by name, in lower case where the
/// text has no quotes.
struct ExpressionRules {
    /// What the column of that name is called in the database; nothing where there is none.
    std::function<std::optional<std::string>(std::string_view name)> column;
    std::function<bool(std::string_view name)> is_function_allowed;
    /// "int4", "varchar": as pg_type calls it.
    std::function<bool(std::string_view name)> is_type_allowed;
};

/// One scalar expression over the columns of a row, read by PostgreSQL's own parser and written
/// anew from its tree (libpg_query), so that nothing of the text itself gets into SQL. Constants,
/// columns, operators, CASE, COALESCE, casts and calls of plain functions are taken; anything else
/// (subqueries, aggregates, qualified names, parameters) is refused. Throws Error(bad_input) that
/// says what.
Sql checked_expression(std::string_view text, ExpressionRules const& rules);

}  // namespace lockstep
