#pragma once

#include <string>
#include <vector>

#include "support/relay_site.hpp"

namespace lockstep::tests {

/// A type, and texts of values of it.
struct ValueSample {
    char const* type;
    std::vector<char const*> values;
};

/// Each type that is printed in a way of its own, with the values that are printed unlike others.
std::vector<ValueSample> const& value_samples();

/// The tables t0, t1, … with a column of each type, and the types that they want.
std::string definitions_of(std::vector<ValueSample> const& samples);
/// Each value as a row, one NULL besides; one row of each table is changed to what it was.
void insert(std::vector<ValueSample> const& samples, pg::Connection& source);
/// By the history, each table is what it is in the source, text for text.
void check(std::vector<ValueSample> const& samples, RelaySite const& site);

}  // namespace lockstep::tests
