#include "apply/said_of_rows.hpp"

namespace lockstep::apply {

namespace {

// Classes of SQLSTATE, from the manual's appendix "PostgreSQL Error Codes".
constexpr std::string_view data_exception = "22";
constexpr std::string_view constraint_violation = "23";
constexpr std::string_view raised = "P0";

/// A value stands between double quotes, and may hold some itself.
std::string without_quoted(std::string message) {
    auto const first = message.find('"');
    auto const last = message.rfind('"');
    return first == last ? message : message.replace(first, last - first + 1, "…");
}

bool is_raised(pg::ServerMessage const& said) {
    return said.sqlstate.starts_with(raised) || said.context.find(" at RAISE") != std::string::npos;
}

}  // namespace

bool is_about_rows(pg::ServerMessage const& said) {
    return said.sqlstate.starts_with(data_exception) ||
           said.sqlstate.starts_with(constraint_violation) || is_raised(said);
}

pg::ServerMessage without_values(pg::ServerMessage said) {
    if (!is_about_rows(said)) {
        return said;
    }
    said.detail.clear();
    said.hint.clear();
    said.context.clear();
    if (is_raised(said)) {
        said.message = "a function raised an exception, whose text may hold what is in the rows";
    } else if (said.sqlstate.starts_with(data_exception)) {
        said.message = without_quoted(std::move(said.message));
    }
    return said;
}

}  // namespace lockstep::apply
