#include "report/view.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/core.h>

#include "base/text.hpp"
#include "diff/signature.hpp"

namespace lockstep::report {

namespace {

using diff::Action;
using policy::Finding;
using policy::Severity;

/// What the two sides are called, and what is said of an object that only one of them has.
struct Words {
    std::string_view from;
    std::string_view to;
    std::string_view added;
    std::string_view removed;
    std::string_view modified;
    std::string_view modified_list;
};

constexpr Words check_words{
    "definitions", "database", "is not in the definitions", "is missing in the database",
    "differs",     "differ"};
constexpr Words diff_words{"from", "to", "is added", "is removed", "changes", "change"};

Words const& words_of(Report const& report) {
    return report.is_check ? check_words : diff_words;
}

/// What a reader is told where a property has its default, which is kept as nothing.
std::string_view default_word(schema::Property const& property) {
    constexpr auto words = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"enabled", "ENABLE"}, {"volatility", "VOLATILE"}});
    for (auto const& [name, word] : words) {
        if (name == property.name) {
            return word;
        }
    }
    return "none";
}

std::string property_words(schema::Property const& property) {
    return replace_all(std::string(property.name), "_", " ");
}

std::string is_called(Report const& report, std::string const& name) {
    return report.is_check ? fmt::format("is called {} in the database", name)
                           : fmt::format("is renamed to {}", name);
}

std::string is_in_schema(Report const& report, std::string const& name) {
    return report.is_check ? fmt::format("is in the schema {} in the database", name)
                           : fmt::format("is moved to the schema {}", name);
}

std::string renamed_value_headline(Report const& report, diff::Change const& change) {
    return fmt::format("value \"{}\" {}", change.old_value.text(),
                       is_called(report, fmt::format("\"{}\"", change.new_value.text())));
}

/// A new name, another namespace, or both.
std::string renamed_headline(Report const& report, diff::Change const& change) {
    auto const& kind = *change.after->id.kind;
    auto const own_name = diff::own_name_index(kind);
    auto const before = change.before->id.names;
    auto const after = change.after->id.names;
    bool const stands_alone = kind.in_namespace && kind.part_of_names == 0;
    if (!stands_alone || before.front() == after.front()) {
        return is_called(report, ident(after[own_name]).text());
    }
    return before[own_name] == after[own_name]
               ? is_in_schema(report, ident(after.front()).text())
               : is_called(report, schema::dotted(after.first(own_name + 1)).text());
}

std::string headline_of(Report const& report, diff::Change const& change) {
    auto const& words = words_of(report);
    switch (change.action) {
        case Action::added:
            return std::string(words.added);
        case Action::removed:
            return std::string(words.removed);
        case Action::renamed:
            return change.property != nullptr ? renamed_value_headline(report, change)
                                              : renamed_headline(report, change);
        case Action::modified:
            break;
    }
    bool const several = change.property->shape == schema::Shape::list;
    return fmt::format("{} {}", property_words(*change.property),
                       several ? words.modified_list : words.modified);
}

/// The names of the object that this one is part of; its own names when it stands alone.
schema::Names group_names(schema::Object const& object) {
    auto const part_of = object.id.kind->part_of_names;
    return part_of == 0 ? object.id.names : object.id.names.first(part_of);
}

/// The object of exactly these names that others are part of.
schema::Object const* whole_in(schema::Schema const& schema, schema::Names names) {
    for (auto const& object : schema.with_parts(names)) {
        if (object.id.names == names && object.id.kind->part_of_names == 0) {
            return &object;
        }
        if (object.id.names != names) {
            break;
        }
    }
    return nullptr;
}

/// Where a finding was made: several definitions of a table have a place each.
schema::Object const* whole_of(Report const& report, Finding const& finding, schema::Names names) {
    for (auto const* const schema : {finding.from, finding.to}) {
        auto const* const whole = schema == nullptr ? nullptr : whole_in(*schema, names);
        if (whole != nullptr && whole->place.line != 0) {
            return whole;
        }
    }
    for (auto const* const schema : report.schemas) {
        if (auto const* const whole = whole_in(*schema, names)) {
            return whole;
        }
    }
    return nullptr;
}

/// The side from which the finding's own object is named: the definitions', where they have it.
schema::Object const& named_object(Finding const& finding) {
    return finding.change.before != nullptr ? *finding.change.before : *finding.change.after;
}

schema::Object const* group_object(Report const& report, Finding const& finding) {
    auto const& object = named_object(finding);
    if (object.id.kind->part_of_names == 0) {
        return &object;
    }
    return whole_of(report, finding, group_names(object));
}

/// Does the object stand in this schema?
bool holds(schema::Schema const& schema, schema::Object const* object) {
    auto const* const begin = schema.objects.data();
    std::less_equal<> const not_after;
    return not_after(begin, object) && std::less<>()(object, begin + schema.objects.size());
}

std::optional<TextPlace> place_in(Report const& report, schema::Object const* object) {
    if (object == nullptr || object->place.line == 0) {
        return std::nullopt;
    }
    for (auto const* const schema : report.schemas) {
        if (holds(*schema, object) && object->place.file < schema->files.size()) {
            return TextPlace{schema->files[object->place.file], object->place.line, 0};
        }
    }
    return std::nullopt;
}

/// Is it worth a unified diff: several lines, and a difference between lines?
bool is_body(std::string_view before, std::string_view after) {
    return (before.find('\n') != std::string_view::npos ||
            after.find('\n') != std::string_view::npos) &&
           lines_of(before) != lines_of(after);
}

void arrange_list(Item& item, diff::Change const& change) {
    item.layout = Layout::items;
    auto const all = edits(change.old_value.list().items(), change.new_value.list().items());
    for (auto const& edit : all) {
        if (edit.kind == Edit::Kind::keep) {
            ++item.same_items;
        } else {
            item.items.push_back(edit);
        }
    }
}

void arrange_values(Item& item, diff::Change const& change) {
    auto const& property = *change.property;
    item.old_text = value_text(property, change.old_value);
    item.new_text = value_text(property, change.new_value);
    item.layout =
        is_body(change.old_value.text(), change.new_value.text()) ? Layout::body : Layout::values;
    if (item.layout == Layout::body) {
        item.old_text = change.old_value.text();
        item.new_text = change.new_value.text();
    }
}

/// "column total": what a part is called inside its group.
std::string subject_of(schema::Object const& object) {
    auto const part_of = object.id.kind->part_of_names;
    if (part_of == 0) {
        return {};
    }
    auto const names = object.id.names.items();
    std::vector<std::string> own;
    for (auto i = std::min(part_of, names.size()); i < names.size(); ++i) {
        own.push_back(ident(names[i]).text());
    }
    return fmt::format("{} {}", object.id.kind->name, join(own, "."));
}

Item item_of(Report const& report, Finding const& finding) {
    auto const& change = finding.change;
    Item item;
    item.finding = &finding;
    item.subject = subject_of(named_object(finding));
    item.headline = headline_of(report, change);
    item.place = place_of(report, finding);
    if (change.action == Action::modified && change.property != nullptr) {
        if (change.property->shape == schema::Shape::list) {
            arrange_list(item, change);
        } else {
            arrange_values(item, change);
        }
    }
    return item;
}

/// Findings of one object together, in the order in which they came.
class Grouping {
public:
    explicit Grouping(Report const& report) : report_(report) {}

    void add(Finding const& finding) {
        auto const* const object = group_object(report_, finding);
        auto const& shown_object = object != nullptr ? *object : named_object(finding);
        auto title = display_name(shown_object);
        auto const [at, is_new] = by_title_.try_emplace(title, groups_.size());
        if (is_new) {
            auto place = place_in(report_, object);
            groups_.push_back({.kind = std::string(shown_object.id.kind->name),
                               .title = std::move(title),
                               .worst = Severity::ignore,
                               .place = std::move(place),
                               .items = {}});
        }
        auto& group = groups_[at->second];
        group.worst = std::max(group.worst, finding.severity);
        group.items.push_back(item_of(report_, finding));
    }

    std::vector<Group> finish() {
        for (auto& group : groups_) {
            std::stable_sort(group.items.begin(), group.items.end(),
                             [](Item const& a, Item const& b) {
                                 return a.finding->severity > b.finding->severity;
                             });
        }
        std::stable_sort(groups_.begin(), groups_.end(),
                         [](Group const& a, Group const& b) { return a.worst > b.worst; });
        return std::move(groups_);
    }

private:
    Report const& report_;
    std::vector<Group> groups_;
    std::map<std::string, std::size_t> by_title_;
};

std::string counts_text(View const& view) {
    std::vector<std::string> parts;
    for (auto const severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
        if (auto const count = view.counts[static_cast<std::size_t>(severity)]; count > 0) {
            parts.push_back(fmt::format("{} {}", count, policy::to_string(severity)));
        }
    }
    return join(parts, ", ");
}

}  // namespace

bool fails(Report const& report, Finding const& finding) {
    return finding.accepted.empty() && finding.severity >= report.fail_on;
}

bool fails(Report const& report) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](Finding const& finding) { return fails(report, finding); });
}

std::string Item::sentence(std::string_view group_title) const {
    auto const name = subject.empty() ? std::string(group_title) : subject;
    auto const glue = layout == Layout::none ? " " : ": ";
    return fmt::format("{}{}{}", name, glue, headline);
}

View view_of(Report const& report) {
    View view;
    view.from_label = words_of(report).from;
    view.to_label = words_of(report).to;
    Grouping counted(report);
    Grouping accepted(report);
    for (auto const& finding : report.findings) {
        if (!finding.accepted.empty()) {
            ++view.accepted_count;
            accepted.add(finding);
            continue;
        }
        ++view.findings;
        ++view.counts[static_cast<std::size_t>(finding.severity)];
        counted.add(finding);
    }
    view.groups = counted.finish();
    view.accepted = accepted.finish();
    return view;
}

std::optional<TextPlace> place_of(Report const& report, Finding const& finding) {
    if (auto place = place_in(report, finding.change.before)) {
        return place;
    }
    // Of a difference both sides are definitions; a check asks where the definitions are wrong.
    if (auto place = place_in(report, report.is_check ? nullptr : finding.change.after)) {
        return place;
    }
    auto const& object = named_object(finding);
    if (auto place = place_in(report, whole_of(report, finding, group_names(object)))) {
        return place;
    }
    return place_in(report, finding.change.after);
}

std::string summary(View const& view) {
    auto text = view.in_step()
                    ? std::string("no findings")
                    : fmt::format("{} in {}: {}", count_of(view.findings, "finding"),
                                  count_of(view.groups.size(), "object"), counts_text(view));
    if (view.accepted_count > 0) {
        text += fmt::format("; {} {} accepted for now",
                            view.in_step() ? fmt::format("{}", view.accepted_count)
                                           : fmt::format("{} more", view.accepted_count),
                            view.accepted_count == 1 ? "is" : "are");
    }
    return text;
}

std::string title(Report const& report, View const& view) {
    if (!report.is_check) {
        return view.in_step() ? fmt::format("{} and {} are the same", report.from, report.to)
                              : fmt::format("From {} to {}", report.from, report.to);
    }
    return fmt::format("{} is {}in step with {}", report.to, view.in_step() ? "" : "not ",
                       report.from);
}

std::string untracked_line(Report const& report) {
    std::size_t total = 0;
    std::vector<std::string> parts;
    for (auto const& untracked : report.untracked) {
        total += untracked.count;
        parts.push_back(count_of(untracked.count, untracked.what));
    }
    return total == 0 ? std::string{}
                      : fmt::format("{} of kinds that are not tracked: {}",
                                    count_of(total, "object"), join(parts, ", "));
}

std::string ambiguous_line(diff::AmbiguousRename const& rename) {
    std::vector<std::string> candidates;
    for (auto const* const candidate : rename.candidates) {
        candidates.push_back(display_name(*candidate));
    }
    return fmt::format("{} may have been renamed: {}", display_name(*rename.before),
                       join(candidates, ", "));
}

std::string changed_by_line(policy::Finding const& finding) {
    auto const& [user, time, lsn, statement] = finding.changed_by;
    return user.empty()
               ? std::string()
               : fmt::format("last changed by {} at {}: {}, at {}", user, time, statement, lsn);
}

std::string display_name(schema::Object const& object) {
    return fmt::format("{} {}", object.id.kind->name, identity(object).text());
}

std::string value_text(schema::Property const& property, schema::Value const& value) {
    switch (property.shape) {
        case schema::Shape::flag:
            return value.empty() ? "no" : "yes";
        case schema::Shape::list: {
            std::vector<std::string> items;
            for (auto const item : value.list().items()) {
                items.emplace_back(item);
            }
            return items.empty() ? "none" : join(items, ", ");
        }
        case schema::Shape::text:
            break;
    }
    return std::string(value.empty() ? default_word(property) : value.text());
}

}  // namespace lockstep::report
