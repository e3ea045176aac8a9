#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/node.hpp"

namespace lockstep::config {

namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// Digits, sign, point and exponent; hexadecimal and octal numbers are numbers too.
bool is_number(std::string_view word) {
    if (word.starts_with('-') || word.starts_with('+')) {
        word.remove_prefix(1);
    }
    if (one_of(word, {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"})) {
        return true;
    }
    if (word.starts_with("0x") || word.starts_with("0o")) {
        return word.size() > 2 &&
               word.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
    }
    auto const exponent = word.find_first_of("eE");
    auto const mantissa = word.substr(0, exponent);
    auto const digits = [](std::string_view part) {
        return part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    auto const point = mantissa.find('.');
    bool const good = mantissa.find_first_of("0123456789") != std::string_view::npos &&
                      digits(mantissa.substr(0, point)) &&
                      (point == std::string_view::npos || digits(mantissa.substr(point + 1)));
    if (exponent == std::string_view::npos || !good) {
        return good;
    }
    auto power = word.substr(exponent + 1);
    if (power.starts_with('-') || power.starts_with('+')) {
        power.remove_prefix(1);
    }
    return !power.empty() && digits(power);
}

/// What a scalar without quotes means in YAML 1.2's core schema.
Node::Kind plain_kind(std::string_view word) {
    if (one_of(word, {"", "~", "null", "Null", "NULL"})) {
        return Node::Kind::null;
    }
    if (one_of(word, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
        return Node::Kind::boolean;
    }
    return is_number(word) ? Node::Kind::number : Node::Kind::text;
}

/// Builds the tree from yaml-cpp's events. An alias is copied; the number of nodes is bounded, so
/// that aliases of aliases cannot fill the memory.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(Document const& document, std::size_t skipped)
        : document_(document), skipped_(skipped) {}

    Node take() { return std::move(root_); }

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        add(Node{.begin = offset(mark)}, anchor);
    }

    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        auto const found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            document_.fail(offset(mark), "an alias inside of what it names");
        }
        auto copy = found->second;
        count(copy, offset(mark));
        copy.begin = offset(mark);
        add(std::move(copy), 0);
    }

    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override {
        Node node{.text = value, .begin = offset(mark)};
        refuse_tag(tag, node.begin);
        node.kind = tag == "?" ? plain_kind(value) : Node::Kind::text;
        if (node.kind == Node::Kind::boolean) {
            node.text = to_lower(value);
        }
        if (value.find('\0') != std::string::npos) {
            document_.fail(node.begin, "a text that holds a NUL");
        }
        add(std::move(node), anchor);
    }

    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        open(Node::Kind::list, mark, tag, anchor, style);
    }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        open(Node::Kind::map, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

private:
    struct Level {
        Node node;
        YAML::anchor_t anchor = 0;
        std::optional<Member> key;  // read, its value not yet
        std::unordered_map<std::string, std::size_t> seen;
    };

    std::size_t offset(YAML::Mark const& mark) const {
        auto const pos = mark.pos < 0 ? std::size_t{0} : static_cast<std::size_t>(mark.pos);
        return std::min(pos + skipped_, document_.text.size());
    }

    void refuse_tag(std::string const& tag, std::size_t at) const {
        constexpr std::string_view standard = "tag:yaml.org,2002:";
        bool const known =
            tag.empty() || tag == "?" || tag == "!" || tag == std::string(standard) + "str" ||
            tag == std::string(standard) + "seq" || tag == std::string(standard) + "map";
        if (!known) {
            document_.fail(
                at, fmt::format("the tag \"{}\" means nothing in a configuration", printable(tag)));
        }
    }

    void open(Node::Kind kind, YAML::Mark const& mark, std::string const& tag,
              YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
        auto const at = offset(mark);
        refuse_tag(tag, at);
        if (levels_.size() > deepest_nesting) {
            document_.fail(at, fmt::format("nested more than {} deep", deepest_nesting));
        }
        if (!levels_.empty() && levels_.back().node.kind == Node::Kind::map &&
            !levels_.back().key) {
            document_.fail(at, "a key must be a text");
        }
        Node node{.kind = kind, .begin = at};
        node.flow = style == YAML::EmitterStyle::Flow;
        levels_.push_back({std::move(node), anchor, {}, {}});
    }

    void close() {
        auto level = std::move(levels_.back());
        levels_.pop_back();
        add(std::move(level.node), level.anchor);
    }

    void add(Node node, YAML::anchor_t anchor) {
        if (++nodes_ > most_nodes) {
            document_.fail(node.begin,
                           fmt::format("the file holds more than {} values", most_nodes));
        }
        if (anchor != 0) {
            anchors_[anchor] = node;
        }
        if (levels_.empty()) {
            root_ = std::move(node);
        } else if (auto& parent = levels_.back(); parent.node.kind == Node::Kind::list) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.key) {
            parent.key->value = std::move(node);
            parent.node.members.push_back(std::move(*parent.key));
            parent.key.reset();
        } else {
            add_key(parent, node);
        }
    }

    void add_key(Level& parent, Node const& node) {
        if (node.kind == Node::Kind::list || node.kind == Node::Kind::map ||
            node.kind == Node::Kind::null) {
            document_.fail(node.begin, "a key must be a text");
        }
        if (auto const [first, fresh] = parent.seen.emplace(node.text, node.begin); !fresh) {
            document_.fail(
                node.begin,
                fmt::format("the key \"{}\" stands here a second time; the first is in line {}",
                            printable(node.text),
                            place_at({}, document_.text, first->second).line));
        }
        parent.key = Member{node.text, node.begin, {}};
    }

    /// The copy of an alias counts with all that is in it.
    void count(Node const& node, std::size_t at) {
        if (++nodes_ > most_nodes) {
            document_.fail(at, fmt::format("the file holds more than {} values", most_nodes));
        }
        for (auto const& item : node.items) {
            count(item, at);
        }
        for (auto const& member : node.members) {
            count(member.value, at);
        }
    }

    Document const& document_;
    std::size_t skipped_;
    std::size_t nodes_ = 0;
    std::vector<Level> levels_;
    std::unordered_map<YAML::anchor_t, Node> anchors_;
    Node root_;
};

class IgnoreEvents : public YAML::EventHandler {
    void OnDocumentStart(YAML::Mark const& mark) override { begin = mark; }
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
    void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
    void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t,
                  std::string const&) override {}
    void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}

public:
    YAML::Mark begin;
};

}  // namespace

Node parse_yaml(Document const& document) {
    std::size_t const skipped = document.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    std::istringstream stream{std::string(document.text.substr(skipped))};
    TreeBuilder builder(document, skipped);
    try {
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        IgnoreEvents ignore;
        if (parser.HandleNextDocument(ignore)) {
            document.fail(static_cast<std::size_t>(std::max(ignore.begin.pos, 0)) + skipped,
                          "a second YAML document begins here; the file holds one");
        }
    } catch (YAML::Exception const& error) {
        auto const pos = error.mark.pos < 0 ? document.text.size()
                                            : static_cast<std::size_t>(error.mark.pos) + skipped;
        document.fail(pos, fmt::format("YAML: {}", error.msg));
    }
    return builder.take();
}

}  // namespace lockstep::config
