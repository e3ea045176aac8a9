#pragma once

#include <map>
#include <string>

#include "schema/schema.hpp"

namespace lockstep::schema {

/// SHA-256 over the canonical JSON of a schema, in hexadecimal: equal fingerprints mean equal
/// schemas. A Merkle tree: objects roll up into namespaces, namespaces into the schema. Places,
/// dependencies and derived properties are no part of it.
struct Fingerprint {
    std::string schema;
    std::map<std::string, std::string, std::less<>> namespaces;  // "" holds what is in none
};

Fingerprint fingerprint(Schema const& schema);
/// Of an object and all that is part of it.
std::string fingerprint(Schema const& schema, Object const& object);

/// The canonical JSON of one object, without a newline: keys in the order kind, name, then the
/// properties in their kind's order.
void append_canonical_json(std::string& out, Object const& object);

}  // namespace lockstep::schema
