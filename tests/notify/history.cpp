#include "notify/history.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "notify/notice.hpp"
#include "policy/judge.hpp"
#include "support/build.hpp"
#include "support/folder.hpp"

namespace lockstep::tests {
namespace {

using notify::HistoryEntry;

HistoryEntry entry(std::string fingerprint, std::vector<std::string> told = {},
                   std::string what = "shop") {
    return {.time = "2026-11-21T03:00:00Z",
            .what = std::move(what),
            .fingerprint = std::move(fingerprint),
            .findings = 1,
            .told = std::move(told)};
}

TEST_CASE("a history reads back the same, and keeps the newest entries") {
    Folder const folder;
    auto const file = folder.path("history.json");
    CHECK(notify::load_history(file).empty());
    notify::save_history(file, {entry("a"), entry("b", {"slack", "email"}), entry("")}, 2);
    CHECK(notify::load_history(file) == std::vector{entry("b", {"slack", "email"}), entry("")});
}

TEST_CASE("a file that is no history is refused and stays as it is") {
    Folder const folder;
    for (std::string const text : {"", "[]", "{\"format\": \"lockstep/snapshot\", \"version\": 1}",
                                   "{\"format\": \"lockstep/drift-history\", \"version\": 1, "
                                   "\"entries\": [{\"time\": 3}]}"}) {
        auto const file = folder.write("history.json", text);
        CHECK_THROWS_WITH_AS(notify::load_history(file),
                             (file + " is no history of drift that lockstep wrote").c_str(), Error);
        CHECK(read_text_file(file) == text);
    }
}

TEST_CASE("the same drift is told once on each channel, until it was mended in between") {
    std::vector<HistoryEntry> history{entry("a", {"slack"})};
    CHECK(was_told(history, entry("a"), "slack"));
    CHECK(!was_told(history, entry("a"), "email"));
    CHECK(!was_told(history, entry("b"), "slack"));
    CHECK(!was_told(history, entry("a", {}, "another database"), "slack"));
    history.push_back(entry("b", {"slack"}));
    CHECK(was_told(history, entry("a"), "slack"));
    history.push_back(entry("", {}, "another database"));
    CHECK(was_told(history, entry("a"), "slack"));
    history.push_back(entry(""));
    CHECK(!was_told(history, entry("a"), "slack"));
}

TEST_CASE("a notice holds what is severe enough and not accepted, and is known by that") {
    auto const& table = *schema::find_kind("table");
    auto const before = Build().knows(table).schema();
    auto const after = Build()
                           .add(table, {"public", "a"})
                           .add(table, {"public", "b"})
                           .add(table, {"public", "c"})
                           .schema();
    auto const changes = diff::diff(before, after);
    auto findings = policy::judge(changes, {});
    REQUIRE(findings.size() == 3);
    for (auto& finding : findings) {
        finding.severity = policy::Severity::high;
    }
    findings[1].severity = policy::Severity::low;
    auto const of = [&](policy::Severity least) {
        return notify::notice_of("shop", findings, least, {});
    };
    auto const notice = of(policy::Severity::high);
    REQUIRE(notice);
    REQUIRE(notice->findings.size() == 2);
    CHECK(notice->findings[0].text == "table public.a was added");
    CHECK(notice->findings[0].severity == "high");
    CHECK(of(policy::Severity::low)->fingerprint != notice->fingerprint);
    std::swap(findings[0], findings[2]);
    CHECK(of(policy::Severity::high)->fingerprint == notice->fingerprint);
    CHECK(!of(policy::Severity::critical));
    findings[0].accepted = findings[2].accepted = "known";
    CHECK(!of(policy::Severity::high));
}

}  // namespace
}  // namespace lockstep::tests
