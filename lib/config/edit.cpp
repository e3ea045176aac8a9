#include "config/edit.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lockstep::config {

namespace {

nlohmann::ordered_json json_of(Node const& node) {
    nlohmann::ordered_json json;
    if (node.kind == Node::Kind::map) {
        json = nlohmann::ordered_json::object();
        for (auto const& member : node.members) {
            json[member.key] = json_of(member.value);
        }
    } else if (node.kind == Node::Kind::list) {
        json = nlohmann::ordered_json::array();
        for (auto const& item : node.items) {
            json.push_back(json_of(item));
        }
    } else {
        json = node.text;
    }
    return json;
}

}  // namespace

std::string flow_text(Node const& node) {
    using Json = nlohmann::ordered_json;
    if (node.kind != Node::Kind::map) {
        return json_of(node).dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    std::string text = "{";
    for (auto const& member : node.members) {
        text += text.size() > 1 ? ", " : "";
        text += Json(member.key).dump(-1, ' ', false, Json::error_handler_t::replace) + ": " +
                flow_text(member.value);
    }
    return text + "}";
}

Reached reach(Node const& tree, std::vector<std::string> const& path) {
    Reached reached{&tree, nullptr, {}};
    for (auto key = path.begin(); key != path.end(); ++key) {
        auto const* member = reached.node->find(*key);
        if (member == nullptr) {
            reached.rest.assign(key, path.end());
            break;
        }
        reached.node = &member->value;
        reached.member = member;
    }
    return reached;
}

std::size_t line_start(std::string_view text, std::size_t offset) {
    auto const newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

std::string indentation(std::string_view text, std::size_t offset) {
    auto const line = text.substr(line_start(text, offset));
    return std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())));
}

std::string_view newline_of(std::string_view text) {
    return text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

}  // namespace lockstep::config
