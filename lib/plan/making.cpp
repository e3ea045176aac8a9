#include "plan/making.hpp"

#include "schema/kind.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

Sql sql_name(Kind const& kind) {
    return Sql::from_server(std::string(kind.sql_name));  // from the table of kinds
}

}  // namespace

Statements owner_of(Object const& object) {
    return object.id.kind->create == nullptr ? Statements{} : set_owner(object);
}

Statements set_owner(Object const& object) {
    auto const owner = object["owner"];
    auto const& kind = *object.id.kind;
    if (owner.empty()) {
        return {};
    }
    return {kind.set_owner != nullptr
                ? kind.set_owner(object, ident(owner))
                : sql("ALTER {} {} OWNER TO {}", sql_name(kind), identity(object), ident(owner))};
}

Statements comment_of(Object const& object) {
    return object["comment"].empty() ? Statements{} : Statements{set_comment(object)};
}

Sql set_comment(Object const& object) {
    auto const comment = object["comment"];
    auto const& kind = *object.id.kind;
    auto const none =
        kind.standard_comment != nullptr ? kind.standard_comment(object) : sql("NULL");
    return sql("COMMENT ON {} {} IS {}", sql_name(kind), identity(object),
               comment.empty() ? none : literal(comment));
}

Sql drop_of(Object const& object) {
    auto const& kind = *object.id.kind;
    return kind.drop != nullptr ? kind.drop(object)
                                : sql("DROP {} {}", sql_name(kind), identity(object));
}

Statements removal_of(Object const& object, Schema const& from, Schema const& to) {
    auto const remove = object.id.kind->remove;
    return remove != nullptr ? remove(object, from, to) : Statements{drop_of(object)};
}

Statements rename_of(Object const& before, Object const& after) {
    auto const& kind = *after.id.kind;
    if (kind.rename != nullptr) {
        return kind.rename(before, after);
    }
    Statements statements;
    auto current = before;
    bool const moves = kind.in_namespace && kind.part_of_names == 0 &&
                       before.id.names.front() != after.id.names.front();
    auto const names = pack({after.id.names.front(), before.name()});
    if (moves) {
        statements.push_back(sql("ALTER {} {} SET SCHEMA {}", sql_name(kind), identity(before),
                                 ident(after.id.names.front())));
        current.id.names = Names(names);
    }
    if (before.name() != after.name()) {
        statements.push_back(sql("ALTER {} {} RENAME TO {}", sql_name(kind), identity(current),
                                 ident(after.name())));
    }
    return statements;
}

Statements session_settings() {
    return {sql("SET check_function_bodies = false"), sql("SET client_min_messages = warning"),
            sql("SET search_path = ''")};
}

}  // namespace lockstep::plan
