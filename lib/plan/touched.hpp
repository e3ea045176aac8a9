#pragma once

#include <cstdint>

#include "diff/change.hpp"
#include "schema/schema.hpp"

namespace lockstep::plan {

/// The parts of two schemas that the plans between them touch: what is changed, made or dropped,
/// the whole that it is part of, all that depends on it (directly or not), and what PostgreSQL
/// needs to make these. They share the arenas of the schemas that they were cut from.
struct Touched {
    schema::Schema from;
    schema::Schema to;
};

/// How much is taken in.
enum class Extent : std::uint8_t {
    for_plans,
    for_rows,  // and what single rows of the tables must obey: checks, keys, unique indexes
};

/// The same hints for the way back.
diff::DiffOptions backwards(diff::DiffOptions options);

/// Whatever one of the two has, the other has the counterpart of, so the same plans lead from one
/// to the other. Both schemas must have been loaded with their dependencies.
Touched touched(schema::Schema const& from, schema::Schema const& to,
                diff::DiffOptions const& options = {}, Extent extent = Extent::for_plans);

}  // namespace lockstep::plan
