#include "relay/versions.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace lockstep::relay {

namespace {

using nlohmann::json;

std::string text_or_number(json const& object, char const* key) {
    auto const found = object.find(key);
    if (found == object.end()) {
        return {};
    }
    if (found->is_string()) {
        return printable(found->get<std::string>());
    }
    return found->is_number_integer() ? found->dump() : std::string();
}

std::vector<std::string> texts(json const& object, char const* key) {
    std::vector<std::string> found;
    for (auto const& each : object.value(key, json::array())) {
        if (each.is_string()) {
            found.push_back(printable(each.get<std::string>()));
        }
    }
    return found;
}

bool holds(std::vector<std::string> const& list, std::string const& text) {
    return std::ranges::find(list, text) != list.end();
}

}  // namespace

void Versions::know(VersionNews const& news) {
    auto& told = told_[news.table];
    if (!news.version.empty()) {
        told.version = news.version;
    }
    if (news.is_change) {
        told.changed = news.lsn;
    }
}

std::vector<VersionNews> Versions::see(std::string_view content, Lsn commit) {
    auto const told = json::parse(content, nullptr, false);
    if (!told.is_object() || text_or_number(told, "version").empty()) {
        return {};
    }
    bool const says_what = told.contains("changed");
    auto const changed = texts(told, "changed");
    auto const tables =
        told.contains("tables") ? texts(told, "tables") : std::vector{std::string()};
    std::vector<VersionNews> news;
    for (auto const& table : tables) {
        news.push_back({table, text_or_number(told, "version"), text_or_number(told, "fingerprint"),
                        commit, !says_what || holds(changed, table)});
    }
    for (auto const& table : changed) {
        if (!holds(tables, table)) {
            news.push_back({table, "", "", commit, true});
        }
    }
    std::ranges::for_each(news, [&](VersionNews const& each) { know(each); });
    return news;
}

std::string_view Versions::of(std::string_view table) const {
    auto found = told_.find(table);
    if (found == told_.end() || found->second.version.empty()) {
        found = told_.find("");
    }
    return found == told_.end() ? std::string_view() : found->second.version;
}

bool Versions::explain(std::string_view table, Lsn seen, Lsn commit) const {
    return std::ranges::any_of(std::array{table, std::string_view()}, [&](std::string_view name) {
        auto const found = told_.find(name);
        return found != told_.end() &&
               (found->second.changed > seen || found->second.changed == commit);
    });
}

}  // namespace lockstep::relay
