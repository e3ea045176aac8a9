#include "plan/create.hpp"

#include "plan/making.hpp"
#include "plan/order.hpp"
#include "schema/kinds/kinds.hpp"

#include <fmt/core.h>

namespace lockstep::plan {

using schema::Kind;

namespace {

bool is_privilege(Kind const& kind) {
    return &kind == &schema::kind::grant || &kind == &schema::kind::default_privilege;
}

}  // namespace

Statements create_all(schema::Schema const& schema, CreateOptions const& options) {
    auto const order = creation_order(schema);
    auto statements = session_settings();
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
