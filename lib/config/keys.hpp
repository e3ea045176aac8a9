#pragma once

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.hpp"

namespace lockstep::config {

struct Key;
using Keys = std::vector<Key>;
using Names = std::span<std::string_view const>;

/// What a text must look like, besides its type.
enum class Form { any, path, url, variable, date, rule, kind };

// The types that a value can have, each with the place in a Config that it is read into.
struct SwitchValue {
    bool* target;
};
struct NumberValue {
    int* target;
    int least = 0;
    int most = std::numeric_limits<int>::max();
};
/// "30s", "500ms", "5min", "2h", "7d", or a number of `unit`s.
struct DurationValue {
    milliseconds* target;
    std::string_view unit = "ms";
    std::string_view most = "24d";  // what fits PostgreSQL's settings
};
struct TextValue {
    std::string* target;
    Names allowed = {};  // empty: any
    Form form = Form::any;
};
struct TextsValue {
    Texts* target;
    Form form = Form::any;
};
struct TextMapValue {
    TextMap* target;
};
struct PatternsValue {
    PatternsByKind* target;
};
/// Rule pattern → severity, or → a map of name pattern → severity.
struct SeveritiesValue {
    std::vector<SeverityLevel>* target;
};
struct SectionValue {
    Keys keys;
};
/// A list of sections, or a map of named ones. A text in place of a section is its `shorthand` key.
struct SectionsValue {
    bool named = false;
    std::string_view shorthand;
    std::function<Keys(std::string const& name)> add;  // a new one, at the end of a list
    std::function<void(std::function<void(std::string const& name, Keys const&)> const&)> each;
    std::function<void(std::function<void(Keys const&)> const&)> specimen;  // a default one
};
/// For editors: `$schema`.
struct IgnoredValue {};

using Value =
    std::variant<SwitchValue, NumberValue, DurationValue, TextValue, TextsValue, TextMapValue,
                 PatternsValue, SeveritiesValue, SectionValue, SectionsValue, IgnoredValue>;

/// One row of the table of settings.
struct Key {
    std::string_view name;  // "*": takes every name that no other key of its section has
    Value value;
    std::string_view about;
    std::string_view example = {};  // as JSON
    bool secret = false;
    bool required = false;
};

/// The table of all settings, bound to one Config, which must outlive it. The reader, validation,
/// the JSON Schema, the reference page, and the list of settings in force all follow from it.
Keys keys(Config& config);

/// Severities, worst first, as policy knows them.
Names severities();
/// Formats of reports, as report knows them.
Names report_formats();

}  // namespace lockstep::config
