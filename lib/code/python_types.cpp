#include "code/python_types.hpp"

#include "code/python_literals.hpp"
#include "code/union_type.hpp"

namespace lockstep::code::python {

namespace {

constexpr int deepest = 50;
Type const unknown{"?"};

Type read(Node node, int depth);

/// Of `Literal["a", 1]`: the values, those that are strings in quotes.
Type literal_type(std::vector<Node> const& values) {
    Type type{"Literal"};
    for (auto const& value : values) {
        auto const node =
            value.is("type") && !value.children().empty() ? value.children().front() : value;
        auto const text = string_value(node);
        type.of.push_back({text ? "'" + *text + "'" : std::string(node.text())});
    }
    return type;
}

Type generic_type(std::string name, std::vector<Node> const& arguments, int depth) {
    if (name == "Literal") {
        return literal_type(arguments);
    }
    if (name == "Annotated" && !arguments.empty()) {
        return read(arguments.front(), depth);
    }
    Type type{std::move(name)};
    for (auto const& argument : arguments) {
        type.of.push_back(read(argument, depth));
    }
    return type;
}

/// What a forward reference holds, read as if it stood there without quotes.
Type quoted_type(std::string const& text, int depth) {
    SyntaxTree const tree(Grammar::python, "", "x: " + text + "\n");
    auto const statement = tree.root().child("expression_statement");
    return tree.errors(1).empty() ? read(statement.child("assignment").field("type"), depth)
                                  : unknown;
}

Type read_subscript(Node node, int depth) {
    std::vector<Node> arguments = node.children();
    arguments.erase(arguments.begin());
    // Optional[(a, b)] and x[a, b] in older grammars
    if (arguments.size() == 1 && arguments.front().is("tuple")) {
        arguments = arguments.front().children();
    }
    return generic_type(last_name(node.field("value")), arguments, depth);
}

Type read_known(Node node, int depth) {
    if (node.is("type") || node.is("parenthesized_expression")) {
        auto const children = node.children();
        return children.empty() ? unknown : read(children.front(), depth);
    }
    if (node.is("generic_type")) {
        auto const children = node.children();
        return children.empty() ? unknown
                                : generic_type(last_name(children.front()),
                                               node.child("type_parameter").children(), depth);
    }
    if (node.is("subscript")) {
        return read_subscript(node, depth);
    }
    if (node.is("binary_operator") || node.is("union_type")) {
        auto const sides = node.children();
        return sides.size() != 2 ? unknown
                                 : union_of({read(sides[0], depth), read(sides[1], depth)});
    }
    if (node.is("call")) {
        return {last_name(node.field("function"))};
    }
    if (node.is("none")) {
        return {"None"};
    }
    if (auto const text = string_value(node)) {
        return quoted_type(*text, depth);
    }
    // The parameters of Callable, which no column has.
    auto const name =
        node.is("member_type") ? std::string(node.children().back().text()) : last_name(node);
    return name.empty() ? unknown : Type{name};
}

Type read(Node node, int depth) {
    if (depth >= deepest) {
        return unknown;
    }
    auto type = read_known(node, depth + 1);
    if (type.name == "Union" && !type.of.empty()) {
        return union_of(std::move(type.of));
    }
    return type.name == "Optional" && type.of.size() == 1
               ? union_of({std::move(type.of.front()), {"None"}})
               : type;
}

}  // namespace

Type type_of(Node annotation) {
    return annotation ? read(annotation, 0) : unknown;
}

Nullable without_none(Type type) {
    return without(std::move(type), {"None"});
}

}  // namespace lockstep::code::python
