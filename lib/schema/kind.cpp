#include "schema/kind.hpp"

#include "schema/object.hpp"

namespace lockstep::schema {

std::size_t Kind::index_of(std::string_view property) const {
    for (std::size_t i = 0; i < properties.size(); ++i) {
        if (properties[i].name == property) {
            return i;
        }
    }
    return npos;
}

Sql dotted(Names names) {
    std::vector<Sql> parts;
    for (auto const name : names.items()) {
        parts.push_back(ident(name));
    }
    return join(parts, sql("."));
}

Sql identity(Object const& object) {
    auto const& kind = *object.id.kind;
    return kind.identity != nullptr ? kind.identity(object) : dotted(object.id.names);
}

}  // namespace lockstep::schema
