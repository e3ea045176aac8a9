#include <algorithm>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "mustache/template.hpp"

namespace lockstep::mustache {

namespace {

using Node = Template::Node;

constexpr std::size_t most_inclusions = 8;
// Lists in lists in lists double what is made with each: far above what a large database needs.
constexpr std::size_t most_steps = 200'000'000;
constexpr std::size_t most_bytes = 256U << 20;

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

}  // namespace

/// One filling of a template, and of those that it includes.
class Rendering {
public:
    Rendering(std::span<Data const* const> data, Template::Partials const& partials)
        : partials_(partials) {
        for (auto const* const each : data) {
            stack_.push_back({each});
        }
    }

    std::string run(Template const& it) {
        template_ = &it;
        render(it.nodes_);
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
        if (++steps_ > most_steps || out_.size() > most_bytes) {
            fail(node, "what this template makes has no end (over 256 MB)");
        }
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

    Template const& included(Node const& node) {
        auto const key = std::pair(node.text, node.path.front());
        auto found = included_.find(key);
        if (found == included_.end()) {
            auto const text = partials_ ? partials_(node.text) : std::nullopt;
            if (!text) {
                fail(node, fmt::format("there is no template \"{}\"", printable(node.text)));
            }
            found = included_.emplace(key, Template(node.text, indented(*text, key.second))).first;
        }
        return found->second;
    }

    Template::Partials const& partials_;
    Template const* template_ = nullptr;
    std::vector<Frame> stack_;
    std::map<std::pair<std::string, std::string>, Template> included_;  // by name and indentation
    std::size_t depth_ = 0;
    std::size_t steps_ = 0;
    std::string out_;
};

std::string Template::render(std::span<Data const* const> data, Partials const& partials) const {
    return Rendering(data, partials).run(*this);
}

}  // namespace lockstep::mustache
