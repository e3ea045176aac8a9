#pragma once

#include <functional>

#include "base/hash.hpp"
#include "source/source.hpp"

namespace lockstep::source {

/// Which objects the options leave out: the ignored ones and all that is part of them. Null when
/// nothing is.
std::function<bool(schema::ObjectId const&)> left_out(LoadOptions const& options);
/// Without them, and without those outside of the wanted namespaces: for sources whose own reading
/// knows no options.
schema::Schema filtered(schema::Schema schema, LoadOptions const& options);
/// A digest of every option that decides what is loaded.
Digest digest_of(LoadOptions const& options);

}  // namespace lockstep::source
