#include "config/accept.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/edit.hpp"
#include "config/node.hpp"

namespace lockstep::config {

namespace {

using Json = nlohmann::ordered_json;

Node text_node(std::string text) {
    return {.kind = Node::Kind::text, .text = std::move(text)};
}

/// `${` would be read as a variable.
std::string escaped(std::string const& text) {
    return replace_all(text, "${", "$${");
}

Node entry_node(Accepted const& entry) {
    Node node{.kind = Node::Kind::map};
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) {
            node.members.push_back({key, 0, text_node(escaped(value))});
        }
    };
    add("finding", entry.finding);
    add("object", entry.object);
    add("reason", entry.reason);
    add("expires", entry.expires);
    return node;
}

/// Equal but for places.
bool same(Node const& a, Node const& b) {
    return a.kind == b.kind && a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
           std::ranges::equal(a.members, b.members, [](Member const& x, Member const& y) {
               return x.key == y.key && same(x.value, y.value);
           });
}

Node& child(Node& map, std::string_view key) {
    auto const found = std::ranges::find(map.members, key, &Member::key);
    if (found != map.members.end()) {
        return found->value;
    }
    return map.members.emplace_back(Member{std::string(key), 0, {}}).value;
}

void refuse_other(Document const& document, Node const& node, Node::Kind wanted,
                  std::string const& key) {
    if (node.kind != wanted && node.kind != Node::Kind::null) {
        document.fail(node.begin, fmt::format("\"{}\" must be {}, but is {}", key, describe(wanted),
                                              describe(node.kind)));
    }
}

/// The keys from the top to the list.
std::vector<std::string> path_in(Node const& tree) {
    std::vector<std::string> path{"sync_rules", "accepted"};
    if (tree.find("schema_sync") != nullptr) {
        path.insert(path.begin(), "schema_sync");
    }
    return path;
}

/// What reading the edited text must give: the tree with the entries at the end of the list.
Node expected_tree(Document const& document, Node tree, std::vector<std::string> const& path,
                   std::vector<Node> const& entries) {
    auto* node = &tree;
    for (auto const& key : path) {
        refuse_other(document, *node, Node::Kind::map, key);
        node->kind = Node::Kind::map;
        node->text.clear();
        node = &child(*node, key);
    }
    refuse_other(document, *node, Node::Kind::list, "sync_rules.accepted");
    node->kind = Node::Kind::list;
    node->text.clear();
    node->items.insert(node->items.end(), entries.begin(), entries.end());
    return tree;
}

Node parse(Document const& document, Syntax syntax) {
    check_text(document);
    return syntax == Syntax::yaml ? parse_yaml(document) : parse_json(document);
}

/// The entries that the list does not have yet.
std::vector<Node> fresh_entries(Node const& tree, std::vector<std::string> const& path,
                                std::span<Accepted const> entries) {
    auto const* node = &tree;
    for (auto const& key : path) {
        auto const* member = node == nullptr ? nullptr : node->find(key);
        node = member == nullptr ? nullptr : &member->value;
    }
    std::vector<Node> fresh;
    for (auto const& entry : entries) {
        auto made = entry_node(entry);
        auto const equal = [&](Node const& other) { return same(made, other); };
        bool const there = (node != nullptr && std::ranges::any_of(node->items, equal)) ||
                           std::ranges::any_of(fresh, equal);
        if (!there) {
            fresh.push_back(std::move(made));
        }
    }
    return fresh;
}

[[noreturn]] void refuse_edit(std::string const& name, std::vector<Node> const& entries) {
    std::string lines;
    for (auto const& entry : entries) {
        lines += "\n  " + flow_text(entry);
    }
    throw ParseError({name}, "this file is written in a way that cannot be edited safely", {},
                     "Add to \"sync_rules.accepted\" by hand:" + lines);
}

}  // namespace

std::string with_accepted(std::string const& name, std::string_view text, Syntax syntax,
                          std::span<Accepted const> entries) {
    bool const empty = syntax == Syntax::json && trim(text).empty();
    Document const document{name, empty ? "{\n}\n" : text};
    auto const tree = parse(document, syntax);
    auto const path = path_in(tree);
    auto const fresh = fresh_entries(tree, path, entries);
    if (fresh.empty()) {
        return std::string(text);
    }
    auto const wanted = expected_tree(document, tree, path, fresh);
    auto edited = syntax == Syntax::yaml ? append_in_yaml(document.text, tree, path, fresh)
                                         : append_in_json(document.text, tree, path, fresh);
    try {
        if (same(parse({name, edited}, syntax), wanted)) {
            return edited;
        }
    } catch (ParseError const&) {
        // Told below, with the way out; the file on disk is as it was.
    }
    refuse_edit(name, fresh);
}

}  // namespace lockstep::config
