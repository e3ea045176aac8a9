#include "notify/notice.hpp"

#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "policy/judge.hpp"

namespace lockstep::notify {

namespace {

/// More than that nobody reads in a chat.
constexpr std::size_t most_findings = 20;
constexpr std::size_t fingerprint_length = 16;

/// A notice is lines; none of them comes from a name.
std::string on_one_line(std::string_view text) {
    return replace_all(replace_all(printable(text), "\n", "\\n"), "\t", "\\t");
}

/// Whatever order they were found in.
std::string fingerprint_of(std::string const& title, std::set<std::string> const& findings) {
    Sha256 hash;
    hash.add(title);
    for (auto const& finding : findings) {
        hash.add("\n").add(finding);
    }
    return to_hex(hash.finish()).substr(0, fingerprint_length);
}

}  // namespace

std::optional<Notice> notice_of(std::string const& title,
                                std::vector<policy::Finding> const& findings,
                                policy::Severity least,
                                std::chrono::system_clock::time_point when) {
    Notice notice{.title = on_one_line(title), .fingerprint = {}, .when = when};
    std::set<std::string> prints;
    for (auto const& finding : findings) {
        if (finding.severity < least || !finding.accepted.empty()) {
            continue;
        }
        prints.insert(policy::fingerprint(finding));
        if (notice.findings.size() < most_findings) {
            notice.findings.push_back({std::string(policy::to_string(finding.severity)),
                                       on_one_line(diff::describe(finding.change))});
        } else {
            ++notice.more;
        }
    }
    if (prints.empty()) {
        return std::nullopt;
    }
    notice.fingerprint = fingerprint_of(title, prints);
    return notice;
}

Notice test_notice(std::chrono::system_clock::time_point when) {
    return {.title = "This is a test of lockstep's notices", .fingerprint = "test", .when = when};
}

}  // namespace lockstep::notify
