#pragma once

#include "code/definitions.hpp"

namespace lockstep::code {

// The tables of a database of SQLite, as records of Terms::sqlite: a column's type is the affinity
// that SQLite gives it, or "any" where it has none. Views and virtual tables are left out.

/// Does a file that begins so hold a database?
bool is_sqlite_database(std::string_view head);

/// A database in a file, which is opened for reading only. `shown` is how it is called in places
/// and messages. Throws Error(bad_input) where it is damaged, or no database.
Definitions read_sqlite_file(std::string const& path, std::string const& shown);
/// The same in memory.
Definitions read_sqlite_image(std::string_view bytes, std::string const& shown);
/// The DDL that makes a database: statements other than CREATE, ALTER and DROP are not run. One
/// that SQLite refuses is a problem, and the rest is read.
Definitions read_sqlite_script(SourceFile const& script);

}  // namespace lockstep::code
