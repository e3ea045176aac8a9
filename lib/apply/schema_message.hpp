#pragma once

#include <cstddef>
#include <string>

#include "plan/plan.hpp"

namespace lockstep::apply {

/// What the schema is called that a plan arrives at.
struct Arrival {
    std::string version;  // as it was recorded, or the beginning of its fingerprint; empty: untold
    std::string fingerprint;
};

/// Tells whoever reads the WAL, in its place there, which version of the schema holds from the
/// transaction on that ends a step (from 0), and which tables the step changes: a logical message
/// `lockstep.schema`, {"version", "fingerprint", "changed": ["public.orders"]}. Up to the last step
/// the schema is on its way: "41~2/5", and no fingerprint. Nothing where no version is to be told.
Sql schema_message(plan::Plan const& plan, std::size_t step, Arrival const& arrival);

}  // namespace lockstep::apply
