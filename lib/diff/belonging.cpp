#include "diff/belonging.hpp"

#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::diff {

using namespace schema;

bool belongs_to(ObjectId const& part, ObjectId const& whole) {
    bool const is_in_namespace = whole.kind->catalog == "pg_namespace" && part.kind->in_namespace &&
                                 part.names.starts_with(whole.names) && part.names != whole.names;
    return is_in_namespace || is_part_of(part, whole);
}

std::optional<std::string> attached_to(Object const& object) {
    for (auto const property : {"table", "owned_by"}) {
        if (auto const dotted = object[property]; !dotted.empty()) {
            return names_of(dotted);
        }
    }
    return std::nullopt;
}

std::string names_of(std::string_view dotted) {
    std::string packed;
    bool quoted = false;
    for (std::size_t i = 0; i < dotted.size(); ++i) {
        auto const c = dotted[i];
        if (c == '"' && quoted && dotted.substr(i, 2) == "\"\"") {
            packed += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else {
            packed += c == '.' && !quoted ? '\0' : c;
        }
    }
    packed += '\0';
    return packed;
}

}  // namespace lockstep::diff
