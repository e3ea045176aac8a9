#include "changed_by.hpp"

#include <fmt/core.h>

#include "relay/journal_entries.hpp"

namespace lockstep::cli {

void tell_who_changed(source::Source const& database, source::LoadOptions const& options,
                      std::vector<policy::Finding>& findings) {
    if (!database.is_server() || findings.empty()) {
        return;
    }
    pg::Connection connection(database.url(),
                              {.connect_timeout = std::chrono::seconds(options.connect_timeout_s)});
    auto const entries = relay::last_entries(connection);
    for (auto& finding : findings) {
        auto const names = relay::names_in_journal(finding.change.object());
        if (auto const entry = relay::newest_entry(entries, names)) {
            finding.changed_by = {
                .user = entry->user, .time = entry->at, .lsn = entry->lsn, .statement = entry->tag};
        }
    }
}

}  // namespace lockstep::cli
