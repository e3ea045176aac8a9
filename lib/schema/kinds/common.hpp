#pragma once

#include <string>
#include <string_view>

#include <fmt/core.h>

#include "schema/catalog_reader.hpp"
#include "schema/kinds/kinds.hpp"

// What several kinds' files share: pieces of catalog queries and of statements.
namespace lockstep::schema {

inline constexpr Property owner_property{"owner"};
inline bool always_of_each(Object const&, Schema const&) {
    return true;
}
inline constexpr Property comment_property{.name = "comment", .of_each = always_of_each};

/// Holds for the namespaces of users, by the alias n of pg_namespace.
inline constexpr std::string_view of_users =
    "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// A part of a query that depends on the server's version.
constexpr std::string_view since(int server_version, int first, std::string_view then,
                                 std::string_view otherwise) {
    return server_version >= first ? then : otherwise;
}

/// SQL that a property carries: PostgreSQL printed it (`format_type`, `pg_get_expr`, …), or a
/// snapshot did that was made from it.
inline Sql raw(std::string_view text) {
    return Sql::from_server(std::string(text));
}

/// The names without the last: `public.orders` of a trigger on it.
inline Sql whole_of(Object const& part) {
    return dotted(part.id.names.without_last());
}

/// `fillfactor=70` items as ` WITH (fillfactor='70')`; nothing for an empty list.
Sql with_options(TextList options);
/// `fillfactor='70'`, and its name alone: `toast.autovacuum_enabled`.
Sql option_assignment(std::string_view option);
Sql option_name(std::string_view name);
/// ` OPTIONS (name 'value', …)`: the options of foreign objects; and one of them.
Sql generic_options(TextList options);
Sql generic_option(std::string_view option);
/// The items as identifiers, with commas.
Sql identifiers(TextList names);
/// The items as they are, with commas.
Sql raw_list(TextList items);
/// ` keyword value` when the value is there.
Sql clause(Sql const& keyword, Sql const& value);
Sql clause_if(bool condition, Sql const& text);
/// `$$…$$`, with a tag that the text does not hold.
Sql dollar_quoted(std::string_view text);

/// The name that PostgreSQL gives to the sequence of an identity or serial column.
std::string default_sequence_name(std::string_view table, std::string_view column);

}  // namespace lockstep::schema
