#pragma once

#include <map>
#include <string>
#include <string_view>

#include "code/definitions.hpp"
#include "code/naming.hpp"
#include "schema/schema.hpp"

namespace lockstep::code {

/// Which objects of a database the names in definitions mean. A dot ends the namespace, and names
/// may have dots, too: where there are several, what the database has decides.
class DatabaseNames {
public:
    explicit DatabaseNames(schema::Schema const& database);

    /// A table, or what is like one; null where there is none of that name.
    schema::Object const* find(DatabaseName const& name) const;
    /// The column that a name means: exactly, or as names are written in the language.
    schema::Object const* column(schema::Object const& relation, schema::Kind const& kind,
                                 std::string_view name) const;
    DatabaseName of_relation(std::string_view text) const;
    /// SQLite has no namespaces: a table of it may be called "auth.users".
    DatabaseName of_sqlite(std::string_view text) const;
    /// The type of an enum that names one.
    DatabaseName of_enum(Enum const& each) const;

private:
    schema::Schema const& database_;
    std::multimap<std::string_view, schema::Object const*> enums_;  // without namespaces
};

}  // namespace lockstep::code
