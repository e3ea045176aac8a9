#include "relay/relation_json.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"

namespace lockstep::relay {

namespace {

using Json = nlohmann::ordered_json;

/// Names that are no UTF-8 are written with U+FFFD.
std::string text_of(Json const& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json definition(Relation const& relation) {
    auto columns = Json::array();
    for (auto const& column : relation.columns) {
        columns.push_back({{"name", column.name},
                           {"type", column.type},
                           {"typmod", column.typmod},
                           {"key", column.key}});
    }
    Json object{{"columns", std::move(columns)}};
    if (relation.identity != '\0') {
        object["identity"] = std::string(1, relation.identity);
    }
    return object;
}

}  // namespace

std::string definition_json(Relation const& relation) {
    return text_of(definition(relation));
}

std::string relation_json(Relation const& relation) {
    auto object = definition(relation);
    object["oid"] = relation.oid;
    object["schema"] = relation.schema;
    object["name"] = relation.name;
    object["partial"] = relation.partial;
    return text_of(object);
}

Relation read_relation(std::string_view json) {
    try {
        auto const object = Json::parse(json);
        auto const identity = object.value("identity", "");
        Relation relation{.oid = object.at("oid"),
                          .schema = object.at("schema"),
                          .name = object.at("name"),
                          .identity = identity.empty() ? '\0' : identity.front(),
                          .partial = object.at("partial"),
                          .columns = {}};
        for (auto const& column : object.at("columns")) {
            relation.columns.push_back({.name = column.at("name"),
                                        .type = column.at("type"),
                                        .typmod = column.at("typmod"),
                                        .key = column.at("key")});
        }
        return relation;
    } catch (Json::exception const& error) {
        throw Error(ExitCode::bug,
                    std::string("lockstep.relay_relation holds what is no table: ") + error.what());
    }
}

}  // namespace lockstep::relay
