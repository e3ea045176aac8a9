#include "generate/version_facts.hpp"

#include <algorithm>

namespace lockstep::generate {

namespace {

/// `NAME = "value"`, `export const NAME = 'value';`, `"NAME": 42,`
std::string value_in(std::string_view text, std::string_view name) {
    auto at = text.find(name);
    // LAST_SYNC is the beginning of another name.
    while (at != std::string_view::npos && text.substr(at + name.size()).starts_with('_')) {
        at = text.find(name, at + 1);
    }
    if (at == std::string_view::npos) {
        return {};
    }
    auto rest = text.substr(at + name.size());
    rest = rest.substr(0, rest.find('\n'));
    auto const start = rest.find_first_not_of("\" '=:");
    auto const end = rest.find_first_of("\"';,", start == std::string_view::npos ? 0 : start);
    return start == std::string_view::npos ? "" : std::string(rest.substr(start, end - start));
}

/// In the pattern, 0 stands for a digit.
bool fits(std::string_view value, std::string_view pattern) {
    return std::equal(value.begin(), value.end(), pattern.begin(), pattern.end(),
                      [](char c, char expected) {
                          return expected == '0' ? c >= '0' && c <= '9' : c == expected;
                      });
}

bool is_made_of(std::string_view value, std::string_view characters) {
    return !value.empty() && value.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

std::optional<VersionFacts> version_facts_in(std::string_view text) {
    VersionFacts const facts{.schema_version = value_in(text, "SCHEMA_VERSION"),
                             .last_sync = value_in(text, "LAST_SYNC"),
                             .db_hash = value_in(text, "DB_HASH"),
                             .tables_count = value_in(text, "TABLES_COUNT"),
                             .enums_count = value_in(text, "ENUMS_COUNT"),
                             .last_sync_differences = value_in(text, "LAST_SYNC_DIFFERENCES")};
    constexpr std::string_view digits = "0123456789";
    bool const are_facts =
        fits(facts.schema_version, "0000-00-00") && fits(facts.last_sync, "0000-00-00T00:00:00Z") &&
        is_made_of(facts.db_hash, "0123456789abcdef") && is_made_of(facts.tables_count, digits) &&
        is_made_of(facts.enums_count, digits) && is_made_of(facts.last_sync_differences, digits);
    return are_facts ? std::optional(facts) : std::nullopt;
}

}  // namespace lockstep::generate
