#include "config/to_json.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "config/settings.hpp"
#include "config/values.hpp"

namespace lockstep::config {

using Json = nlohmann::ordered_json;

namespace {

/// `${` in a text would be read as a variable.
std::string escaped(std::string const& text) {
    return replace_all(text, "${", "$${");
}

Json texts_json(Texts const& texts) {
    auto json = Json::array();
    for (auto const& text : texts) {
        json.push_back(escaped(text));
    }
    return json;
}

struct Writer {
    Json const* defaults;

    Json operator()(SwitchValue const& value) const { return *value.target; }
    Json operator()(NumberValue const& value) const { return *value.target; }
    Json operator()(DurationValue const& value) const { return to_text(*value.target); }
    Json operator()(TextValue const& value) const { return escaped(*value.target); }
    Json operator()(TextsValue const& value) const { return texts_json(*value.target); }
    Json operator()(TextMapValue const& value) const {
        auto json = Json::object();
        for (auto const& [key, text] : *value.target) {
            json[key] = escaped(text);
        }
        return json;
    }
    Json operator()(PatternsValue const& value) const {
        auto json = Json::object();
        for (auto const& [kind, patterns] : *value.target) {
            json[kind] = texts_json(patterns);
        }
        return json;
    }
    Json operator()(SeveritiesValue const& value) const {
        auto json = Json::object();
        for (auto const& level : *value.target) {
            json[level.rule][level.name] = level.severity;
        }
        for (auto& [rule, levels] : json.items()) {
            if (levels.size() == 1 && levels.contains("*")) {
                levels = Json(levels["*"]);
            }
        }
        return json;
    }
    Json operator()(SectionValue const& value) const { return section_json(value.keys, defaults); }
    Json operator()(SectionsValue const& value) const {
        Json default_section;
        value.specimen([&](Keys const& keys) { default_section = section_json(keys, nullptr); });
        auto json = value.named ? Json::object() : Json::array();
        value.each([&](std::string const& name, Keys const& keys) {
            auto section = section_json(keys, &default_section);
            if (value.named) {
                json[name] = std::move(section);
            } else {
                json.push_back(std::move(section));
            }
        });
        return json;
    }
    Json operator()(IgnoredValue const&) const { return nullptr; }
};

}  // namespace

Json value_json(Value const& value, Json const* defaults) {
    return std::visit(Writer{defaults}, value);
}

Json section_json(Keys const& keys, Json const* defaults) {
    auto json = Json::object();
    for (auto const& key : keys) {
        auto const name = std::string(key.name);
        bool const rest = name == "*";
        auto const* before =
            defaults != nullptr && !rest && defaults->contains(name) ? &(*defaults)[name] : nullptr;
        auto value = value_json(key.value, before);
        bool const section = std::holds_alternative<SectionValue>(key.value);
        if (rest) {
            json.update(value);
        } else if (!(defaults != nullptr && before != nullptr && !section && *before == value) &&
                   !value.is_null() && !(section && value.empty())) {
            json[name] = std::move(value);
        }
    }
    return json;
}

std::string to_json(Config const& config) {
    Config defaults;
    auto const default_json = section_json(keys(defaults), nullptr);
    auto copy = config;
    return section_json(keys(copy), &default_json).dump(2) + "\n";
}

}  // namespace lockstep::config
