#include "notify/history.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"

namespace lockstep::notify {

namespace {

using Json = nlohmann::ordered_json;

constexpr char const* format = "lockstep/drift-history";

HistoryEntry entry_of(Json const& json) {
    return {.time = json.at("time").get<std::string>(),
            .what = json.at("what").get<std::string>(),
            .fingerprint = json.at("fingerprint").get<std::string>(),
            .findings = json.at("findings").get<std::size_t>(),
            .told = json.at("told").get<std::vector<std::string>>()};
}

}  // namespace

std::string to_history_json(std::vector<HistoryEntry> const& entries) {
    auto list = Json::array();
    for (auto const& entry : entries) {
        list.push_back({{"time", entry.time},
                        {"what", entry.what},
                        {"fingerprint", entry.fingerprint},
                        {"findings", entry.findings},
                        {"told", entry.told}});
    }
    Json const json{{"format", format}, {"version", 1}, {"entries", std::move(list)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<HistoryEntry> read_history(std::string_view text, std::string const& file) {
    try {
        auto const json = Json::parse(text);
        if (json.at("format") == format && json.at("version") == 1) {
            std::vector<HistoryEntry> entries;
            for (auto const& entry : json.at("entries")) {
                entries.push_back(entry_of(entry));
            }
            return entries;
        }
    } catch (Json::exception const&) {
        // Said below: what is not as we write it is not ours.
    }
    throw Error(ExitCode::bad_input,
                fmt::format("{} is no history of drift that lockstep wrote", file),
                "Name another file in monitoring.history_file, or move this one away.");
}

std::vector<HistoryEntry> load_history(std::filesystem::path const& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) {
        return {};
    }
    return read_history(read_text_file(file), file.string());
}

void save_history(std::filesystem::path const& file, std::vector<HistoryEntry> entries,
                  std::size_t most) {
    if (entries.size() > most) {
        entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(most));
    }
    write_file(file, to_history_json(entries));
}

bool was_told(std::vector<HistoryEntry> const& entries, HistoryEntry const& now,
              std::string_view channel) {
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->what != now.what) {
            continue;
        }
        if (entry->fingerprint.empty()) {
            return false;
        }
        if (entry->fingerprint == now.fingerprint &&
            std::find(entry->told.begin(), entry->told.end(), channel) != entry->told.end()) {
            return true;
        }
    }
    return false;
}

}  // namespace lockstep::notify
