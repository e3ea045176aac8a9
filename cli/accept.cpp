#include "accept.hpp"

#include <filesystem>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "config/accept.hpp"
#include "config/values.hpp"
#include "output.hpp"
#include "policy/judge.hpp"
#include "report/view.hpp"

namespace lockstep::cli {

namespace {

std::vector<config::Accepted> entries_of(report::Report const& report, std::string const& reason,
                                         std::string const& expires) {
    std::vector<config::Accepted> entries;
    for (auto const& finding : report.findings) {
        if (finding.accepted.empty()) {
            entries.push_back({.finding = policy::fingerprint(finding),
                               .object = report::display_name(finding.change.object()),
                               .reason = reason,
                               .expires = expires});
        }
    }
    return entries;
}

}  // namespace

ExitCode accept(Session const& session, report::Report const& report, std::string const& reason,
                std::string const& expires) {
    auto const& file = session.loaded().file;
    if (file.empty()) {
        throw Error(ExitCode::not_found, "there is no config that findings could be accepted in",
                    "Write one first: lockstep init");
    }
    if (!expires.empty() && (!config::is_date(expires) || expires < today_text())) {
        throw Error(ExitCode::bad_input, fmt::format("--expires: {} is no day to come, as {}",
                                                     printable(expires), today_text(1)));
    }
    auto const entries = entries_of(report, reason, expires);
    if (entries.empty()) {
        note(session.globals(), "nothing to accept: there are no findings");
        return ExitCode::done;
    }
    auto const text = config::with_accepted(file.string(), read_text_file(file),
                                            config::syntax_of(file), entries);
    write_file(file, text, std::filesystem::status(file).permissions());
    print(fmt::format("Accepted {} in {}\n", count_of(entries.size(), "finding"),
                      report::shown_on_one_line(file.string())));
    return ExitCode::done;
}

}  // namespace lockstep::cli
