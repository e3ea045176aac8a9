#include "version_report.hpp"

#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t short_fingerprint = 12;

Json to_json(store::Version const& version) {
    return {{"number", version.number},
            {"date", version.date},
            {"fingerprint", version.fingerprint},
            {"tag", version.tag.empty() ? Json() : Json(version.tag)},
            {"changes", version.changes},
            {"who", version.who}};
}

std::string document(Json versions) {
    Json const json{
        {"format", "lockstep/versions"}, {"version", 1}, {"versions", std::move(versions)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string heading(store::Version const& version, report::Style const& style) {
    auto text = style.bold(fmt::format("Version {}", version.number));
    if (!version.tag.empty()) {
        text += fmt::format(" ({})", version.tag);
    }
    return fmt::format("{}, recorded {} by {}\n", text, version.date,
                       report::shown_on_one_line(version.who));
}

std::string body(VersionChanges const& made) {
    if (made.version.number == 1) {
        return "  the first version\n";
    }
    if (made.changes.empty()) {
        return fmt::format("  no changes since version {}\n", made.version.number - 1);
    }
    std::string text;
    for (auto const& change : made.changes) {
        text += fmt::format("  {}\n", report::shown_on_one_line(change));
    }
    return text;
}

}  // namespace

std::string versions_as_text(std::vector<store::Version> const& list, report::Style const& style,
                             std::size_t width) {
    Table table;
    for (auto version = list.rbegin(); version != list.rend(); ++version) {
        table.add({style.bold(std::to_string(version->number)), version->date,
                   report::shown_on_one_line(version->who),
                   version->number == 1 ? "the first" : count_of(version->changes, "change"),
                   style.dim(version->fingerprint.substr(0, short_fingerprint)),
                   style.green(version->tag)});
    }
    return table.finish(width);
}

std::string versions_as_json(std::vector<store::Version> const& list) {
    auto json = Json::array();
    for (auto version = list.rbegin(); version != list.rend(); ++version) {
        json.push_back(to_json(*version));
    }
    return document(std::move(json));
}

std::string changes_as_text(std::vector<VersionChanges> const& list, report::Style const& style) {
    std::string text;
    for (auto const& made : list) {
        text += text.empty() ? "" : "\n";
        text += heading(made.version, style) + body(made);
    }
    return text;
}

std::string changes_as_json(std::vector<VersionChanges> const& list) {
    auto json = Json::array();
    for (auto const& made : list) {
        json.push_back(to_json(made.version));
        json.back()["made"] = made.changes;
    }
    return document(std::move(json));
}

std::string summary_of(schema::Schema const& schema) {
    std::map<schema::Kind const*, std::size_t> counts;
    for (auto const& object : schema.objects) {
        bool const stands_alone = object.id.kind->part_of_names == 0 && !object.id.kind->is_part;
        counts[object.id.kind] += stands_alone ? 1 : 0;
    }
    std::vector<std::string> parts;
    for (auto const* const kind : schema::kinds()) {
        if (auto const count = counts[kind]; count > 0) {
            parts.push_back(count_of(count, kind->name));
        }
    }
    return parts.empty() ? "nothing" : join(parts, ", ");
}

}  // namespace lockstep::cli
