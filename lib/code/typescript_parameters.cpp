#include "code/typescript_types.hpp"

// The names in types, and what the parameters of generic ones stand for.
namespace lockstep::code::typescript {

std::string name_of(Node type) {
    auto const name = type.is("generic_type") ? type.field("name") : type;
    bool const is_name = name.is("type_identifier") || name.is("nested_type_identifier") ||
                         name.is("identifier") || name.is("member_expression");
    return is_name ? std::string(name.text()) : std::string{};
}

Expression part_of(Expression const& whole, Node node) {
    return {whole.module, node, whole.bound, std::nullopt};
}

std::vector<Expression> arguments_of(Expression const& type) {
    std::vector<Expression> all;
    for (auto const& each : type.node.field("type_arguments").children()) {
        all.push_back(part_of(type, each));
    }
    return all;
}

Expression Types::meaning_of(Module const& module, Declaration const& declaration) {
    auto const& node = declaration.node;
    return {&module, declaration.kind == Kind::alias ? node.field("value") : node, nullptr,
            std::nullopt};
}

Expression Types::applied(Meaning const& meaning, Expression const& used) const {
    auto const arguments = arguments_of(used);
    auto result = meaning_of(*meaning.module, *meaning.declaration);
    auto bound = std::make_shared<Bindings>();
    bound->open = open_.size();
    std::size_t i = 0;
    for (auto const& parameter : meaning.declaration->node.field("type_parameters").children()) {
        auto const otherwise = parameter.field("value").children();
        if (i < arguments.size()) {
            bound->types.emplace(parameter.field("name").text(), arguments[i]);
        } else if (!otherwise.empty()) {
            bound->types.emplace(parameter.field("name").text(),
                                 Expression{meaning.module, otherwise.front(), nullptr, {}});
        }
        ++i;
    }
    result.bound = std::move(bound);
    return result;
}

Expression const* Types::binding(Expression const& named) {
    if (!named.bound || !named.node.is("type_identifier")) {
        return nullptr;
    }
    auto const found = named.bound->types.find(named.node.text());
    return found == named.bound->types.end() ? nullptr : &found->second;
}

Meaning Types::find(Expression const& named) const {
    return values_->modules().find(*named.module, name_of(named.node), Space::types);
}

Value Types::queried(Expression const& query) const {
    auto node = query.node;
    while (node.is("parenthesized_type") && !node.children().empty()) {
        node = node.children().front();
    }
    auto const what = node.is("type_query") ? node.children() : std::vector<Node>{};
    return what.empty() ? Value{} : values_->resolve({query.module, what.front()});
}

}  // namespace lockstep::code::typescript
