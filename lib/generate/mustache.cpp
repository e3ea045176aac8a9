#include "generate/mustache.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::generate {

namespace {

using Node = Mustache::Node;

/// Sections in sections; hostile templates go on without end.
constexpr std::size_t deepest = 64;
constexpr std::size_t most_inclusions = 8;

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

/// Each line of the text, with that before it.
std::string indented(std::string const& text, std::string const& by) {
    if (by.empty()) {
        return text;
    }
    std::string result;
    bool is_start = true;
    for (auto const c : text) {
        result += is_start ? by : "";
        result += c;
        is_start = c == '\n';
    }
    return result;
}

bool mention(std::vector<Node> const& nodes, std::string_view name) {
    return std::any_of(nodes.begin(), nodes.end(), [&](Node const& node) {
        bool const is_named =
            node.kind != Node::Kind::text && !node.path.empty() && node.path.front() == name;
        return is_named || node.kind == Node::Kind::partial || mention(node.children, name);
    });
}

}  // namespace

/// One filling of a template, and of those that it includes.
class Rendering {
public:
    Rendering(std::span<Data const* const> data, Mustache::Partials const& partials)
        : partials_(partials) {
        for (auto const* const each : data) {
            stack_.push_back({each});
        }
    }

    std::string run(Mustache const& mustache) {
        template_ = &mustache;
        render(mustache.nodes_);
        return std::move(out_);
    }

private:
    /// What names are looked up in: an object, or an item of a list.
    struct Frame {
        Data const* data;
        std::size_t index = 0;  // in a list, from 1
        std::size_t count = 0;  // of the list's items
    };

    void render(std::vector<Node> const& nodes) {
        for (auto const& node : nodes) {
            render(node);
        }
    }

    void render(Node const& node) {
        switch (node.kind) {
            case Node::Kind::text:
                out_ += node.text;
                break;
            case Node::Kind::variable:
                show(node);
                break;
            case Node::Kind::section:
                render_section(node);
                break;
            case Node::Kind::inverted:
                if (!is_there(node)) {
                    render(node.children);
                }
                break;
            case Node::Kind::partial:
                include(node);
                break;
        }
    }

    [[noreturn]] void fail(Node const& node, std::string const& message) const {
        throw ParseError(place_at(template_->name_, template_->text_, node.at), message,
                         template_->text_);
    }

    /// `-first`, `-last`, `-index` of the innermost list.
    std::optional<Data> of_loop(std::string_view name) const {
        if (!name.starts_with('-')) {
            return std::nullopt;
        }
        auto const loop = std::find_if(stack_.rbegin(), stack_.rend(),
                                       [](Frame const& frame) { return frame.count > 0; });
        if (loop == stack_.rend()) {
            return std::nullopt;
        }
        if (name == "-index") {
            return Data(static_cast<int>(loop->index));
        }
        return name == "-first"  ? std::optional(Data(loop->index == 1))
               : name == "-last" ? std::optional(Data(loop->index == loop->count))
                                 : std::nullopt;
    }

    Data const& look_up(Node const& node) const {
        if (node.path.empty()) {
            return *stack_.back().data;
        }
        Data const* found = nullptr;
        for (auto frame = stack_.rbegin(); found == nullptr && frame != stack_.rend(); ++frame) {
            found = frame->data->find(node.path.front(), node.hint);
        }
        for (auto const& part : std::span(node.path).subspan(1)) {
            // What is absent has no parts, and is known to be absent.
            if (found != nullptr && found->object() != nullptr) {
                found = found->find(part);
            }
        }
        if (found == nullptr) {
            fail(node, unknown(node.text));
        }
        return *found;
    }

    std::string unknown(std::string const& name) const {
        std::vector<std::string_view> known;
        for (auto const& frame : stack_) {
            if (auto const* const object = frame.data->object()) {
                for (auto const& entry : *object) {
                    known.push_back(entry.name);
                }
            }
        }
        return fmt::format("there is nothing called \"{}\" here{}", printable(name),
                           did_you_mean(name, known));
    }

    void show(Node const& node) {
        auto const loop = of_loop(node.text);
        auto const& data = loop ? *loop : look_up(node);
        if (auto const* const text = data.text()) {
            out_ += *text;
        } else if (auto const* const number = data.number()) {
            out_ += std::to_string(*number);
        } else if (data.list() != nullptr || data.object() != nullptr) {
            fail(node,
                 fmt::format("\"{}\" is no text: {{{{#{}}}}} goes into it", node.text, node.text));
        } else if (data.flag()) {
            out_ += "true";
        }
    }

    bool is_there(Node const& node) const {
        auto const loop = of_loop(node.text);
        return loop ? loop->is_there() : look_up(node).is_there();
    }

    void render_section(Node const& node) {
        if (auto const loop = of_loop(node.text)) {
            if (loop->is_there()) {
                render(node.children);
            }
            return;
        }
        auto const& data = look_up(node);
        if (auto const* const list = data.list()) {
            std::size_t index = 0;
            for (auto const& item : *list) {
                within({&item, ++index, list->size()}, node);
            }
        } else if (data.is_there()) {
            within({&data}, node);
        }
    }

    void within(Frame frame, Node const& node) {
        stack_.push_back(frame);
        render(node.children);
        stack_.pop_back();
    }

    void include(Node const& node) {
        if (++depth_ > most_inclusions) {
            fail(node, "templates include each other without end");
        }
        auto const* const outer = std::exchange(template_, &included(node));
        render(template_->nodes_);
        template_ = outer;
        --depth_;
    }

    Mustache const& included(Node const& node) {
        auto const key = std::pair(node.text, node.path.front());
        auto found = included_.find(key);
        if (found == included_.end()) {
            auto const text = partials_ ? partials_(node.text) : std::nullopt;
            if (!text) {
                fail(node, fmt::format("there is no template \"{}\"", printable(node.text)));
            }
            found = included_.emplace(key, Mustache(node.text, indented(*text, key.second))).first;
        }
        return found->second;
    }

    Mustache::Partials const& partials_;
    Mustache const* template_ = nullptr;
    std::vector<Frame> stack_;
    std::map<std::pair<std::string, std::string>, Mustache> included_;  // by name and indentation
    std::size_t depth_ = 0;
    std::string out_;
};

Mustache::Mustache(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), nodes_(Parser(name_, text_).parse()) {}

bool Mustache::mentions(std::string_view name) const {
    return mention(nodes_, name);
}

std::string Mustache::render(std::span<Data const* const> data, Partials const& partials) const {
    return Rendering(data, partials).run(*this);
}

}  // namespace lockstep::generate
