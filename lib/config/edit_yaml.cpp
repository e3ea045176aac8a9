#include <fmt/core.h>

#include "base/text.hpp"
#include "config/edit.hpp"

namespace lockstep::config {

namespace {

std::size_t column_of(std::string_view text, std::size_t offset) {
    return offset - line_start(text, offset);
}

std::size_t next_line(std::string_view text, std::size_t offset) {
    auto const newline = text.find('\n', offset);
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

/// Where the block that begins at `begin` ends: the start of the line behind its last one. Lines
/// that are indented less end it; in a list those too that are no item of it.
std::size_t block_end(std::string_view text, std::size_t begin, Node::Kind kind) {
    auto const column = column_of(text, begin);
    auto end = next_line(text, begin);
    for (auto line = end; line < text.size(); line = next_line(text, line)) {
        auto const content = text.substr(line, next_line(text, line) - line);
        auto const indent = content.find_first_not_of(' ');
        auto const rest = trim(content);
        if (rest.empty()) {
            continue;
        }
        bool const inside = indent > column ||
                            (indent == column && (kind == Node::Kind::map ||
                                                  rest.starts_with('-') || rest.starts_with('#')));
        bool const document_end =
            indent == 0 && (rest.starts_with("...") || rest.starts_with("---"));
        if (document_end || (!inside && !rest.starts_with('#'))) {
            return end;
        }
        if (inside) {
            end = next_line(text, line);
        }
    }
    return end;
}

/// `- finding: "…"` and its other keys below.
std::string block_entry(Node const& entry, std::size_t column, std::string_view newline) {
    std::string text;
    for (auto const& member : entry.members) {
        auto const lead = std::string(column, ' ') + (text.empty() ? "- " : "  ");
        text += fmt::format("{}{}: {}{}", lead, member.key, flow_text(member.value), newline);
    }
    return text;
}

/// The missing keys, each a level deeper, then the entries.
std::string block_text(std::vector<std::string> const& keys, std::vector<Node> const& entries,
                       std::size_t column, std::string_view newline) {
    std::string text;
    for (auto const& key : keys) {
        text += fmt::format("{}{}:{}", std::string(column, ' '), key, newline);
        column += 2;
    }
    for (auto const& entry : entries) {
        text += block_entry(entry, column, newline);
    }
    return text;
}

std::string insert_lines(std::string_view text, std::size_t at, std::string_view lines) {
    bool const cut = at > 0 && text[at - 1] != '\n';  // the file does not end with a newline
    return fmt::format("{}{}{}{}", text.substr(0, at), cut ? newline_of(text) : "", lines,
                       text.substr(at));
}

/// The bracket that closes the one at `open`; npos when it is not found.
std::size_t closing_bracket(std::string_view text, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < text.size(); ++at) {
        if (text[at] == '"') {
            while (++at < text.size() && text[at] != '"') {
                at += text[at] == '\\' ? 1 : 0;
            }
        } else if (text[at] == '[' || text[at] == '{') {
            ++depth;
        } else if ((text[at] == ']' || text[at] == '}') && --depth == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

/// The entries, under the missing keys, in one line.
std::string flow_addition(std::vector<std::string> const& keys, std::vector<Node> const& entries) {
    std::string text;
    for (auto const& entry : entries) {
        text += (text.empty() ? "" : ", ") + flow_text(entry);
    }
    if (!keys.empty()) {
        text = fmt::format("[{}]", text);
    }
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        text = fmt::format("\"{}\": {}", *key, text);
        text = key + 1 == keys.rend() ? text : fmt::format("{{{}}}", text);
    }
    return text;
}

std::string append_in_flow(std::string_view text, Node const& container, std::string const& added) {
    auto const close = closing_bracket(text, container.begin);
    if (close == std::string_view::npos) {
        return std::string(text);
    }
    auto const last = text.find_last_not_of(" \t\r\n", close - 1);
    bool const comma = last > container.begin && text[last] != ',';
    return std::string(text).insert(last + 1, (comma ? ", " : "") + added);
}

/// `accepted: []` becomes a block.
std::string open_empty_list(std::string_view text, Reached const& reached,
                            std::vector<Node> const& entries) {
    auto const begin = reached.node->begin;
    auto const close = closing_bracket(text, begin);
    auto const column = column_of(text, reached.member->begin) + 2;
    auto const lines = block_text({}, entries, column, newline_of(text));
    auto const before = text.substr(0, text.find_last_not_of(' ', begin - 1) + 1);
    auto const behind = text.substr(close + 1, next_line(text, close) - close - 1);
    auto const comment = trim(behind);
    return fmt::format("{}{}{}{}{}{}", before, comment.empty() ? "" : " ", comment,
                       newline_of(text), lines, text.substr(next_line(text, close)));
}

}  // namespace

std::string append_in_yaml(std::string_view text, Node const& tree,
                           std::vector<std::string> const& path, std::vector<Node> const& entries) {
    auto const reached = reach(tree, path);
    auto const& node = *reached.node;
    auto const newline = newline_of(text);
    if (node.kind == Node::Kind::null) {
        auto const at =
            reached.member == nullptr ? text.size() : next_line(text, reached.member->begin);
        auto const column =
            reached.member == nullptr ? 0 : column_of(text, reached.member->begin) + 2;
        return insert_lines(text, at, block_text(reached.rest, entries, column, newline));
    }
    bool const spread = node.flow && reached.rest.empty() && node.items.empty() &&
                        text.substr(node.begin).starts_with("[]");
    if (spread) {
        return open_empty_list(text, reached, entries);
    }
    if (node.flow) {
        return append_in_flow(text, node, flow_addition(reached.rest, entries));
    }
    auto const lines = block_text(reached.rest, entries, column_of(text, node.begin), newline);
    return insert_lines(text, block_end(text, node.begin, node.kind), lines);
}

}  // namespace lockstep::config
