#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"

namespace lockstep::config {

/// A tree of maps, lists and texts in one line of JSON, which is YAML too.
std::string flow_text(Node const& node);

/// `text`, of which `tree` was read, with `entries` at the end of the list that the keys of `path`
/// lead to; what is missing on the way is made. All else stays as it is. The caller reads the
/// result back: a form that is not understood here may give a wrong one.
std::string append_in_json(std::string_view text, Node const& tree,
                           std::vector<std::string> const& path, std::vector<Node> const& entries);
std::string append_in_yaml(std::string_view text, Node const& tree,
                           std::vector<std::string> const& path, std::vector<Node> const& entries);

/// Where keys of a path lead, as far as they are there.
struct Reached {
    Node const* node;                // the innermost value
    Member const* member = nullptr;  // that it is the value of; null: the top
    std::vector<std::string> rest;   // keys that are not there
};
Reached reach(Node const& tree, std::vector<std::string> const& path);

/// The start of the line that holds the byte, and its leading blanks.
std::size_t line_start(std::string_view text, std::size_t offset);
std::string indentation(std::string_view text, std::size_t offset);
/// "\r\n" where the text has it, else "\n".
std::string_view newline_of(std::string_view text);

}  // namespace lockstep::config
