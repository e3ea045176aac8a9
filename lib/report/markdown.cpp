#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/markdown_text.hpp"
#include "report/renderers.hpp"
#include "report/view.hpp"

namespace lockstep::report {

namespace {

std::string place_text(std::optional<TextPlace> const& place) {
    return place ? markdown_code(to_string(*place)) : std::string{};
}

std::string items_text(Item const& item, Edit::Kind kind) {
    std::vector<std::string> parts;
    for (auto const& edit : item.items) {
        if (edit.kind == kind) {
            parts.push_back(markdown_code(edit.text));
        }
    }
    return join(parts, ", ");
}

struct Sides {
    std::string before;
    std::string after;
};

Sides sides_of(Item const& item) {
    switch (item.layout) {
        case Layout::values:
            return {markdown_code(item.old_text), markdown_code(item.new_text)};
        case Layout::items:
            return {items_text(item, Edit::Kind::remove), items_text(item, Edit::Kind::add)};
        case Layout::body:
            return {"see below", "see below"};
        case Layout::none:
            break;
    }
    auto const& change = item.finding->change;
    if (change.action == diff::Action::renamed && change.property == nullptr) {
        return {markdown_code(change.before->name()), markdown_code(change.after->name())};
    }
    return {change.before == nullptr ? "—" : "present", change.after == nullptr ? "—" : "present"};
}

std::string sentence_of(Group const& group, Item const& item) {
    auto const who = changed_by_line(*item.finding);
    return item.sentence(group.kind) + (who.empty() ? "" : "; " + who);
}

std::string row(Group const& group, Item const& item) {
    auto const sides = sides_of(item);
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n",
                       policy::to_string(item.finding->severity),
                       markdown_text(sentence_of(group, item)), sides.before, sides.after,
                       markdown_code(item.finding->rule), place_text(item.place));
}

std::string bodies(View const& view, Group const& group) {
    std::string text;
    for (auto const& item : group.items) {
        if (item.layout == Layout::body) {
            auto lines = unified_diff(item.old_text, item.new_text);
            // An empty line of context, without the mark that is a space.
            std::replace(lines.begin(), lines.end(), std::string(" "), std::string());
            text += fmt::format("\n{}:\n\n", markdown_text(item.sentence(group.kind)));
            text += markdown_block("diff", fmt::format("--- {}\n+++ {}\n{}", view.from_label,
                                                       view.to_label, join(lines, "\n")));
        }
    }
    return text;
}

std::string capitalised(std::string word) {
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

std::string section(View const& view, Group const& group) {
    auto text = fmt::format(
        "\n## {}\n\n| Severity | Finding | {} | {} | Rule | Defined at |\n"
        "| --- | --- | --- | --- | --- | --- |\n",
        markdown_text(group.title), capitalised(view.from_label), capitalised(view.to_label));
    for (auto const& item : group.items) {
        text += row(group, item);
    }
    return text + bodies(view, group);
}

std::string accepted(View const& view) {
    if (view.accepted.empty()) {
        return {};
    }
    std::string text = "\n## Accepted for now\n\n";
    for (auto const& group : view.accepted) {
        for (auto const& item : group.items) {
            auto const name =
                item.subject.empty() ? std::string{} : markdown_text(group.title) + ", ";
            text += fmt::format("- {}{}: {}\n", name, markdown_text(item.sentence(group.title)),
                                markdown_text(item.finding->accepted));
        }
    }
    return text;
}

std::string remarks(Report const& report) {
    std::vector<std::string> lines;
    for (auto const& rename : report.ambiguous) {
        lines.push_back(ambiguous_line(rename));
    }
    if (auto line = untracked_line(report); !line.empty()) {
        lines.push_back(std::move(line));
    }
    lines.insert(lines.end(), report.warnings.begin(), report.warnings.end());
    std::string text = lines.empty() ? "" : "\n## Not compared, or not sure\n\n";
    for (auto const& line : lines) {
        text += fmt::format("- {}\n", markdown_text(line));
    }
    return text;
}

std::string next_steps(Report const& report) {
    std::string text = report.next_steps.empty() ? "" : "\n## What next\n";
    for (auto const& step : report.next_steps) {
        text += fmt::format("\n{}:\n\n{}", markdown_text(step.about),
                            markdown_block("sh", step.command));
    }
    return text;
}

}  // namespace

std::string render_markdown(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    auto text = fmt::format("# Schema drift\n\n{}\n\n**{}**\n", markdown_text(title(report, view)),
                            summary(view));
    for (auto const& group : view.groups) {
        text += section(view, group);
    }
    text += accepted(view) + remarks(report) + next_steps(report);
    return text + fmt::format("\n---\nlockstep {}, {}\n", report.tool_version, report.time);
}

}  // namespace lockstep::report
