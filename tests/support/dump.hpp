#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tests {

/// What `pg_dump --schema-only` writes of a database, or nothing where no pg_dump is installed that
/// can read a server of that version.
enum class Dumper { any, of_same_major };
std::optional<std::string> dump_of(std::string const& url, int server_version,
                                   Dumper which = Dumper::any);

/// The dump's statements, sorted; the order of the lines inside CREATE TABLE does not count.
std::vector<std::string> statements_of_dump(std::string_view dump);

/// Nothing when two dumps say the same, else the statements that only one of them has.
std::string difference_of_dumps(std::string_view got, std::string_view wanted);

}  // namespace lockstep::tests
