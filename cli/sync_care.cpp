#include "sync_care.hpp"

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/values.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

void check_publication_name(std::string const& name) {
    constexpr std::size_t longest = 63;
    if (name.empty() || name.size() > longest || !is_utf8(name) ||
        name.find('\0') != std::string::npos) {
        throw Error(ExitCode::bad_input,
                    fmt::format("\"{}\" cannot be the name of a publication", printable(name)),
                    "Such a name has 1 to 63 bytes: `sync.publication`");
    }
}

}  // namespace

relay::SetupOptions configured_relay(Session const& session) {
    auto const& sync = session.config().sync;
    relay::check_slot_name(sync.slot);
    check_publication_name(sync.publication);
    return {.slot = sync.slot,
            .publication = sync.publication,
            .plugin = sync.plugin,
            .tables = sync.tables,
            .history = configured_history(session),
            .adds_tables = sync.new_tables == "join"};
}

std::chrono::milliseconds duration_of(std::string_view option, std::string_view text) {
    auto const duration = config::parse_duration(text, "s");
    if (!duration || duration->count() <= 0) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} {}: not a duration", option, printable(text)),
                    "A number with a unit: 500ms, 30s, 10min, 1h");
    }
    return *duration;
}

}  // namespace lockstep::cli
