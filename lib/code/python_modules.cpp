#include "code/python_modules.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "code/python_literals.hpp"

namespace lockstep::code::python {

namespace {

/// `from .enums import A as B, C`
class Reader {
public:
    explicit Reader(Module& module) : module_(module) {}

    void read_block(Node block) {
        for (auto const& statement : block.children()) {
            read(statement);
        }
    }

private:
    void read(Node statement) {
        auto const kind = statement.kind();
        if (kind == "class_definition") {
            read_class(statement, {});
        } else if (kind == "decorated_definition") {
            read_decorated(statement);
        } else if (kind == "expression_statement") {
            read_assignment(statement.child("assignment"));
        } else if (kind == "type_alias_statement") {
            module_.values.insert_or_assign(std::string(statement.field("left").text()),
                                            statement.field("right"));
        } else if (kind == "import_from_statement") {
            read_import(statement);
        } else if (kind == "if_statement" || kind == "try_statement") {
            read_branches(statement);
        }
    }

    /// One level down is enough: definitions stand at the top, or in one condition.
    void read_branches(Node statement) {
        if (std::exchange(is_nested_, true)) {
            return;
        }
        for (auto const& part : statement.children()) {
            auto const block = part.is("block") ? part : part.child("block");
            read_block(block);
        }
        is_nested_ = false;
    }

    void read_decorated(Node statement) {
        std::vector<std::string> decorators;
        for (auto const& decorator : statement.children()) {
            if (decorator.is("decorator") && !decorator.children().empty()) {
                auto const what = decorator.children().front();
                decorators.push_back(last_name(what.is("call") ? what.field("function") : what));
            }
        }
        if (auto const definition = statement.field("definition");
            definition.is("class_definition")) {
            read_class(definition, std::move(decorators));
        }
    }

    void read_class(Node node, std::vector<std::string> decorators) {
        auto const name = node.field("name");
        module_.classes.push_back({.name = std::string(name.text()),
                                   .arguments = node.field("superclasses"),
                                   .body = node.field("body"),
                                   .call = {},
                                   .decorators = std::move(decorators),
                                   .place = name.place()});
    }

    void read_assignment(Node assignment) {
        auto const left = assignment.field("left");
        auto const right = assignment.field("right");
        if (!left.is("identifier") || !right) {
            return;
        }
        bool const is_call = right.is("call");
        if (is_call && last_name(right.field("function")) == "TypedDict") {
            module_.classes.push_back({.name = std::string(left.text()),
                                       .arguments = {},
                                       .body = {},
                                       .call = right,
                                       .decorators = {},
                                       .place = left.place()});
        } else {
            module_.values.insert_or_assign(std::string(left.text()), right);
        }
    }

    void read_import(Node statement) {
        auto const module_name = statement.field("module_name").text();
        std::string const from(module_name);
        if (statement.child("wildcard_import")) {
            module_.star_imports.push_back(from);
        }
        for (auto const& name : statement.children()) {
            if (name.is("aliased_import")) {
                module_.imports.insert_or_assign(
                    std::string(name.field("alias").text()),
                    Import{from, std::string(name.field("name").text())});
            } else if (name.is("dotted_name") && name.text().data() != module_name.data()) {
                module_.imports.insert_or_assign(std::string(name.text()),
                                                 Import{from, std::string(name.text())});
            }
        }
    }

    Module& module_;
    bool is_nested_ = false;
};

/// "schemas/database/__init__.py" → "schemas.database"
std::string dotted_path(std::string_view path) {
    constexpr std::string_view ending = ".py";
    constexpr std::string_view package = "/__init__";
    if (path.ends_with(ending)) {
        path.remove_suffix(ending.size());
    }
    if (path.ends_with(package)) {
        path.remove_suffix(package.size());
    }
    std::string dotted(path);
    std::replace(dotted.begin(), dotted.end(), '/', '.');
    return dotted;
}

constexpr std::size_t longest_chain = 1000;

}  // namespace

Class const* Module::find_class(std::string_view name) const {
    auto const found = class_index.find(name);
    return found == class_index.end() ? nullptr : &classes[found->second];
}

Module read_module(SourceFile const& file) {
    Module module;
    module.path = file.path;
    module.tree = std::make_unique<SyntaxTree>(Grammar::python, file.path, file.text);
    Reader(module).read_block(module.tree->root());
    for (std::size_t i = 0; i < module.classes.size(); ++i) {
        module.class_index.insert_or_assign(module.classes[i].name, i);
    }
    return module;
}

Modules::Modules(std::span<SourceFile const> files) {
    modules_.reserve(files.size());
    for (auto const& file : files) {
        modules_.push_back(read_module(file));
    }
}

Meaning Modules::find(Module const& module, std::string_view name) const {
    Seen seen;
    return find(module, name, seen);
}

Meaning Modules::find(Module const& module, std::string_view name, Seen& seen) const {
    if (seen.size() > longest_chain || !seen.emplace(&module, std::string(name)).second) {
        return {};
    }
    if (auto const* const own = module.find_class(name)) {
        return {&module, own, {}};
    }
    if (auto const value = module.values.find(name); value != module.values.end()) {
        return {&module, nullptr, value->second};
    }
    if (auto const import = module.imports.find(name); import != module.imports.end()) {
        auto const* const from = find_module(module, import->second.module);
        return from == nullptr ? Meaning{} : find(*from, import->second.name, seen);
    }
    for (auto const& star : module.star_imports) {
        auto const* const from = find_module(module, star);
        auto meaning = from == nullptr || from == &module ? Meaning{} : find(*from, name, seen);
        if (meaning.module != nullptr) {
            return meaning;
        }
    }
    return {};
}

std::string Modules::original_name(Module const& module, std::string const& name) const {
    auto const import = module.imports.find(name);
    return import == module.imports.end() ? name : import->second.name;
}

/// The file whose path ends as the name does: where a package begins, the files do not say. Of
/// several the one that shares most of the way with the file that imports.
Module const* Modules::find_module(Module const& from, std::string_view name) const {
    name.remove_prefix(std::min(name.find_first_not_of('.'), name.size()));
    Module const* best = nullptr;
    std::size_t most = 0;
    for (auto const& module : modules_) {
        auto const dotted = dotted_path(module.path);
        bool const fits = name.empty()
                              ? module.path.ends_with("__init__.py")
                              : dotted == name || dotted.ends_with("." + std::string(name));
        auto const common =
            static_cast<std::size_t>(std::mismatch(module.path.begin(), module.path.end(),
                                                   from.path.begin(), from.path.end())
                                         .first -
                                     module.path.begin());
        if (fits && (best == nullptr || common > most)) {
            best = &module;
            most = common;
        }
    }
    return best;
}

}  // namespace lockstep::code::python
