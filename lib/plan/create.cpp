#include "plan/create.hpp"

#include <fmt/core.h>

#include "plan/making.hpp"
#include "plan/plan.hpp"

namespace lockstep::plan {

Statements create_all(schema::Schema const& schema) {
    schema::Schema nothing;
    nothing.known_kinds = schema.known_kinds;
    auto statements = session_settings();
    for (auto& statement : make_plan(nothing, schema).statements()) {
        statements.push_back(std::move(statement.text));
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
