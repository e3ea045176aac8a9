#include "diff/belonging.hpp"

#include "diff/generated_names.hpp"
#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::diff {

using namespace schema;

bool belongs_to(ObjectId const& part, ObjectId const& whole) {
    bool const is_in_namespace = is_namespace(whole) && part.kind->in_namespace &&
                                 part.names.starts_with(whole.names) && part.names != whole.names;
    return is_in_namespace || is_part_of(part, whole);
}

std::optional<std::string> attached_to(Object const& object) {
    for (auto const property : {"table", "owned_by"}) {
        if (auto const dotted = object[property]; !dotted.empty()) {
            return names_of_dotted(dotted);
        }
    }
    auto const names = object.id.names;
    // A grant's names are its target's, the grantee, and the kind of the target.
    if (object.id.kind->name == "grant" && names.size() > 3 && names[3] == "sequence") {
        return std::string(names.first(2).packed());
    }
    return std::nullopt;
}

std::optional<std::string> identity_sequence(Object const& object) {
    if (object.id.kind->name != "column" || object["identity"].empty()) {
        return std::nullopt;
    }
    constexpr std::string_view named = "SEQUENCE NAME ";
    for (auto const option : object.list("identity_sequence").items()) {
        if (option.starts_with(named)) {
            return names_of_dotted(option.substr(named.size()));
        }
    }
    auto const table = object.id.names.without_last();
    return pack({table.front(), make_object_name(table.back(), object.name(), "seq")});
}

}  // namespace lockstep::diff
