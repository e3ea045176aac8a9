#pragma once

#include <vector>

#include "schema/schema.hpp"

namespace lockstep::diff {

/// An object that only one side has, with all that is part of it on that side.
struct Lone {
    schema::Object const* object = nullptr;
    std::vector<schema::Object const*> parts;
};

struct Pair {
    schema::Object const* before = nullptr;
    schema::Object const* after = nullptr;
};

/// Two schemas (or the parts of two objects) laid side by side.
struct Joined {
    std::vector<Pair> both;  // same kind, same name
    std::vector<Lone> removed;
    std::vector<Lone> added;
    // How many bytes of the names were not compared, being those of two wholes.
    std::size_t skip_before = 0;
    std::size_t skip_after = 0;
};

/// Pairs the objects of two schemas. Left out are kinds that either does not know, with their
/// parts.
Joined join(schema::Schema const& from, schema::Schema const& to);

/// Pairs the parts of an object with those of the object that it became.
Joined join_parts(Lone const& before, Lone const& after, schema::Schema const& from,
                  schema::Schema const& to);

/// Takes the namespaces of a list apart, which had all that is in them as parts: what is in them
/// stands in the list besides, behind all else.
void open_namespaces(std::vector<Lone>& lones);
/// The same back: what is left of it is part of its namespace again.
void close_namespaces(std::vector<Lone>& lones);

}  // namespace lockstep::diff
