#include "schema/parts.hpp"

#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::schema {

namespace {

/// Objects of several kinds can have the same names (a table and a function, a namespace and a
/// publication). What a part calls that name says whose it is; where that is "table", "view" or
/// "type", any relation or type will do, for these share their names among themselves.
bool can_have(Kind const& whole, std::string_view label) {
    return whole.name == label || whole.catalog == "pg_class" || whole.catalog == "pg_type";
}

/// A grant or a security label: its names are its target's, then the grantee or provider, then the
/// target's kind.
bool is_said_of_another(Kind const& kind) {
    return !kind.names.empty() && kind.names.front() == "target";
}

}  // namespace

bool is_part_of(ObjectId const& part, ObjectId const& whole) {
    if (is_said_of_another(*part.kind)) {
        return part.names.starts_with(whole.names) &&
               Names(part.names.packed().substr(whole.names.packed().size()))[1] ==
                   whole.kind->name;
    }
    auto const count = part.kind->part_of_names;
    return count != 0 && part.names.starts_with(whole.names) &&
           part.names.first(count) == whole.names && part.kind->names.size() >= count &&
           can_have(*whole.kind, part.kind->names[count - 1]);
}

bool may_have_part(std::size_t names_of_whole, ObjectId const& part) {
    return is_said_of_another(*part.kind) || part.kind->part_of_names == names_of_whole;
}

bool is_one_with_parent(Object const& part) {
    auto const is_one = part.id.kind->is_one_with_parent;
    return is_one != nullptr && is_one(part);
}

bool is_of_each(Property const& property, Object const& part, Schema const& schema) {
    return property.of_each != nullptr && property.of_each(part, schema);
}

bool is_namespace(ObjectId const& id) {
    return id.kind == &kind::name_space;
}

std::vector<std::string> parents_of(Object const& table) {
    std::vector<std::string> parents;
    if (auto const parent = table["partition_of"]; !parent.empty()) {
        parents.push_back(names_of_dotted(parent));
    }
    for (auto const parent : table.list("inherits").items()) {
        parents.push_back(names_of_dotted(parent));
    }
    return parents;
}

}  // namespace lockstep::schema
