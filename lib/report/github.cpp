#include <fmt/core.h>

#include "base/text.hpp"
#include "report/renderers.hpp"
#include "report/shown.hpp"
#include "report/view.hpp"

// Workflow commands, as GitHub documents them: `::error file=F,line=N,title=T::MESSAGE`, one a
// line. In a message `%`, CR and LF are escaped as %25, %0D, %0A; in a property `:` and `,` too.
namespace lockstep::report {

namespace {

using policy::Severity;

std::string_view command_for(Severity severity) {
    return severity >= Severity::high     ? "error"
           : severity == Severity::medium ? "warning"
                                          : "notice";
}

std::string message(std::string_view text) {
    auto safe = replace_all(std::string(text), "%", "%25");
    safe = replace_all(std::move(safe), "\r", "%0D");
    return shown(replace_all(std::move(safe), "\n", "%0A"));
}

std::string property(std::string_view text) {
    return replace_all(replace_all(message(text), ":", "%3A"), ",", "%2C");
}

std::string difference(View const& view, Item const& item) {
    if (item.layout == Layout::values) {
        return fmt::format("\n{}: {}\n{}: {}", view.from_label, item.old_text, view.to_label,
                           item.new_text);
    }
    std::string text;
    for (auto const& edit : item.items) {
        text += fmt::format("\n{} {}", edit.kind == Edit::Kind::remove ? '-' : '+', edit.text);
    }
    if (item.layout == Layout::body) {
        for (auto const& line : unified_diff(item.old_text, item.new_text)) {
            text += "\n" + line;
        }
    }
    return text;
}

std::string annotation(View const& view, Group const& group, Item const& item) {
    std::string properties;
    if (item.place) {
        properties = fmt::format("file={},line={},", property(item.place->file), item.place->line);
    }
    auto const title = item.subject.empty() ? group.title : group.title + ", " + item.subject;
    return fmt::format("::{} {}title={}::{}\n", command_for(item.finding->severity), properties,
                       property(fmt::format("{} ({})", title, item.finding->rule)),
                       message(item.sentence(group.kind) + difference(view, item)));
}

}  // namespace

std::string render_github(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    std::string text;
    for (auto const& group : view.groups) {
        for (auto const& item : group.items) {
            text += annotation(view, group, item);
        }
    }
    for (auto const& warning : report.warnings) {
        text += fmt::format("::warning title=lockstep::{}\n", message(warning));
    }
    if (auto const untracked = untracked_line(report); !untracked.empty()) {
        text += fmt::format("::warning title=lockstep::{}\n", message(untracked));
    }
    // A line that is no command, and cannot be read as one, since it does not begin with "::".
    return text +
           fmt::format("lockstep: {}; {}\n", shown_on_one_line(title(report, view)), summary(view));
}

}  // namespace lockstep::report
