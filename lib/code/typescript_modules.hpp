#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>

#include "code/definitions.hpp"
#include "code/syntax_tree.hpp"

// What the statements of TypeScript files declare, and who can see it.
namespace lockstep::code::typescript {

enum class Kind { interface, alias, enumeration, of_class, constant };

struct Declaration {
    Kind kind = Kind::constant;
    std::string name;
    Node node;  // the whole declaration; of a constant its value, or the function
    std::vector<Node> decorators;
    std::string space;  // `namespace space {…}`; interfaces of one name in one space are one
    TextPlace place;
};

struct Module;

struct Import {
    std::string from;                // "./enums", "@shared/db-constants"; empty: this file
    std::string name;                // there; "*" for the file itself
    Module const* target = nullptr;  // empty where it is none of the files
};

struct Module {
    std::string path;  // "src/lib/db/schema.ts"
    std::string stem;  // "src/lib/db/schema"; as an import names it
    std::unique_ptr<SyntaxTree> tree;
    std::vector<Declaration> declarations;  // in their order
    // TypeScript keeps names of types and of values apart; a class or enum is both.
    std::multimap<std::string, std::size_t, std::less<>> types;
    std::multimap<std::string, std::size_t, std::less<>> values;
    std::map<std::string, Import, std::less<>> imports;
    std::map<std::string, Import, std::less<>> exports;  // `export {a as b}`, `export default`
    std::vector<Import> star_exports;
    std::set<std::string, std::less<>> spaces;
};

/// What a name stands for where it is used. Without a declaration it is a file as a whole (`import
/// * as x`); without a module it comes from elsewhere.
struct Meaning {
    Module const* module = nullptr;
    Declaration const* declaration = nullptr;
};

enum class Space { types, values };

/// All files that are read together.
class Modules {
public:
    explicit Modules(std::span<SourceFile const> files);

    std::vector<Module> const& all() const { return modules_; }
    /// Imports and exports are followed, also those that go in a circle. The name may have dots.
    Meaning find(Module const& module, std::string_view name, Space space) const;
    /// The name that something from elsewhere has there: `import { pgTable as table }`.
    std::string original_name(Module const& module, std::string const& name) const;
    /// The file that `from "…"` means in another.
    Module const* find_file(Module const& from, std::string_view specifier) const;

private:
    std::vector<Module> modules_;
    std::map<std::string, Module const*, std::less<>> by_path_;       // without endings
    std::multimap<std::string, Module const*, std::less<>> by_name_;  // the last part of it
};

/// Types that these files do not define, and whose names are nearly those of ones that they do.
std::vector<Problem> misspelt_types(Modules const& modules, Definitions const& definitions);

/// The statements of one file, also those in `declare` and `namespace`.
Module read_module(SourceFile const& file);

}  // namespace lockstep::code::typescript
