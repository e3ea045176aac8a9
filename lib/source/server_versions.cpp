#include "source/server_versions.hpp"

#include "base/error.hpp"

#include <fmt/core.h>

namespace lockstep::source {

namespace {

constexpr int per_major = 10'000;

}  // namespace

void refuse_old_server(std::string const& name, int version) {
    if (version < oldest_server) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("{} is PostgreSQL {}, older than {}, the oldest that is supported", name,
                        version / per_major, oldest_server / per_major),
            "Upgrade the server, or write it with pg_dump --schema-only and name that file");
    }
}

std::optional<std::string> warning_of_new_server(std::string const& name, int version) {
    if (version < first_unknown_server) {
        return std::nullopt;
    }
    return fmt::format(
        "{} is PostgreSQL {}, newer than {}, the newest known: what is new in it is not seen", name,
        version / per_major, first_unknown_server / per_major - 1);
}

}  // namespace lockstep::source
