#include <fmt/core.h>

#include "base/text.hpp"
#include "report/html_page.hpp"
#include "report/renderers.hpp"
#include "report/shown.hpp"
#include "report/view.hpp"

namespace lockstep::report {

namespace {

using policy::Severity;

/// Text for HTML, in an element or in a quoted attribute.
std::string html(std::string_view text) {
    auto safe = replace_all(shown(text), "&", "&amp;");
    safe = replace_all(std::move(safe), "<", "&lt;");
    safe = replace_all(std::move(safe), ">", "&gt;");
    safe = replace_all(std::move(safe), "\"", "&quot;");
    return replace_all(std::move(safe), "'", "&#39;");
}

std::string place_html(std::optional<TextPlace> const& place) {
    return place ? fmt::format("<code class=\"place\">{}</code>", html(to_string(*place)))
                 : std::string{};
}

std::string side(std::string_view label, std::string_view look, std::string_view content) {
    return fmt::format("<div><dt>{}</dt><dd class=\"value {}\">{}</dd></div>", html(label), look,
                       content);
}

std::string sides(View const& view, std::string_view before, std::string_view after) {
    return fmt::format("<dl class=\"sides\">{}{}</dl>", side(view.from_label, "minus", before),
                       side(view.to_label, "plus", after));
}

std::string items_of(Item const& item, Edit::Kind kind) {
    std::string text;
    for (auto const& edit : item.items) {
        if (edit.kind == kind) {
            text += (text.empty() ? "" : "\n") + html(edit.text);
        }
    }
    return text.empty() ? "<span class=\"none\">—</span>" : text;
}

std::string body_of(View const& view, Item const& item) {
    auto text = fmt::format(
        "<pre><span class=\"minus\">--- {}</span><span class=\"plus\">+++ {}"
        "</span>",
        html(view.from_label), html(view.to_label));
    for (auto const& line : unified_diff(item.old_text, item.new_text)) {
        auto const look = line[0] == '-'   ? "minus"
                          : line[0] == '+' ? "plus"
                          : line[0] == '@' ? "hunk"
                                           : "same";
        text += fmt::format("<span class=\"{}\">{}</span>", look, html(line));
    }
    return text + "</pre>";
}

std::string difference(View const& view, Item const& item) {
    switch (item.layout) {
        case Layout::values:
            return sides(view, html(item.old_text), html(item.new_text));
        case Layout::items:
            return sides(view, items_of(item, Edit::Kind::remove),
                         items_of(item, Edit::Kind::add)) +
                   (item.same_items == 0
                        ? std::string{}
                        : fmt::format("<p class=\"why\">{} the same</p>", item.same_items));
        case Layout::body:
            return body_of(view, item);
        case Layout::none:
            break;
    }
    return {};
}

std::string finding(View const& view, Group const& group, Item const& item) {
    auto const severity = policy::to_string(item.finding->severity);
    auto text = fmt::format(
        "<div class=\"finding\" data-severity=\"{0}\"><div class=\"about\"><span class=\"badge "
        "{0}\">"
        "{0}</span><span>{1}</span><code class=\"rule\">{2}</code>{3}</div>{4}",
        severity, html(item.sentence(group.kind)), html(item.finding->rule),
        item.place != group.place ? place_html(item.place) : "", difference(view, item));
    if (!item.finding->why.empty()) {
        text += fmt::format("<p class=\"why\">{}</p>", html(item.finding->why));
    }
    if (auto const who = changed_by_line(*item.finding); !who.empty()) {
        text += fmt::format("<p class=\"why\">{}</p>", html(who));
    }
    if (!item.finding->accepted.empty()) {
        text += fmt::format("<p class=\"why\">Accepted: {}</p>", html(item.finding->accepted));
    }
    return text + "</div>\n";
}

std::string group_html(View const& view, Group const& group, bool open) {
    auto text = fmt::format(
        "<details class=\"group\"{}><summary><span class=\"{}\"><span class=\"dot\"></span></span>"
        "<span>{}</span>{}</summary>\n",
        open ? " open" : "", policy::to_string(group.worst), html(group.title),
        place_html(group.place));
    for (auto const& item : group.items) {
        text += finding(view, group, item);
    }
    return text + "</details>\n";
}

std::string bar(View const& view) {
    std::string text =
        "<div class=\"bar\"><input id=\"filter\" type=\"search\" placeholder=\"Filter by name, "
        "rule "
        "or value\" aria-label=\"Filter\">";
    for (auto const severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
        if (auto const count = view.counts[static_cast<std::size_t>(severity)]; count > 0) {
            text += fmt::format(
                "<button data-severity=\"{0}\" aria-pressed=\"true\"><span class=\""
                "{0}\"><span class=\"dot\"></span></span>{1} {0}</button>",
                policy::to_string(severity), count);
        }
    }
    return text + "<button id=\"fold\">fold</button></div>\n";
}

std::string groups_html(View const& view) {
    if (view.in_step()) {
        return "<p class=\"good\"><span class=\"dot\"></span>Nothing differs.</p>\n";
    }
    auto text = bar(view);
    for (auto const& group : view.groups) {
        text += group_html(view, group, true);
    }
    return text + "<p id=\"nothing\" class=\"nothing\">No finding matches the filter.</p>\n";
}

std::string accepted_html(View const& view) {
    if (view.accepted.empty()) {
        return {};
    }
    std::string text = "<h2>Accepted for now</h2>\n";
    for (auto const& group : view.accepted) {
        text += group_html(view, group, false);
    }
    return text;
}

std::string remarks_html(Report const& report) {
    std::string lines;
    for (auto const& rename : report.ambiguous) {
        lines += fmt::format("<li>{}</li>\n", html(ambiguous_line(rename)));
    }
    if (auto const untracked = untracked_line(report); !untracked.empty()) {
        lines += fmt::format("<li>{}</li>\n", html(untracked));
    }
    for (auto const& warning : report.warnings) {
        lines += fmt::format("<li>{}</li>\n", html(warning));
    }
    return lines.empty() ? std::string{}
                         : fmt::format("<h2>Not compared, or not sure</h2>\n<ul>{}</ul>\n", lines);
}

std::string next_steps_html(Report const& report) {
    std::string text = report.next_steps.empty() ? "" : "<h2>What next</h2>\n";
    for (auto const& step : report.next_steps) {
        text += fmt::format(
            "<div>{}:</div><div class=\"step\"><code>{}</code>"
            "<button class=\"copy\">copy</button></div>\n",
            html(step.about), html(step.command));
    }
    return text;
}

}  // namespace

std::string render_html(Report const& report, TextOptions const&) {
    auto const view = view_of(report);
    auto const heading = html(title(report, view));
    std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    // Nothing is fetched, and a name that slipped through the quoting could not fetch either.
    page +=
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", heading,
                        html_style);
    page += fmt::format(
        "<h1>{}</h1>\n<div class=\"sides-named\"><span>{}: <b>{}</b></span>"
        "<span>{}: <b>{}</b></span></div>\n<p>{}</p>\n",
        heading, view.from_label, html(report.from), view.to_label, html(report.to),
        html(summary(view)));
    page +=
        groups_html(view) + accepted_html(view) + remarks_html(report) + next_steps_html(report);
    page += fmt::format(
        "<footer>lockstep {}, {}</footer>\n</main>\n<script>{}</script>\n</body>\n"
        "</html>\n",
        html(report.tool_version), html(report.time), html_script);
    return page;
}

}  // namespace lockstep::report
