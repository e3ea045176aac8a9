#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>

#include "code/definitions.hpp"
#include "code/syntax_tree.hpp"

// What the statements of Python files bind to names, and who can see them.
namespace lockstep::code::python {

/// `class X(A, B, key=value):` with its body, or `X = TypedDict("X", …)`.
struct Class {
    std::string name;
    Node arguments;  // the bases, and keywords; empty where there are none
    Node body;       // of a class
    Node call;       // of the functional form, instead
    std::vector<std::string> decorators;
    TextPlace place;
};

struct Import {
    std::string module;  // "schemas.enums", ".enums", "enums"
    std::string name;    // there; "*" for all
};

struct Module {
    std::string path;  // "schemas/database/entities.py"
    std::unique_ptr<SyntaxTree> tree;
    std::vector<Class> classes;  // in their order
    std::map<std::string, std::size_t, std::less<>>
        class_index;                                  // Python keeps the last of several
    std::map<std::string, Node, std::less<>> values;  // X = …, X: TypeAlias = …, type X = …
    std::map<std::string, Import, std::less<>> imports;
    std::vector<std::string> star_imports;  // modules

    Class const* find_class(std::string_view name) const;
};

/// Statements in `if` and `try` (for type checkers, for versions) count as well.
Module read_module(SourceFile const& file);

/// What a name stands for where it is used: a class or a value of one of the files. Both are empty
/// where it comes from elsewhere.
struct Meaning {
    Module const* module = nullptr;
    Class const* of_class = nullptr;
    Node value{};
};

/// All files that are read together.
class Modules {
public:
    explicit Modules(std::span<SourceFile const> files);

    std::vector<Module> const& all() const { return modules_; }
    /// Imports are followed, also those that go in a circle.
    Meaning find(Module const& module, std::string_view name) const;
    /// The name that something from elsewhere has there: `from typing import Optional as Opt`.
    std::string original_name(Module const& module, std::string const& name) const;

private:
    Module const* find_module(Module const& from, std::string_view name) const;
    /// Goes to no name of a module twice: `import *` in circles would double the ways.
    using Seen = std::set<std::pair<Module const*, std::string>>;
    Meaning find(Module const& module, std::string_view name, Seen& seen) const;

    std::vector<Module> modules_;
};

}  // namespace lockstep::code::python
