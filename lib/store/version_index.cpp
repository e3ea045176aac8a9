#include "store/version_index.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::store {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto keys = std::to_array<std::string_view>(
    {"number", "date", "fingerprint", "tag", "changes", "who", "stored"});

struct StoredName {
    Stored stored;
    std::string_view name;
};
constexpr auto stored_names =
    std::to_array<StoredName>({{Stored::full, "full"}, {Stored::delta, "delta"}});

std::string_view name_of(Stored stored) {
    return std::find_if(stored_names.begin(), stored_names.end(),
                        [&](StoredName const& row) { return row.stored == stored; })
        ->name;
}

/// Reads one line; all that it refuses, it refuses there.
class LineReader {
public:
    LineReader(std::string_view text, std::string_view line, std::string const& file)
        : text_(text), line_(line), file_(file) {}

    Version read(unsigned number) {
        json_ = Json::parse(line_, nullptr, false);
        if (!json_.is_object()) {
            refuse("this is no line of an index of versions");
        }
        for (auto const& item : json_.items()) {
            if (std::find(keys.begin(), keys.end(), item.key()) == keys.end()) {
                refuse(fmt::format("unknown key \"{}\"{}", printable(item.key()),
                                   did_you_mean(item.key(), keys)));
            }
        }
        if (whole_number("number") != number) {
            refuse(fmt::format("version {} should stand here", number));
        }
        return {.number = number,
                .date = date(),
                .fingerprint = fingerprint(),
                .tag = json_.contains("tag") ? tag() : "",
                .changes = whole_number("changes"),
                .who = text("who"),
                .stored = stored()};
    }

    [[noreturn]] void refuse(std::string const& message) const {
        auto place = place_at(file_, text_, static_cast<std::size_t>(line_.data() - text_.data()));
        place.column = 0;
        throw ParseError(std::move(place), message, text_, hint());
    }

private:
    std::string hint() const {
        bool const both =
            std::any_of(conflict_marks.begin(), conflict_marks.end(),
                        [&](std::string_view mark) { return line_.starts_with(mark); });
        return both ? "Two branches recorded a version each: keep the files of one of them, and "
                      "record anew."
                    : "Bring the file back from version control: git checkout -- " + file_;
    }

    Json const& value(std::string_view key) const {
        auto const at = json_.find(key);
        if (at == json_.end()) {
            refuse(fmt::format("it lacks \"{}\"", key));
        }
        return *at;
    }

    std::string text(std::string_view key) const {
        if (!value(key).is_string()) {
            refuse(fmt::format("\"{}\" must be a text", key));
        }
        return value(key).get<std::string>();
    }

    std::size_t whole_number(std::string_view key) const {
        if (!value(key).is_number_unsigned()) {
            refuse(fmt::format("\"{}\" must be a whole number", key));
        }
        return value(key).get<std::size_t>();
    }

    std::string date() const {
        auto date = text("date");
        if (!is_utc_time(date)) {
            refuse("\"date\" must be a time in UTC: 2026-11-21T03:00:00Z");
        }
        return date;
    }

    std::string fingerprint() const {
        constexpr std::size_t length = 64;
        auto fingerprint = text("fingerprint");
        if (fingerprint.size() != length ||
            fingerprint.find_first_not_of("0123456789abcdef") != std::string::npos) {
            refuse("\"fingerprint\" must be 64 hexadecimal digits");
        }
        return fingerprint;
    }

    std::string tag() const {
        auto tag = text("tag");
        if (auto const fault = fault_of_tag(tag); !fault.empty()) {
            refuse(fault);
        }
        return tag;
    }

    Stored stored() const {
        auto const name = text("stored");
        for (auto const& row : stored_names) {
            if (row.name == name) {
                return row.stored;
            }
        }
        refuse("\"stored\" must be \"full\" or \"delta\"");
    }

    static constexpr auto conflict_marks =
        std::to_array<std::string_view>({"<<<<<<<", "=======", ">>>>>>>"});

    std::string_view text_;
    std::string_view line_;
    std::string const& file_;
    Json json_;
};

/// The number that these digits are; -1 when they are none.
int digits(std::string_view text) {
    int value = -1;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const all = error == std::errc{} && end == text.data() + text.size() && value >= 0;
    return all && text.front() != '-' ? value : -1;
}

}  // namespace

std::string to_index(std::vector<Version> const& versions) {
    std::string text;
    for (auto const& version : versions) {
        Json json{{"number", version.number},
                  {"date", version.date},
                  {"fingerprint", version.fingerprint}};
        if (!version.tag.empty()) {
            json["tag"] = version.tag;
        }
        json["changes"] = version.changes;
        json["who"] = version.who;
        json["stored"] = name_of(version.stored);
        text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    return text;
}

std::vector<Version> read_index(std::string_view text, std::string const& file) {
    std::vector<Version> versions;
    for (auto rest = text; !rest.empty();) {
        auto const line = rest.substr(0, rest.find('\n'));
        LineReader reader(text, line, file);
        auto version = reader.read(static_cast<unsigned>(versions.size()) + 1);
        for (auto const& other : versions) {
            if (!version.tag.empty() && other.tag == version.tag) {
                reader.refuse(fmt::format("the tag {} is that of version {} already", version.tag,
                                          other.number));
            }
        }
        versions.push_back(std::move(version));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return versions;
}

std::string fault_of_tag(std::string_view tag) {
    constexpr std::size_t longest = 100;
    constexpr std::string_view signs = "._-+/";
    auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto const is_allowed = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
    };
    if (tag.empty() || tag.size() > longest || !is_letter(tag.front()) ||
        !std::all_of(tag.begin(), tag.end(), is_allowed)) {
        return fmt::format(
            "\"{}\" cannot be a tag: a letter comes first, then letters, digits and . _ - + /, at "
            "most {} in all",
            printable(tag), longest);
    }
    return to_lower(tag) == "latest" ? fmt::format("{} is the newest version, and no tag", tag)
                                     : std::string{};
}

bool is_day(std::string_view text) {
    constexpr std::string_view form = "0000-00-00";
    if (text.size() != form.size() || text[4] != '-' || text[7] != '-') {
        return false;
    }
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    return year >= 0 && month >= 0 && day >= 0 &&
           std::chrono::year_month_day(std::chrono::year(year),
                                       std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)))
               .ok();
}

bool is_utc_time(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00Z";
    constexpr int hours = 24;
    constexpr int minutes = 60;
    constexpr int seconds = 61;  // with a leap second
    if (text.size() != form.size() || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != 'Z' || !is_day(text.substr(0, 10))) {
        return false;
    }
    auto const within = [&](std::size_t at, int end) {
        auto const value = digits(text.substr(at, 2));
        return value >= 0 && value < end;
    };
    return within(11, hours) && within(14, minutes) && within(17, seconds);
}

}  // namespace lockstep::store
