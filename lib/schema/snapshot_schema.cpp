#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "schema/kind.hpp"
#include "schema/snapshot.hpp"

namespace lockstep::schema {

namespace {

using json = nlohmann::ordered_json;

json texts() {
    return {{"type", "array"}, {"items", {{"type", "string"}}}};
}

json text(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

/// What a property may be: null where its source cannot speak of it.
json value_of(Property const& property) {
    json value{{"type", {"string", "null"}}};
    if (property.shape == Shape::flag) {
        value = {{"enum", {true, nullptr}}};
    } else if (property.shape == Shape::list) {
        value = {{"type", {"array", "null"}}, {"items", {{"type", "string"}}}};
    }
    if (property.compare == Compare::never) {
        value["description"] = "For readers; it is not compared";
    } else if (property.compare == Compare::relative_order) {
        value["description"] = "Compared by the order of what both sides have";
    } else if (property.compare == Compare::as_set) {
        value["description"] = "The order means nothing";
    }
    return value;
}

json object_of(Kind const& kind) {
    json names = texts();
    std::string what;
    for (auto const name : kind.names) {
        what.append(what.empty() ? "" : ", ").append(name);
    }
    names["description"] = what;
    json properties{{"kind", {{"const", kind.name}}}, {"name", names}};
    for (auto const& property : kind.properties) {
        properties[std::string(property.name)] = value_of(property);
    }
    properties["place"] = {{"$ref", "#/$defs/place"}};
    properties["needs"] = {{"$ref", "#/$defs/needs"}};
    return {{"type", "object"},
            {"required", {"kind", "name"}},
            {"additionalProperties", false},
            {"properties", properties}};
}

json header() {
    json const untracked{
        {"type", "object"},
        {"required", {"what", "count"}},
        {"additionalProperties", false},
        {"properties",
         {{"what", {{"type", "string"}}}, {"count", {{"type", "integer"}, {"minimum", 0}}}}}};
    return {
        {"format", {{"const", "lockstep/snapshot"}}},
        {"version", {{"const", 1}}},
        {"tool", text("What wrote it, with its version")},
        {"server_version",
         {{"type", "integer"}, {"description", "150018 for 15.18; 0 when no server was asked"}}},
        {"fingerprint", text("SHA-256, in hexadecimal; equal ones mean equal schemas")},
        {"kinds",
         {{"type", "object"},
          {"description", "What the tool that wrote it knew: each kind and its properties"},
          {"additionalProperties", texts()}}},
        {"files", texts()},
        {"untracked", {{"type", "array"}, {"items", untracked}}},
        {"warnings", texts()}};
}

}  // namespace

std::string snapshot_json_schema() {
    json any = json::array();
    json definitions{{"place",
                      {{"description", "The index of a file, and a line that counts from 1"},
                       {"type", "array"},
                       {"items", {{"type", "integer"}, {"minimum", 0}}}}},
                     {"needs",
                      {{"description", "What must exist before it: kind and names of each"},
                       {"type", "array"},
                       {"items", texts()}}}};
    for (auto const* const kind : kinds()) {
        definitions[std::string(kind->name)] = object_of(*kind);
        any.push_back({{"$ref", fmt::format("#/$defs/{}", kind->name)}});
    }
    auto properties = header();
    properties["objects"] = {{"type", "array"}, {"items", {{"anyOf", any}}}};
    json const document{
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"$id", "urn:lockstep:snapshot:1"},
        {"title", "Snapshot of a schema"},
        {"description",
         "What `lockstep inspect --format json` prints. A property that is absent has its "
         "default."},
        {"type", "object"},
        {"required", {"format", "version", "tool", "server_version", "kinds", "objects"}},
        {"additionalProperties", false},
        {"properties", properties},
        {"$defs", definitions}};
    constexpr int indent = 2;
    return document.dump(indent) + '\n';
}

}  // namespace lockstep::schema
