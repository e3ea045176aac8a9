#include "schema/kinds/stored.hpp"

#include <algorithm>
#include <set>

#include "schema/kinds/kinds.hpp"

namespace lockstep::schema {

bool needs(Object const& object, ObjectId const& id) {
    return std::find(object.needs.begin(), object.needs.end(), id) != object.needs.end();
}

namespace {

/// May an expression hold a row of the type, as it is now? Arguments of functions may have one as
/// their default.
bool is_expression(Object const& user) {
    auto const& kind = *user.id.kind;
    return !user["sql_body"].empty() ||
           user["arguments"].find(" DEFAULT ") != std::string_view::npos ||
           kind.catalog == "pg_constraint" || kind.catalog == "pg_rewrite" ||
           kind.catalog == "pg_policy" || kind.catalog == "pg_trigger";
}

/// Are there values of the type: does a table have a column of it, or of a type that is made of it,
/// or is one in an expression? (find_composite_type_dependencies in tablecmds.c.)
bool is_stored(ObjectId const& type, Schema const& schema, std::set<ObjectId>& seen) {
    if (!seen.insert(type).second) {
        return false;
    }
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](Object const& user) {
        if (!needs(user, type)) {
            return false;
        }
        if (user.id.kind == &kind::attribute) {
            return is_stored({&kind::composite_type, user.id.names.without_last()}, schema, seen);
        }
        bool const is_type = user.id.kind->catalog == "pg_type";
        return user.id.kind == &kind::column || user.id.kind == &kind::view_column ||
               is_expression(user) || (is_type && is_stored(user.id, schema, seen));
    });
}

bool is_array(std::string_view type) {
    return type.ends_with("[]");
}

bool is_stored_inside(ObjectId const& domain, Schema const& schema, std::set<ObjectId>& seen) {
    if (!seen.insert(domain).second) {
        return false;
    }
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](Object const& user) {
        if (!needs(user, domain)) {
            return false;
        }
        if (user.id.kind == &kind::column || user.id.kind == &kind::view_column) {
            return is_array(user["type"]);
        }
        if (user.id.kind == &kind::attribute) {
            return is_stored({&kind::composite_type, user.id.names.without_last()}, schema);
        }
        if (user.id.kind == &kind::domain && !is_array(user["type"])) {
            return is_stored_inside(user.id, schema, seen);
        }
        return user.id.kind->catalog == "pg_type" && is_stored(user.id, schema);
    });
}

}  // namespace

bool is_stored(ObjectId const& type, Schema const& schema) {
    std::set<ObjectId> seen;
    return is_stored(type, schema, seen);
}

bool is_stored_inside(ObjectId const& domain, Schema const& schema) {
    std::set<ObjectId> seen;
    return is_stored_inside(domain, schema, seen);
}

}  // namespace lockstep::schema
