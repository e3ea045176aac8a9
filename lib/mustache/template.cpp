#include "mustache/template.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::mustache {

namespace {

using Node = Template::Node;

/// Sections in sections; hostile templates go on without end.
constexpr std::size_t deepest = 64;

std::vector<std::string> path_of(std::string_view name) {
    return name == "." ? std::vector<std::string>{} : split(name, '.');
}

class Parser {
public:
    Parser(std::string const& name, std::string const& text) : name_(name), text_(text) {}

    std::vector<Node> parse() {
        for (auto start = text_.find(opening_); start != std::string::npos;
             start = text_.find(opening_, at_)) {
            read_tag(start);
        }
        add_text(text_.size());
        if (!open_.empty()) {
            fail(open_.back().at, fmt::format("{{{{#{}}}}} is not closed", open_.back().text));
        }
        return std::move(top_);
    }

private:
    [[noreturn]] void fail(std::size_t at, std::string const& message) const {
        throw ParseError(place_at(name_, text_, at), message, text_);
    }

    std::vector<Node>& here() { return open_.empty() ? top_ : open_.back().children; }

    void add_text(std::size_t end) {
        if (end > at_) {
            here().push_back({.text = text_.substr(at_, end - at_), .at = at_});
        }
    }

    void read_tag(std::size_t start) {
        auto const inside = start + opening_.size();
        bool const triple = text_.compare(inside, 1, "{") == 0;
        auto const closing = (triple ? "}" : "") + closing_;
        auto const end = text_.find(closing, inside);
        if (end == std::string::npos) {
            fail(start, fmt::format("this tag is not closed: {} is missing", closing));
        }
        auto content = std::string_view(text_).substr(inside, end - inside);
        auto const behind = end + closing.size();
        char const sigil = content.empty() ? '\0' : content.front();
        constexpr std::string_view sigils = "#^/!>={&";
        bool const has_sigil = sigil != '\0' && sigils.find(sigil) != std::string_view::npos;
        content = trim(has_sigil ? content.substr(1) : content);
        bool const shows_itself = !has_sigil || sigil == '{' || sigil == '&';
        auto const line = shows_itself ? std::nullopt : own_line(start, behind);
        add_text(line ? line->first : start);
        auto const indentation = line ? text_.substr(line->first, start - line->first) : "";
        at_ = line ? line->second : behind;
        take(shows_itself ? '\0' : sigil, content, start, indentation);
    }

    /// Where the line begins and ends (behind its newline) if nothing but the tag stands there.
    std::optional<std::pair<std::size_t, std::size_t>> own_line(std::size_t start,
                                                                std::size_t behind) const {
        auto const newline = start == 0 ? std::string::npos : text_.rfind('\n', start - 1);
        auto const begin = newline == std::string::npos ? 0 : newline + 1;
        auto const found = text_.find('\n', behind);
        auto const end = found == std::string::npos ? text_.size() : found;
        std::string_view const text = text_;
        bool const is_alone = trim(text.substr(begin, start - begin)).empty() &&
                              trim(text.substr(behind, end - behind)).empty() && begin >= at_;
        return is_alone ? std::optional(std::pair(begin, std::min(end + 1, text_.size())))
                        : std::nullopt;
    }

    void take(char sigil, std::string_view content, std::size_t at, std::string indentation) {
        switch (sigil) {
            case '!':
                return;
            case '=':
                return set_delimiters(content, at);
            case '/':
                return close(content, at);
            case '>':
                here().push_back({.kind = Node::Kind::partial,
                                  .text = std::string(content),
                                  .path = {std::move(indentation)},
                                  .at = at});
                return;
            default:
                add(sigil, content, at);
        }
    }

    void add(char sigil, std::string_view content, std::size_t at) {
        if (content.empty()) {
            fail(at, "this tag has no name");
        }
        auto const kind = sigil == '#'   ? Node::Kind::section
                          : sigil == '^' ? Node::Kind::inverted
                                         : Node::Kind::variable;
        Node node{.kind = kind, .text = std::string(content), .path = path_of(content), .at = at};
        if (kind == Node::Kind::variable) {
            here().push_back(std::move(node));
        } else if (open_.size() == deepest) {
            fail(at, "sections are nested too deeply");
        } else {
            open_.push_back(std::move(node));
        }
    }

    void close(std::string_view content, std::size_t at) {
        if (open_.empty()) {
            fail(at, fmt::format("{{{{/{}}}}} closes nothing", content));
        }
        if (open_.back().text != content) {
            fail(at, fmt::format("{{{{/{}}}}} closes nothing: {{{{#{}}}}} is open", content,
                                 open_.back().text));
        }
        auto node = std::move(open_.back());
        open_.pop_back();
        here().push_back(std::move(node));
    }

    /// `{{=<% %>=}}`
    void set_delimiters(std::string_view content, std::size_t at) {
        if (content.ends_with('=')) {
            content.remove_suffix(1);
        }
        std::vector<std::string> words;
        for (auto const& word : split(trim(content), ' ')) {
            if (!word.empty()) {
                words.push_back(word);
            }
        }
        if (words.size() != 2) {
            fail(at, "other delimiters are written {{=<% %>=}}");
        }
        opening_ = words[0];
        closing_ = words[1];
    }

    std::string const& name_;
    std::string const& text_;
    std::string opening_ = "{{";
    std::string closing_ = "}}";
    std::size_t at_ = 0;
    std::vector<Node> top_;
    std::vector<Node> open_;
};

bool mention(std::vector<Node> const& nodes, std::string_view name) {
    return std::any_of(nodes.begin(), nodes.end(), [&](Node const& node) {
        bool const is_named =
            node.kind != Node::Kind::text && !node.path.empty() && node.path.front() == name;
        return is_named || node.kind == Node::Kind::partial || mention(node.children, name);
    });
}

}  // namespace

Template::Template(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), nodes_(Parser(name_, text_).parse()) {}

bool Template::mentions(std::string_view name) const {
    return mention(nodes_, name);
}

}  // namespace lockstep::mustache
