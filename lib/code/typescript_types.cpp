#include "code/typescript_types.hpp"

#include <algorithm>
#include <array>

#include "code/typescript_literals.hpp"
#include "code/union_type.hpp"

namespace lockstep::code::typescript {

namespace {

Type const unknown{"?"};

/// Types of others that are what they are given first: of columns as they are selected, and
/// TypeScript's own that change nothing of it.
constexpr auto wrappers = std::to_array<std::string_view>(
    {"Readonly", "Generated", "GeneratedAlways", "ColumnType", "Awaited"});
constexpr auto arrays = std::to_array<std::string_view>({"Array", "ReadonlyArray"});

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

Type literal_of(Choices const& choices) {
    Type literal{"Literal"};
    for (auto const& member : choices.members) {
        literal.of.push_back({"'" + member.value + "'"});
    }
    return choices.nullable ? union_of({std::move(literal), {"null"}}) : literal;
}

/// A union whose literals are one, and that says nothing twice.
Type tidy_union(std::vector<Type> parts) {
    auto type = union_of(std::move(parts));
    if (type.name != "|") {
        return type;
    }
    constexpr std::size_t compared = 64;
    std::vector<Type> kept;
    for (auto& part : type.of) {
        auto const same = std::find_if(kept.begin(), kept.end(), [&](Type const& each) {
            return each.name == "Literal" && part.name == "Literal";
        });
        if (same != kept.end()) {
            same->of.insert(same->of.end(), part.of.begin(), part.of.end());
        } else if (kept.size() > compared ||
                   std::find(kept.begin(), kept.end(), part) == kept.end()) {
            kept.push_back(std::move(part));
        }
    }
    return union_of(std::move(kept));
}

/// Is an alias better left by its name: does it lead to itself, or would it be longer than a page?
bool is_too_much(Type const& type, std::string_view name, int& left) {
    return --left < 0 || type.name == name ||
           std::any_of(type.of.begin(), type.of.end(),
                       [&](Type const& part) { return is_too_much(part, name, left); });
}

}  // namespace

Type Types::read(Expression const& of) const {
    Effort::Step const step(*effort_);
    if (!step) {
        return unknown;
    }
    return of.text ? Type{"Literal", {{"'" + *of.text + "'"}}} : read_known(of);
}

Type Types::read_known(Expression const& of) const {
    auto const& node = of.node;
    auto const kind = node.kind();
    auto const children = node.children();
    auto const first = children.empty() ? Node() : children.front();
    if (kind == "parenthesized_type" || kind == "readonly_type" || kind.ends_with("annotation")) {
        return read(part_of(of, first));
    }
    if (kind == "predefined_type") {
        return {std::string(node.text())};
    }
    if (kind == "literal_type") {
        auto const text = string_value(first);
        return first.is("null") || first.is("undefined")
                   ? Type{std::string(first.text())}
                   : Type{"Literal", {{text ? "'" + *text + "'" : std::string(first.text())}}};
    }
    if (kind == "union_type") {
        return read_union(of);
    }
    if (kind == "intersection_type") {
        return read_intersection(of);
    }
    if (kind == "array_type") {
        return {"Array", {read(part_of(of, first))}};
    }
    if (kind == "object_type") {
        return read_object(of);
    }
    if (kind == "tuple_type") {
        return {"tuple"};
    }
    if (kind == "function_type" || kind == "constructor_type") {
        return {"Function"};
    }
    if (kind == "lookup_type") {
        return read_lookup(of);
    }
    if (kind == "template_literal_type" || kind == "index_type_query") {
        auto const known = choices(of);
        return known ? literal_of(*known) : Type{"string"};
    }
    return name_of(node).empty() ? unknown : read_named(of);
}

Type Types::read_union(Expression const& of) const {
    std::vector<Type> parts;
    for (auto const& part : operands(of.node)) {
        parts.push_back(read(part_of(of, part)));
    }
    return tidy_union(std::move(parts));
}

/// `string & { readonly __brand: 'Id' }` is a string.
Type Types::read_intersection(Expression const& of) const {
    std::vector<Type> parts;
    for (auto const& part : operands(of.node)) {
        if (!part.is("object_type")) {
            parts.push_back(read(part_of(of, part)));
        }
    }
    if (parts.empty()) {
        return {"object"};
    }
    return parts.size() == 1 ? Type(parts.front()) : Type{"&", std::move(parts)};
}

/// `{ [key: string]: T }` is a Record; of others it is enough that they are objects.
Type Types::read_object(Expression const& of) const {
    auto const signature = of.node.child("index_signature");
    auto const clause = signature.child("mapped_type_clause");
    auto const key = clause ? clause.field("type") : signature.field("index_type");
    if (!key || choices(part_of(of, key))) {
        return {"object"};
    }
    return {"Record", {read(part_of(of, key)), read(part_of(of, signature.field("type")))}};
}

Type Types::read_lookup(Expression const& of) const {
    std::vector<Type> parts;
    for (auto const& property : selected(of)) {
        parts.push_back(read(property.type));
        if (property.optional) {
            parts.push_back({"undefined"});
        }
    }
    if (!parts.empty()) {
        return tidy_union(std::move(parts));
    }
    if (auto const known = choices(of)) {
        return literal_of(*known);
    }
    auto const children = of.node.children();
    bool const is_element = children.size() == 2 && children[1].text() == "number";
    auto const array =
        is_element ? without(read(part_of(of, children[0])), {"null", "undefined"}).type : unknown;
    return array.name == "Array" && array.of.size() == 1 ? Type(array.of.front()) : unknown;
}

Type Types::read_named(Expression const& of) const {
    if (auto const* const bound = binding(of)) {
        return read_bound(*of.bound, *bound);
    }
    auto const meaning = find(of);
    if (meaning.declaration == nullptr) {
        auto const member = choices_of_named(of);
        return member ? literal_of(*member) : read_foreign(of);
    }
    return meaning.declaration->kind == Kind::alias ? read_alias(of, meaning)
                                                    : generic(meaning.declaration->name, of);
}

/// An argument stands outside of the aliases that it is given to: `Nullable<Array<Nullable<T>>>`
/// is no circle.
Type Types::read_bound(Bindings const& bindings, Expression const& bound) const {
    auto const outside =
        open_.begin() + static_cast<std::ptrdiff_t>(std::min(bindings.open, open_.size()));
    std::vector const inside(outside, open_.end());
    open_.erase(outside, open_.end());
    auto type = read(bound);
    open_.insert(open_.end(), inside.begin(), inside.end());
    return type;
}

Type Types::read_alias(Expression const& of, Meaning const& meaning) const {
    auto const& name = meaning.declaration->name;
    switch (kind_of(meaning)) {
        case Alias::choices: {
            auto const known = choices(of);
            return known && known->nullable ? union_of({{name}, {"null"}}) : Type{name};
        }
        case Alias::record:
            return generic(name, of);
        case Alias::other:
            break;
    }
    if (std::find(open_.begin(), open_.end(), meaning.declaration) != open_.end()) {
        return {name};
    }
    auto const right_side = applied(meaning, of);
    open_.push_back(meaning.declaration);
    auto value = read(right_side);
    open_.pop_back();
    int most = 100;
    // An object of several parts is better known by its name.
    return value.name == "&"                ? generic(name, of)
           : is_too_much(value, name, most) ? Type{name}
                                            : value;
}

/// A type that these files do not declare: TypeScript's own, or another library's.
Type Types::read_foreign(Expression const& of) const {
    auto const full = name_of(of.node);
    auto const dot = full.find_last_of('.');
    auto const name = dot == std::string::npos ? values_->modules().original_name(*of.module, full)
                                               : full.substr(dot + 1);
    auto const arguments = arguments_of(of);
    if (is_one_of(arrays, name) && arguments.size() == 1) {
        return {"Array", {read(arguments.front())}};
    }
    if (is_one_of(wrappers, name) && !arguments.empty()) {
        return read(arguments.front());
    }
    if (name == "NonNullable" && arguments.size() == 1) {
        return without(read(arguments.front()), {"null", "undefined"}).type;
    }
    if ((name == "Exclude" || name == "Extract") && arguments.size() == 2) {
        auto const known = choices(of);
        auto const nothing = choices(arguments.back());
        bool const is_null = name == "Exclude" && nothing && nothing->members.empty();
        return known     ? literal_of(*known)
               : is_null ? without(read(arguments.front()), {"null", "undefined"}).type
                         : unknown;
    }
    return generic(name, of);
}

Type Types::generic(std::string name, Expression const& of) const {
    Type type{std::move(name)};
    for (auto const& argument : arguments_of(of)) {
        type.of.push_back(read(argument));
    }
    return type;
}

Types::Alias Types::kind_of(Meaning const& alias) const {
    auto const [known, is_new] = aliases_.emplace(alias.declaration, Alias::other);
    if (is_new) {
        auto const value = meaning_of(*alias.module, *alias.declaration);
        auto const kind = choices(value)      ? Alias::choices
                          : properties(value) ? Alias::record
                                              : Alias::other;
        aliases_[alias.declaration] = kind;
        return kind;
    }
    return known->second;
}

}  // namespace lockstep::code::typescript
