#include <nlohmann/json.hpp>

#include "config/keys.hpp"
#include "config/settings.hpp"
#include "config/to_json.hpp"

namespace lockstep::config {

namespace {

using Json = nlohmann::ordered_json;

Json section_schema(Keys const& keys);

// Null means "not given" wherever a value may stand.
Json typed(char const* type) {
    return {{"type", {type, "null"}}};
}

Json text_schema(Names allowed, Form form) {
    if (!allowed.empty()) {
        auto names = Json::array();
        for (auto const name : allowed) {
            names.push_back(name);
        }
        names.push_back(nullptr);
        return {{"enum", names}};
    }
    auto schema = typed("string");
    if (form == Form::date) {
        schema["pattern"] = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$|\\$\\{";
    } else if (form == Form::variable) {
        schema["pattern"] = "^([A-Za-z_][A-Za-z0-9_]*)?$|\\$\\{";
    }
    return schema;
}

/// An object; keys that begin with `x-` may hold anything.
Json map_schema(Json values) {
    auto schema = typed("object");
    schema["patternProperties"] = {{"^x-", true}};
    schema["additionalProperties"] = std::move(values);
    return schema;
}

Json list_schema(Json items) {
    auto schema = typed("array");
    schema["items"] = std::move(items);
    return schema;
}

Json const text_item = {{"type", "string"}};

struct SchemaOf {
    Json operator()(SwitchValue const&) const { return typed("boolean"); }
    Json operator()(NumberValue const& value) const {
        auto schema = typed("integer");
        schema["minimum"] = value.least;
        schema["maximum"] = value.most;
        return schema;
    }
    Json operator()(DurationValue const&) const {
        return {{"type", {"string", "integer", "null"}},
                {"minimum", 0},
                {"pattern", "^[0-9]+ *(ms|s|min|h|d)?$|\\$\\{"}};
    }
    Json operator()(TextValue const& value) const { return text_schema(value.allowed, value.form); }
    Json operator()(TextsValue const&) const { return list_schema(text_item); }
    Json operator()(TextMapValue const&) const { return map_schema(text_item); }
    Json operator()(PatternsValue const&) const {
        return map_schema({{"type", "array"}, {"items", text_item}});
    }
    Json operator()(SeveritiesValue const&) const {
        auto const level = text_schema(severities(), Form::any);
        return map_schema({{"anyOf", {level, map_schema(level)}}});
    }
    Json operator()(SectionValue const& value) const { return section_schema(value.keys); }
    Json operator()(SectionsValue const& value) const {
        Json element;
        value.specimen([&](Keys const& keys) { element = section_schema(keys); });
        if (!value.named) {
            element["type"] = "object";
        }
        if (!value.shorthand.empty()) {
            element = Json{{"anyOf", {text_item, element}}};
        }
        return value.named ? map_schema(element) : list_schema(element);
    }
    Json operator()(IgnoredValue const&) const { return text_item; }
};

Json key_schema(Key const& key) {
    Json schema = {{"description", key.about}};
    schema.update(std::visit(SchemaOf{}, key.value));
    bool const nested = std::holds_alternative<SectionValue>(key.value) ||
                        std::holds_alternative<IgnoredValue>(key.value);
    if (!nested && !key.required && key.name != "*") {
        schema["default"] = value_json(key.value, nullptr);
    }
    if (!key.example.empty()) {
        schema["examples"] = Json::array({Json::parse(key.example)});
    }
    return schema;
}

Json section_schema(Keys const& keys) {
    auto schema = typed("object");
    auto properties = Json::object();
    auto required = Json::array();
    Json others = false;
    for (auto const& key : keys) {
        if (key.name == "*") {
            others = key_schema(key)["additionalProperties"];
            continue;
        }
        properties[std::string(key.name)] = key_schema(key);
        if (key.required) {
            required.push_back(key.name);
        }
    }
    schema["properties"] = std::move(properties);
    if (!required.empty()) {
        schema["required"] = std::move(required);
    }
    schema["patternProperties"] = {{"^x-", true}};
    schema["additionalProperties"] = std::move(others);
    return schema;
}

}  // namespace

std::string json_schema() {
    Config config;
    auto const settings = Json{{"$ref", "#/$defs/settings"}};
    Json const below = {{"properties", {{"$schema", text_item}, {"schema_sync", settings}}},
                        {"patternProperties", {{"^x-", true}}},
                        {"additionalProperties", false}};
    Json const schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                         {"title", "schema_sync_config.json"},
                         {"description",
                          "Configuration of lockstep. All of it may stand under one "
                          "top key \"schema_sync\", or at the top."},
                         {"type", "object"},
                         {"if", {{"required", {"schema_sync"}}}},
                         {"then", below},
                         {"else", settings},
                         {"$defs", {{"settings", section_schema(keys(config))}}}};
    return schema.dump(2) + "\n";
}

}  // namespace lockstep::config
