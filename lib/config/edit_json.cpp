#include "base/text.hpp"
#include "config/edit.hpp"

#include <fmt/core.h>

#include <functional>

namespace lockstep::config {

namespace {

/// How this file is laid out.
struct Style {
    std::string_view newline;
    std::string step;  // one level of indentation
};

Style style_of(std::string_view text, Node const& tree) {
    Style style{newline_of(text), "  "};
    if (!tree.members.empty()) {
        auto const outer = indentation(text, tree.begin);
        auto const inner = indentation(text, tree.members.front().begin);
        if (inner.size() > outer.size() && inner.starts_with(outer)) {
            style.step = inner.substr(outer.size());
        }
    }
    return style;
}

/// An element to be added: its text when its first line stands at that indentation; all in one line
/// where `indent` is null.
using Element = std::function<std::string(std::string const* indent)>;

Element entry_element(Node const& entry) {
    return [&entry](std::string const*) { return flow_text(entry); };
}

/// `[…]` or `"key": […]`, and so outwards.
Element list_element(std::vector<std::string> const& keys, std::vector<Node> const& entries,
                     Style const& style) {
    return [keys, &entries, &style](std::string const* indent) {
        std::string before;
        std::string after;
        std::string inner = indent == nullptr ? "" : *indent;
        auto const line = [&] {
            return indent == nullptr ? "" : std::string(style.newline) + inner;
        };
        for (auto const& key : keys) {
            before += fmt::format("\"{}\": {}", key, &key == &keys.back() ? "[" : "{");
            after.insert(0, line() + (&key == &keys.back() ? "]" : "}"));
            inner += style.step;
            before += &key == &keys.back() ? "" : line();
        }
        if (keys.empty()) {
            before = "[";
            after = line() + "]";
            inner += style.step;
        }
        for (auto const& entry : entries) {
            before += line() + flow_text(entry);
            before += &entry == &entries.back() ? "" : indent == nullptr ? ", " : ",";
        }
        return before + after;
    };
}

/// The text with elements before the closing bracket of a list or map.
std::string append(std::string text, Node const& container, std::vector<Element> const& elements,
                   Style const& style) {
    auto const close = container.end - 1;
    bool const list = container.kind == Node::Kind::list;
    bool const filled = list ? !container.items.empty() : !container.members.empty();
    auto const last_end = !filled ? 0
                          : list  ? container.items.back().end
                                  : container.members.back().value.end;
    auto const last_begin = !filled ? 0
                            : list  ? container.items.back().begin
                                    : container.members.back().begin;
    bool const one_line = text.find('\n', container.begin) >= close;
    if (filled && one_line) {
        std::string added;
        for (auto const& element : elements) {
            added += ", " + element(nullptr);
        }
        return text.insert(last_end, added);
    }
    auto const outer = indentation(text, container.begin);
    auto const inner = filled ? indentation(text, last_begin) : outer + style.step;
    std::string added;
    for (auto const& element : elements) {
        added += inner + element(&inner) + (&element == &elements.back() ? "" : ",");
        added += style.newline;
    }
    auto const close_line = line_start(text, close);
    if (close_line > container.begin &&
        trim(std::string_view(text).substr(close_line, close - close_line)).empty()) {
        text.insert(close_line, added);
    } else {
        text.insert(close, std::string(style.newline) + added + outer);
    }
    return filled ? text.insert(last_end, ",") : text;
}

}  // namespace

std::string append_in_json(std::string_view text, Node const& tree,
                           std::vector<std::string> const& path, std::vector<Node> const& entries) {
    auto const style = style_of(text, tree);
    auto const reached = reach(tree, path);
    std::string edited(text);
    if (reached.node->kind == Node::Kind::null) {
        auto const indent = indentation(text, reached.node->begin);
        auto const list = list_element(reached.rest, entries, style);
        auto value = list(&indent);
        if (!reached.rest.empty()) {
            auto const inner = indent + style.step;
            value = fmt::format("{{{}{}{}{}{}}}", style.newline, inner, list(&inner), style.newline,
                                indent);
        }
        return edited.replace(reached.node->begin, reached.node->end - reached.node->begin, value);
    }
    std::vector<Element> elements;
    if (reached.rest.empty()) {
        for (auto const& entry : entries) {
            elements.push_back(entry_element(entry));
        }
    } else {
        elements.push_back(list_element(reached.rest, entries, style));
    }
    return append(std::move(edited), *reached.node, elements, style);
}

}  // namespace lockstep::config
