#include "plan/create.hpp"

#include "plan/order.hpp"
#include "schema/kinds/kinds.hpp"

#include <fmt/core.h>

#include <iterator>

namespace lockstep::plan {

using schema::Kind;
using schema::Object;

namespace {

void append(Statements& all, Statements more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

Sql sql_name(Kind const& kind) {
    return Sql::from_server(std::string(kind.sql_name));
}

bool is_privilege(Kind const& kind) {
    return &kind == &schema::kind::grant || &kind == &schema::kind::default_privilege;
}

Statements owner_of(Object const& object) {
    auto const owner = object["owner"];
    auto const& kind = *object.id.kind;
    if (owner.empty() || kind.create == nullptr) {
        return {};
    }
    return {kind.set_owner != nullptr
                ? kind.set_owner(object, ident(owner))
                : sql("ALTER {} {} OWNER TO {}", sql_name(kind), identity(object), ident(owner))};
}

Statements comment_of(Object const& object) {
    auto const comment = object["comment"];
    return comment.empty() ? Statements{}
                           : Statements{sql("COMMENT ON {} {} IS {}", sql_name(*object.id.kind),
                                            identity(object), literal(comment))};
}

}  // namespace

Statements create_all(schema::Schema const& schema, CreateOptions const& options) {
    auto const order = creation_order(schema);
    // Bodies are checked late: they may name what comes after them.
    Statements statements{sql("SET check_function_bodies = false"),
                          sql("SET client_min_messages = warning"),
                          sql("SELECT pg_catalog.set_config('search_path', '', false)")};
    bool prepared = false;
    for (auto const* const object : order) {
        auto const& kind = *object->id.kind;
        bool const is_container = &kind == &schema::kind::name_space;
        if (!is_container && !prepared) {
            for (auto const& other : schema.objects) {
                if (other.id.kind->prepare != nullptr) {
                    append(statements, other.id.kind->prepare(other));
                }
            }
            prepared = true;
        }
        if (kind.create != nullptr && (options.privileges || !is_privilege(kind))) {
            append(statements, kind.create(*object, schema));
        }
        if (options.owners) {
            append(statements, owner_of(*object));
        }
    }
    for (auto const& object : schema.objects) {
        if (object.id.kind->complete != nullptr) {
            append(statements, object.id.kind->complete(object, schema));
        }
        append(statements, comment_of(object));
    }
    return statements;
}

std::string to_script(Statements const& statements, std::string_view heading) {
    auto script = fmt::format("-- {}\n\n", heading);
    for (auto const& statement : statements) {
        script += statement.text();
        script += ";\n\n";
    }
    return script;
}

}  // namespace lockstep::plan
