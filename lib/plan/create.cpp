#include "plan/create.hpp"

#include <fmt/core.h>

#include "plan/making.hpp"
#include "plan/plan.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::plan {

namespace {

using namespace schema;

constexpr std::string_view public_names{"public\0", 7};
ObjectId const public_id{&kind::name_space, Names(public_names)};

/// What a newly created database holds; its extension plpgsql comes by itself.
Schema new_database(Schema const& like) {
    Schema schema;
    schema.known_kinds = like.known_kinds;
    schema.server_version = like.server_version;
    schema.objects.push_back({.id = public_id});
    return schema;
}

}  // namespace

Statements create_all(Schema const& schema) {
    auto const nothing = new_database(schema);
    auto statements = session_settings();
    for (auto& statement : make_plan(nothing, schema).statements()) {
        statements.push_back(std::move(statement.text));
    }
    // Nobody cares for the comment that public has from the start, but a copy is to be the same.
    auto const* const of_public = schema.find(*public_id.kind, public_id.names);
    if (of_public != nullptr && of_public->is("no_comment")) {
        statements.push_back(set_comment(*of_public));
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
