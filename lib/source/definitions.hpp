#pragma once

#include <functional>
#include <memory>
#include <string>

#include "code/languages.hpp"
#include "source/files.hpp"
#include "source/source.hpp"
#include "sql/split.hpp"

namespace lockstep::source {

/// Definitions in SQL. `read` gives the script that makes them, in order.
std::unique_ptr<Source> sql_source(std::string name, std::function<script::Script()> read);

/// A file, or the files of a folder in the order of their names.
std::unique_ptr<Source> sql_files_source(std::string const& path,
                                         std::shared_ptr<Files const> const& files);
/// A folder of migrations, replayed in order.
std::unique_ptr<Source> migrations_source(std::string const& folder,
                                          std::shared_ptr<Files const> const& files);
std::unique_ptr<Source> snapshot_source(std::string const& path,
                                        std::shared_ptr<Files const> const& files);
/// A file or folder of definitions in a programming language.
std::unique_ptr<Source> code_source(code::Language const& language, std::string const& path,
                                    std::shared_ptr<Files const> const& files);
/// A database of SQLite, or its DDL.
std::unique_ptr<Source> sqlite_source(std::string const& path,
                                      std::shared_ptr<Files const> const& files);
/// A version that was recorded in the folder: its number, its tag, or LATEST.
std::unique_ptr<Source> version_source(std::string const& folder, std::string_view name);
/// What a new database holds.
std::unique_ptr<Source> empty_source();

/// The include rules of psql: `\i` is relative to the working folder, `\ir` to the including file.
script::SplitOptions including(std::shared_ptr<Files const> const& files);

/// A source for a path, by what is there: a folder, a snapshot, or SQL. Nothing when there is
/// nothing.
std::unique_ptr<Source> file_source(std::string const& path,
                                    std::shared_ptr<Files const> const& files);
bool looks_like_snapshot(std::string_view path);

}  // namespace lockstep::source
