#include "code/syntax_tree.hpp"

#include "code/effort.hpp"

extern "C" {
TSLanguage const* tree_sitter_python();
TSLanguage const* tree_sitter_typescript();
TSLanguage const* tree_sitter_tsx();
}

namespace lockstep::code {

namespace {

struct DeleteParser {
    void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

TSLanguage const* language_of(Grammar grammar) {
    switch (grammar) {
        case Grammar::python:
            return tree_sitter_python();
        case Grammar::tsx:
            return tree_sitter_tsx();
        case Grammar::typescript:
            break;
    }
    return tree_sitter_typescript();
}

TSTree* parsed(Grammar grammar, std::string const& file, std::string_view text) {
    refuse_too_large(file, text.size());
    std::unique_ptr<TSParser, DeleteParser> const parser(ts_parser_new());
    if (!ts_parser_set_language(parser.get(), language_of(grammar))) {
        throw Error(ExitCode::bug,
                    "the grammar does not fit the version of tree-sitter that is installed");
    }
    return ts_parser_parse_string(parser.get(), nullptr, text.data(),
                                  static_cast<std::uint32_t>(text.size()));
}

bool is_error(TSNode node) {
    return ts_node_is_missing(node) || std::string_view(ts_node_type(node)) == "ERROR";
}

/// A walk over the nodes with errors below them, without recursion: hostile text nests deeply.
class ErrorWalk {
public:
    explicit ErrorWalk(TSNode root) : cursor_(ts_tree_cursor_new(root)) {}
    ~ErrorWalk() { ts_tree_cursor_delete(&cursor_); }
    ErrorWalk(ErrorWalk const&) = delete;
    ErrorWalk& operator=(ErrorWalk const&) = delete;

    /// Errors of one place come nested; the outermost is told.
    std::vector<std::size_t> offsets(std::size_t limit) {
        std::vector<std::size_t> offsets;
        do {
            auto const node = ts_tree_cursor_current_node(&cursor_);
            if (is_error(node)) {
                offsets.push_back(ts_node_start_byte(node));
            }
        } while (offsets.size() < limit && next());
        return offsets;
    }

private:
    bool next() {
        auto const node = ts_tree_cursor_current_node(&cursor_);
        if (ts_node_has_error(node) && !is_error(node) &&
            ts_tree_cursor_goto_first_child(&cursor_)) {
            return true;
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor_)) {
            if (!ts_tree_cursor_goto_parent(&cursor_)) {
                return false;
            }
        }
        return true;
    }

    TSTreeCursor cursor_;
};

}  // namespace

std::string_view Node::kind() const {
    return *this ? std::string_view(ts_node_type(node_)) : std::string_view{};
}

std::string_view Node::text() const {
    if (!*this) {
        return {};
    }
    auto const start = ts_node_start_byte(node_);
    return tree_->text().substr(start, ts_node_end_byte(node_) - start);
}

Node Node::field(std::string_view name) const {
    return *this ? Node(*tree_, ts_node_child_by_field_name(
                                    node_, name.data(), static_cast<std::uint32_t>(name.size())))
                 : Node();
}

std::vector<Node> Node::children() const {
    std::vector<Node> children;
    if (!*this) {
        return children;
    }
    auto cursor = ts_tree_cursor_new(node_);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        auto const child = ts_tree_cursor_current_node(&cursor);
        if (ts_node_is_named(child) && !ts_node_is_extra(child)) {
            children.emplace_back(*tree_, child);
        }
    }
    ts_tree_cursor_delete(&cursor);
    return children;
}

Node Node::child(std::string_view kind) const {
    for (auto const& each : children()) {
        if (each.is(kind)) {
            return each;
        }
    }
    return {};
}

bool Node::has_word(std::string_view word) const {
    for (std::uint32_t i = 0; *this && i < ts_node_child_count(node_); ++i) {
        if (ts_node_type(ts_node_child(node_, i)) == word) {
            return true;
        }
    }
    return false;
}

bool Node::has_error() const {
    return *this && ts_node_has_error(node_);
}

Node Node::parent() const {
    return *this ? Node(*tree_, ts_node_parent(node_)) : Node();
}

TextPlace Node::place() const {
    return *this ? tree_->place(ts_node_start_byte(node_)) : TextPlace{};
}

SyntaxTree::SyntaxTree(Grammar grammar, std::string file, std::string text)
    : file_(std::move(file)),
      text_(std::move(text)),
      lines_(text_),
      tree_(parsed(grammar, file_, text_)) {}

TextPlace SyntaxTree::place(std::size_t offset) const {
    return lines_.place(file_, text_, offset);
}

std::vector<TextPlace> SyntaxTree::errors(std::size_t limit) const {
    std::vector<TextPlace> places;
    for (auto const offset : ErrorWalk(ts_tree_root_node(tree_.get())).offsets(limit)) {
        places.push_back(place(offset));
    }
    return places;
}

}  // namespace lockstep::code
