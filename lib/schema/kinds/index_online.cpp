#include "base/text.hpp"
#include "schema/kinds/index.hpp"
#include "schema/kinds/table.hpp"

// Indexes that are built and dropped while others write to the table.
namespace lockstep::schema {

std::string name_aside(std::string_view name) {
    constexpr std::size_t longest = 63;  // NAMEDATALEN - 1
    constexpr std::string_view ending = "__new";
    auto text = std::string(name).substr(0, longest - ending.size());
    while (!is_utf8(text)) {
        text.pop_back();
    }
    return text.append(ending);
}

namespace index {

namespace {

Sql in_its_namespace(Object const& index, std::string_view name) {
    return sql("{}.{}", ident(index.id.names.front()), ident(name));
}

/// That of a partitioned table is made without rows, and cannot be built or dropped otherwise. One
/// that is to be invalid is none to wait for.
bool is_built_at_once(Object const& index, Schema const& schema) {
    return is_of_partitioned(index, schema) || index.is("invalid");
}

/// The table is never without its replica identity.
Statements marks_aside(Object const& index, std::string_view aside, Schema const& to) {
    Statements statements;
    auto const names = names_of_dotted(index["table"]);
    auto const* const table = to.find(kind::table, Names(names));
    bool const identifies =
        table != nullptr &&
        (*table)["replica_identity"] == sql("USING INDEX {}", ident(index.name())).text();
    if (identifies) {
        statements.push_back(sql("ALTER TABLE ONLY {} REPLICA IDENTITY USING INDEX {}",
                                 identity(*table), ident(aside)));
    }
    return statements;
}

}  // namespace

std::optional<OnlineStatements> create_online(Object const& index, Schema const&,
                                              Schema const& to) {
    if (is_built_at_once(index, to)) {
        return std::nullopt;
    }
    OnlineStatements statements;
    statements.after = {creation(index, to, index.name(), true)};
    append(statements.after, settings(index));
    append(statements.after, kind::index.link(index));
    return statements;
}

std::optional<Statements> remove_online(Object const& index, Schema const& from, Schema const&) {
    if (is_of_partitioned(index, from) || !index["parent"].empty()) {
        return std::nullopt;
    }
    return Statements{sql("DROP INDEX CONCURRENTLY {}", identity(index))};
}

std::optional<Statements> replace_online(Alteration const& alteration) {
    auto const& [before, after, from, to] = alteration;
    if (is_built_at_once(after, to) || is_of_partitioned(before, from) ||
        !before["parent"].empty()) {
        return std::nullopt;
    }
    auto const aside = name_aside(after.name());
    Statements statements{creation(after, to, aside, true)};
    append(statements, marks_aside(after, aside, to));
    statements.push_back(sql("DROP INDEX CONCURRENTLY {}", identity(before)));
    statements.push_back(
        sql("ALTER INDEX {} RENAME TO {}", in_its_namespace(after, aside), ident(after.name())));
    append(statements, settings(after));
    return statements;
}

}  // namespace index

}  // namespace lockstep::schema
