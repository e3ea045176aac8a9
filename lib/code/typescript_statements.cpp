#include <algorithm>
#include <array>

#include "code/typescript_literals.hpp"
#include "code/typescript_modules.hpp"

namespace lockstep::code::typescript {

namespace {

constexpr auto kinds = std::to_array<std::pair<std::string_view, Kind>>({
    {"interface_declaration", Kind::interface},
    {"type_alias_declaration", Kind::alias},
    {"enum_declaration", Kind::enumeration},
    {"class_declaration", Kind::of_class},
    {"abstract_class_declaration", Kind::of_class},
    {"function_declaration", Kind::constant},
});
constexpr int deepest = 10;

std::vector<Node> decorators_of(Node node) {
    auto all = node.children();
    std::erase_if(all, [](Node const& each) { return !each.is("decorator"); });
    return all;
}

class StatementReader {
public:
    explicit StatementReader(Module& module) : module_(module) {}

    void read_block(Node block) {
        if (depth_ >= deepest) {
            return;
        }
        ++depth_;
        for (auto const& statement : block.children()) {
            read(statement, {});
        }
        --depth_;
    }

private:
    void read(Node statement, std::vector<Node> decorators) {
        auto const kind = statement.kind();
        if (kind == "import_statement") {
            read_import(statement);
        } else if (kind == "export_statement") {
            read_export(statement);
        } else if (kind == "lexical_declaration" || kind == "variable_declaration") {
            read_variables(statement);
        } else if (kind == "ambient_declaration") {
            read_block(statement);
        } else if (kind == "expression_statement") {
            read_namespace(statement.child("internal_module"));
        } else if (kind == "internal_module" || kind == "module") {
            read_namespace(statement);
        } else if (kind == "statement_block") {  // declare global {…}
            read_block(statement);
        } else {
            read_declaration(statement, std::move(decorators));
        }
    }

    void read_declaration(Node node, std::vector<Node> decorators) {
        for (auto const& [name, kind] : kinds) {
            if (node.is(name)) {
                auto const own = decorators_of(node);
                decorators.insert(decorators.end(), own.begin(), own.end());
                declare(kind, node.field("name"), node, std::move(decorators));
            }
        }
    }

    void declare(Kind kind, Node name, Node node, std::vector<Node> decorators) {
        auto text = name ? std::string(name.text()) : "default";
        auto const index = module_.declarations.size();
        if (kind != Kind::constant) {
            module_.types.emplace(text, index);
        }
        if (kind != Kind::interface && kind != Kind::alias) {
            module_.values.emplace(text, index);
        }
        module_.declarations.push_back({.kind = kind,
                                        .name = std::move(text),
                                        .node = node,
                                        .decorators = std::move(decorators),
                                        .space = space_,
                                        .place = name ? name.place() : node.place()});
    }

    void read_variables(Node statement) {
        for (auto const& each : statement.children()) {
            auto const name = each.field("name");
            auto const value = each.field("value");
            if (name.is("identifier") && value) {
                declare(Kind::constant, name, value, {});
            }
        }
    }

    void read_namespace(Node node) {
        auto const name = node.field("name");
        auto const outer = space_;
        if (name && !name.is("string")) {
            module_.spaces.emplace(name.text());
            space_ += std::string(name.text()) + ".";
        }
        read_block(node.field("body"));
        space_ = outer;
    }

    void read_import(Node statement) {
        auto const from = string_value(statement.field("source"));
        auto const clause = statement.child("import_clause");
        for (auto const& part : clause.children()) {
            if (part.is("identifier")) {
                import(part, from, "default");
            } else if (part.is("namespace_import")) {
                import(part.child("identifier"), from, "*");
            } else if (part.is("named_imports")) {
                read_specifiers(part, from, module_.imports);
            }
        }
        if (auto const required = statement.child("import_require_clause")) {
            import(required.child("identifier"), string_value(required.field("source")), "*");
        }
    }

    void import(Node local, std::optional<std::string> const& from, std::string name) {
        module_.imports.insert_or_assign(std::string(local.text()),
                                         Import{from.value_or(""), std::move(name)});
    }

    /// `{ a, b as c }`
    static void read_specifiers(Node clause, std::optional<std::string> const& from,
                                std::map<std::string, Import, std::less<>>& to) {
        for (auto const& each : clause.children()) {
            auto const name = each.field("name");
            auto const alias = each.field("alias");
            to.insert_or_assign(std::string(alias ? alias.text() : name.text()),
                                Import{from.value_or(""), std::string(name.text())});
        }
    }

    void read_export(Node statement) {
        auto const from = string_value(statement.field("source"));
        read_specifiers(statement.child("export_clause"), from, module_.exports);
        if (auto const space = statement.child("namespace_export")) {
            auto const name = space.children();
            module_.exports.insert_or_assign(
                name.empty() ? std::string() : std::string(name.front().text()),
                Import{from.value_or(""), "*"});
        } else if (from && statement.has_word("*")) {
            module_.star_exports.push_back({*from, "*"});
        }
        read_exported(statement);
    }

    /// `export interface X`, `export default X`
    void read_exported(Node statement) {
        auto const declaration = statement.field("declaration");
        auto const value = statement.field("value");
        if (declaration) {
            read(declaration, decorators_of(statement));
        } else if (value && !value.is("identifier")) {
            declare(Kind::constant, {}, value, {});
        }
        if (statement.has_word("default")) {
            auto const name = declaration ? declaration.field("name") : value;
            module_.exports.insert_or_assign(
                "default", Import{"", name.is("identifier") || name.is("type_identifier")
                                          ? std::string(name.text())
                                          : "default"});
        }
    }

    Module& module_;
    std::string space_;
    int depth_ = 0;
};

}  // namespace

Module read_module(SourceFile const& file) {
    Module module;
    module.path = file.path;
    // `<T>x` is a cast in the one, and an element in the other.
    auto const grammar = file.path.ends_with(".tsx") ? Grammar::tsx : Grammar::typescript;
    module.tree = std::make_unique<SyntaxTree>(grammar, file.path, file.text);
    StatementReader(module).read_block(module.tree->root());
    return module;
}

}  // namespace lockstep::code::typescript
