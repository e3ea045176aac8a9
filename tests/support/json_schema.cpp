#include "support/json_schema.hpp"

#include "base/files.hpp"
#include "support/support.hpp"

#include <regex>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace lockstep::tests {

namespace {

using nlohmann::json;

std::set<std::string> const known_keywords{
    "$schema", "$id",   "$defs",   "$ref",     "title",   "description",
    "type",    "enum",  "const",   "required", "pattern", "properties",
    "items",   "anyOf", "minimum", "default",  "format",  "additionalProperties",
};

bool has_type(json const& value, std::string const& type) {
    return type == "object"    ? value.is_object()
           : type == "array"   ? value.is_array()
           : type == "string"  ? value.is_string()
           : type == "integer" ? value.is_number_integer()
           : type == "number"  ? value.is_number()
           : type == "boolean" ? value.is_boolean()
           : type == "null"    ? value.is_null()
                               : throw std::invalid_argument("no such type: " + type);
}

class Validator {
public:
    explicit Validator(json const& root) : root_(root) {}

    void check(json const& schema, json const& value, std::string const& path) {
        for (auto const& [keyword, ignored] : schema.items()) {
            if (known_keywords.count(keyword) == 0) {
                throw std::invalid_argument("the validator knows no keyword " + keyword);
            }
        }
        if (schema.contains("$ref")) {
            auto const reference = schema["$ref"].get<std::string>();
            check(root_.at(json::json_pointer(reference.substr(1))), value, path);
        }
        check_value(schema, value, path);
        if (value.is_object()) {
            check_object(schema, value, path);
        }
        if (value.is_array() && schema.contains("items")) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                check(schema["items"], value[i], path + "/" + std::to_string(i));
            }
        }
    }

    std::vector<std::string> errors;

private:
    void expect(bool holds, std::string const& path, std::string const& what) {
        if (!holds) {
            errors.push_back(path + ": " + what);
        }
    }

    void check_value(json const& schema, json const& value, std::string const& path) {
        if (schema.contains("type")) {
            auto const types =
                schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
            bool const fits = std::any_of(types.begin(), types.end(), [&](json const& type) {
                return has_type(value, type.get<std::string>());
            });
            expect(fits, path, "is no " + schema["type"].dump());
        }
        if (schema.contains("const")) {
            expect(value == schema["const"], path, "is not " + schema["const"].dump());
        }
        if (schema.contains("enum")) {
            auto const& list = schema["enum"];
            expect(std::find(list.begin(), list.end(), value) != list.end(), path,
                   value.dump() + " is none of " + list.dump());
        }
        if (schema.contains("pattern") && value.is_string()) {
            std::regex const pattern(schema["pattern"].get<std::string>());
            expect(std::regex_search(value.get<std::string>(), pattern), path,
                   "does not match " + schema["pattern"].dump());
        }
        if (schema.contains("minimum") && value.is_number()) {
            expect(value >= schema["minimum"], path, "is too small");
        }
        if (schema.contains("anyOf")) {
            bool const fits =
                std::any_of(schema["anyOf"].begin(), schema["anyOf"].end(), [&](json const& one) {
                    Validator tried(root_);
                    tried.check(one, value, path);
                    return tried.errors.empty();
                });
            expect(fits, path, "fits none of anyOf");
        }
    }

    void check_object(json const& schema, json const& value, std::string const& path) {
        for (auto const& key : schema.value("required", json::array())) {
            expect(value.contains(key.get<std::string>()), path, "lacks " + key.dump());
        }
        auto const properties = schema.value("properties", json::object());
        for (auto const& [key, member] : value.items()) {
            if (properties.contains(key)) {
                check(properties[key], member, path + "/" + key);
            } else if (schema.contains("additionalProperties")) {
                auto const& more = schema["additionalProperties"];
                if (more.is_object()) {
                    check(more, member, path + "/" + key);
                } else {
                    expect(more.get<bool>(), path, "may not have \"" + key + "\"");
                }
            }
        }
    }

    json const& root_;
};

}  // namespace

std::vector<std::string> schema_errors(json const& schema, json const& value) {
    Validator validator(schema);
    validator.check(schema, value, "");
    return validator.errors;
}

json published_schema(std::string const& name) {
    return json::parse(read_text_file(repository_file("docs/schemas/" + name + ".json")));
}

}  // namespace lockstep::tests
