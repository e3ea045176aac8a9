#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tree_sitter/api.h>

#include "base/error.hpp"
#include "code/lines.hpp"

namespace lockstep::code {

/// The languages whose grammars are compiled in.
enum class Grammar { python, typescript, tsx };

class SyntaxTree;

/// A node of a syntax tree, which must outlive it. Kinds and fields are those of the grammar
/// (node-types.json). A node that is not there is empty; asking it gives empty answers.
class Node {
public:
    Node() = default;
    Node(SyntaxTree const& tree, TSNode node) : tree_(&tree), node_(node) {}

    explicit operator bool() const { return tree_ != nullptr && !ts_node_is_null(node_); }
    /// "class_definition"; empty where it is not there.
    std::string_view kind() const;
    bool is(std::string_view kind) const { return *this && this->kind() == kind; }
    /// What stands in the file, from its first to its last byte.
    std::string_view text() const;
    Node field(std::string_view name) const;
    /// The children that the grammar names, without comments.
    std::vector<Node> children() const;
    /// The first of them of that kind.
    Node child(std::string_view kind) const;
    /// Of all children, also those that are only punctuation, is one written so?
    bool has_word(std::string_view word) const;
    /// Does the text below it not follow the grammar?
    bool has_error() const;
    /// The same grammar's node around it.
    Node parent() const;
    TextPlace place() const;

private:
    SyntaxTree const* tree_ = nullptr;
    TSNode node_{};
};

/// What a parser makes of a file. It never fails: what does not follow the grammar stands in nodes
/// of kind ERROR, and the rest is read all the same.
class SyntaxTree {
public:
    SyntaxTree(Grammar grammar, std::string file, std::string text);

    Node root() const { return {*this, ts_tree_root_node(tree_.get())}; }
    std::string const& file() const { return file_; }
    std::string_view text() const { return text_; }
    /// Where the text does not follow the grammar, in order; at most `limit` places.
    std::vector<TextPlace> errors(std::size_t limit = 20) const;
    /// A place in the file, by the byte.
    TextPlace place(std::size_t offset) const;

private:
    struct Delete {
        void operator()(TSTree* tree) const { ts_tree_delete(tree); }
    };
    std::string file_;
    std::string text_;
    Lines lines_;
    std::unique_ptr<TSTree, Delete> tree_;
};

}  // namespace lockstep::code
