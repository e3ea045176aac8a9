#include <map>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/renderers.hpp"
#include "report/shown.hpp"
#include "report/view.hpp"

namespace lockstep::report {

namespace {

/// Text for XML 1.0, which cannot hold control characters at all, not even escaped.
std::string xml(std::string_view text) {
    auto safe = replace_all(shown(text), "&", "&amp;");
    safe = replace_all(std::move(safe), "<", "&lt;");
    safe = replace_all(std::move(safe), ">", "&gt;");
    safe = replace_all(std::move(safe), "\"", "&quot;");
    return replace_all(std::move(safe), "\n", "&#10;");
}

std::string details(Report const& report, View const& view, Item const& item) {
    std::string text;
    if (item.place) {
        text += to_string(*item.place) + "\n";
    }
    if (item.layout == Layout::values) {
        text += fmt::format("{}: {}\n{}: {}\n", view.from_label, item.old_text, view.to_label,
                            item.new_text);
    }
    for (auto const& edit : item.items) {
        text += fmt::format("{} {}\n", edit.kind == Edit::Kind::remove ? '-' : '+', edit.text);
    }
    if (item.layout == Layout::body) {
        for (auto const& line : unified_diff(item.old_text, item.new_text)) {
            text += line + "\n";
        }
    }
    for (auto const& step : report.next_steps) {
        text += fmt::format("{}: {}\n", step.about, step.command);
    }
    return text;
}

struct Suite {
    std::string cases;
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t skipped = 0;
};

void add(Suite& suite, Report const& report, View const& view, Group const& group,
         Item const& item) {
    auto const& finding = *item.finding;
    auto const place = item.place ? fmt::format(" file=\"{}\" line=\"{}\"", xml(item.place->file),
                                                item.place->line)
                                  : std::string{};
    ++suite.tests;
    suite.cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"{}>\n", xml(group.title),
                               xml(item.sentence(group.kind)), place);
    if (fails(report, finding)) {
        ++suite.failures;
        suite.cases +=
            fmt::format("      <failure type=\"{}\" message=\"{}: {}\">{}</failure>\n",
                        xml(finding.rule), policy::to_string(finding.severity),
                        xml(item.sentence(group.kind)), xml(details(report, view, item)));
    } else {
        ++suite.skipped;
        auto const why = finding.accepted.empty() ? fmt::format("{}, below --fail-on {}",
                                                                policy::to_string(finding.severity),
                                                                policy::to_string(report.fail_on))
                                                  : "accepted: " + finding.accepted;
        suite.cases += fmt::format("      <skipped message=\"{}\"/>\n", xml(why));
    }
    suite.cases += "    </testcase>\n";
}

std::string counts(Suite const& suite) {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", suite.tests,
                       suite.failures, suite.skipped);
}

}  // namespace

std::string render_junit(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    std::map<std::string, Suite> suites;  // by kind
    for (auto const* const groups : {&view.groups, &view.accepted}) {
        for (auto const& group : *groups) {
            for (auto const& item : group.items) {
                add(suites[group.kind], report, view, group, item);
            }
        }
    }
    if (suites.empty()) {
        // A CI that sees no test at all takes the report for broken.
        suites["schema"] = {fmt::format("    <testcase classname=\"schema\" name=\"{}\"/>\n",
                                        xml(title(report, view))),
                            1, 0, 0};
    }
    Suite total;
    std::string text;
    for (auto const& [kind, suite] : suites) {
        total.tests += suite.tests;
        total.failures += suite.failures;
        total.skipped += suite.skipped;
        text += fmt::format("  <testsuite name=\"{}\" {} timestamp=\"{}\">\n{}  </testsuite>\n",
                            xml(kind), counts(suite), xml(report.time), suite.cases);
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lockstep: {}\" {}>\n{}"
        "</testsuites>\n",
        xml(title(report, view)), counts(total), text);
}

}  // namespace lockstep::report
