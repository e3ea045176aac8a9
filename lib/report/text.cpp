#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/renderers.hpp"
#include "report/shown.hpp"
#include "report/view.hpp"

namespace lockstep::report {

namespace {

using policy::Severity;

constexpr std::size_t severity_width = 10;  // "critical" and two spaces
constexpr std::size_t indent = 2 + severity_width;
// A body that differs from end to end is not retold whole.
constexpr std::size_t most_body_lines = 40;

std::string in_colour_of(Severity severity, Style const& style, std::string_view text) {
    switch (severity) {
        case Severity::critical:
            return style.alarm(text);
        case Severity::high:
            return style.red(text);
        case Severity::medium:
            return style.yellow(text);
        case Severity::low:
        case Severity::ignore:
            break;
    }
    return style.cyan(text);
}

class TextReport {
public:
    TextReport(Report const& report, TextOptions const& options)
        : report_(report),
          view_(view_of(report)),
          style_{options.colour},
          width_(static_cast<std::size_t>(std::max(options.width, 40))) {}

    std::string finish() {
        line(style_.bold(shown_on_one_line(title(report_, view_))));
        for (auto const& group : view_.groups) {
            add(group);
        }
        if (!view_.in_step()) {
            line("");
        }
        line(style_.bold(summary(view_)));
        add_remarks();
        add_next_steps();
        return std::move(out_);
    }

private:
    /// Without spaces at its end, unless they are the news: in a body's line that was changed.
    void line(std::string_view text) {
        bool const blank = text.find_first_not_of(' ') == std::string_view::npos;
        out_.append(blank ? std::string_view{} : text) += '\n';
    }

    /// A text that wraps behind `margin` columns.
    void paragraph(std::size_t margin, std::string_view text,
                   std::string (Style::*how)(std::string_view) const) {
        for (auto const& part : wrapped(text, width_ - std::min(margin, width_ - 20))) {
            line(std::string(margin, ' ') + (style_.*how)(part));
        }
    }

    /// `left`, and `right` at the right margin if both fit on a line, else below it.
    void two_ends(std::string const& left, std::size_t left_width, std::string_view right,
                  std::size_t margin) {
        auto const right_width = display_width(right);
        if (right.empty()) {
            line(left);
        } else if (left_width + 2 + right_width <= width_) {
            line(left + std::string(width_ - left_width - right_width, ' ') + style_.dim(right));
        } else {
            line(left);
            paragraph(margin, right, &Style::dim);
        }
    }

    void add(Group const& group) {
        line("");
        auto const name = shown_on_one_line(group.title);
        two_ends(style_.bold(name), display_width(name),
                 group.place ? shown_on_one_line(to_string(*group.place)) : "", 2);
        auto place_said = group.place;
        for (auto const& item : group.items) {
            add(group, item, item.place != place_said);
            place_said = item.place;
        }
    }

    void add(Group const& group, Item const& item, bool says_place) {
        auto const severity = item.finding->severity;
        auto const word = fmt::format("{:<{}}", policy::to_string(severity), severity_width);
        auto const sentence = shown_on_one_line(item.sentence(group.kind));
        auto const lines = wrapped(sentence, width_ - indent);
        two_ends("  " + in_colour_of(severity, style_, word) + lines[0],
                 indent + display_width(lines[0]), lines.size() == 1 ? item.finding->rule : "",
                 indent);
        for (std::size_t i = 1; i < lines.size(); ++i) {
            line(std::string(indent, ' ') + lines[i]);
        }
        if (item.place && says_place) {
            paragraph(indent, shown_on_one_line(to_string(*item.place)), &Style::dim);
        }
        add_difference(item);
        if (!item.finding->why.empty()) {
            paragraph(indent, shown_on_one_line(item.finding->why), &Style::dim);
        }
        if (auto const who = changed_by_line(*item.finding); !who.empty()) {
            paragraph(indent, shown_on_one_line(who), &Style::dim);
        }
    }

    void add_difference(Item const& item) {
        switch (item.layout) {
            case Layout::none:
                break;
            case Layout::values:
                add_values(item);
                break;
            case Layout::items:
                add_items(item);
                break;
            case Layout::body:
                add_body(item);
                break;
        }
    }

    /// Both on one line where they fit, else below each other.
    void add_values(Item const& item) {
        auto const before = shown_on_one_line(item.old_text);
        auto const after = shown_on_one_line(item.new_text);
        auto const half = (width_ - indent) / 2;
        auto const left = view_.from_label.size() + 2 + display_width(before);
        auto const right = view_.to_label.size() + 2 + display_width(after);
        if (left + 2 <= half && right <= half) {
            line(std::string(indent, ' ') + style_.dim(view_.from_label) + "  " +
                 style_.red(before) + std::string(half - left, ' ') + style_.dim(view_.to_label) +
                 "  " + style_.green(after));
            return;
        }
        auto const label_width = std::max(view_.from_label.size(), view_.to_label.size());
        add_value(view_.from_label, label_width, before, &Style::red);
        add_value(view_.to_label, label_width, after, &Style::green);
    }

    void add_value(std::string_view label, std::size_t label_width, std::string_view value,
                   std::string (Style::*how)(std::string_view) const) {
        auto const margin = indent + label_width + 2;
        auto head =
            std::string(indent, ' ') + style_.dim(fmt::format("{:<{}}", label, label_width)) + "  ";
        for (auto const& part : wrapped(value, width_ - std::min(margin, width_ - 20))) {
            line(head + (style_.*how)(part));
            head = std::string(margin, ' ');
        }
    }

    void add_items(Item const& item) {
        for (auto const& edit : item.items) {
            bool const removed = edit.kind == Edit::Kind::remove;
            auto const text =
                fmt::format("{} {}", removed ? '-' : '+', shown_on_one_line(edit.text));
            auto const where = fmt::format("  ({})", removed ? view_.from_label : view_.to_label);
            line(std::string(indent, ' ') + (removed ? style_.red(text) : style_.green(text)) +
                 style_.dim(where));
        }
        if (item.same_items > 0) {
            line(std::string(indent, ' ') +
                 style_.dim(fmt::format("  {} the same", item.same_items)));
        }
    }

    void add_body(Item const& item) {
        line(std::string(indent, ' ') + style_.red("--- " + view_.from_label));
        line(std::string(indent, ' ') + style_.green("+++ " + view_.to_label));
        auto const lines = unified_diff(item.old_text, item.new_text);
        for (std::size_t i = 0; i < std::min(lines.size(), most_body_lines); ++i) {
            auto const text = shown(lines[i]);
            line(std::string(indent, ' ') + (lines[i][0] == '-'   ? style_.red(text)
                                             : lines[i][0] == '+' ? style_.green(text)
                                             : lines[i][0] == '@' ? style_.cyan(text)
                                                                  : text));
        }
        if (lines.size() > most_body_lines) {
            line(std::string(indent, ' ') +
                 style_.dim(fmt::format("… {} more; --format html shows all",
                                        count_of(lines.size() - most_body_lines, "line"))));
        }
    }

    void add_remarks() {
        for (auto const& rename : report_.ambiguous) {
            paragraph(0, shown_on_one_line(ambiguous_line(rename)), &Style::yellow);
        }
        if (auto const untracked = untracked_line(report_); !untracked.empty()) {
            paragraph(0, shown_on_one_line(untracked), &Style::yellow);
        }
        for (auto const& warning : report_.warnings) {
            paragraph(0, "warning: " + shown_on_one_line(warning), &Style::yellow);
        }
    }

    void add_next_steps() {
        if (report_.next_steps.empty()) {
            return;
        }
        line("");
        line(style_.bold("What next"));
        for (auto const& step : report_.next_steps) {
            line("  " + shown_on_one_line(step.about) + ":");
            line("    " + style_.cyan(shown_on_one_line(step.command)));
        }
    }

    Report const& report_;
    View view_;
    Style style_;
    std::size_t width_;
    std::string out_;
};

}  // namespace

std::string render_text(Report const& report, TextOptions const& options) {
    return TextReport(report, options).finish();
}

}  // namespace lockstep::report
