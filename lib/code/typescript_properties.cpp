#include <algorithm>
#include <array>

#include "code/typescript_literals.hpp"
#include "code/typescript_types.hpp"

// Which properties an object of a type has.
namespace lockstep::code::typescript {

namespace {

/// Types of an object's type that have the same properties; TypeScript's own, and names that
/// libraries agree on.
constexpr auto same_properties =
    std::to_array<std::string_view>({"Readonly", "Required", "Partial", "NonNullable", "Simplify",
                                     "Prettify", "Expand", "Mutable", "Writable", "Selectable"});

/// Of several of one name the last one counts, in its place.
std::vector<Property> distinct(std::vector<Property> all) {
    std::set<std::string> seen;
    std::vector<Property> kept;
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        if (seen.insert(each->name).second) {
            kept.push_back(std::move(*each));
        }
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

/// `a`, `'from-to'`, `42`; what is computed has no name here.
std::optional<std::string> property_name(Node name) {
    return name.is("property_identifier") || name.is("number")
               ? std::optional(std::string(name.text()))
               : string_value(name);
}

}  // namespace

std::optional<std::vector<Property>> Types::properties(Expression const& of) const {
    Effort::Step const step(*effort_);
    auto const kind = of.node.kind();
    if (!step || of.text) {
        return std::nullopt;
    }
    if (kind == "interface_declaration") {
        return of_interface(of);
    }
    if (kind == "object_type") {
        return of_body(of);
    }
    if (kind == "intersection_type") {
        return of_parts(of);
    }
    if (kind == "lookup_type") {
        auto const found = selected(of);
        return found.size() == 1 ? properties(found.front().type) : std::nullopt;
    }
    if (kind == "parenthesized_type" || kind == "readonly_type" || kind.ends_with("annotation")) {
        auto const children = of.node.children();
        return children.empty() ? std::nullopt : properties(part_of(of, children.front()));
    }
    return name_of(of.node).empty() ? std::nullopt : of_named(of);
}

/// Those of the bases come first; its own take their place.
std::optional<std::vector<Property>> Types::of_interface(Expression const& of) const {
    Properties all;
    for (auto const& base : of.node.child("extends_type_clause").children()) {
        if (auto more = properties(part_of(of, base))) {
            all.insert(all.end(), more->begin(), more->end());
        }
    }
    if (auto own = of_body(part_of(of, of.node.field("body")))) {
        all.insert(all.end(), own->begin(), own->end());
    }
    effort_->spend(all.size());
    return distinct(std::move(all));
}

/// An object with other keys than those that are named (`[key: string]: T`) has none here.
std::optional<std::vector<Property>> Types::of_body(Expression const& of) const {
    Properties all;
    auto const signature = of.node.child("index_signature");
    if (signature.child("mapped_type_clause")) {
        return of_mapped(of, signature);
    }
    for (auto const& part : of.node.children()) {
        auto const name = property_name(part.field("name"));
        auto const annotation = part.field("type");
        if (part.is("property_signature") && name && annotation) {
            all.push_back({*name, part_of(of, annotation), part.has_word("?"), part.place()});
        }
    }
    effort_->spend(all.size());
    return signature && all.empty() ? std::nullopt : std::optional(distinct(std::move(all)));
}

/// `{ [K in Keys]?: T[K] }`
std::optional<std::vector<Property>> Types::of_mapped(Expression const& of, Node signature) const {
    auto const clause = signature.child("mapped_type_clause");
    auto const annotation = signature.field("type");
    auto all = of_record(part_of(of, clause.field("type")), part_of(of, annotation),
                         annotation.is("opting_type_annotation"), signature.place());
    if (!all || annotation.children().empty()) {
        return std::nullopt;
    }
    for (auto& each : *all) {
        auto bound =
            of.bound ? std::make_shared<Bindings>(*of.bound) : std::make_shared<Bindings>();
        bound->types.insert_or_assign(std::string(clause.field("name").text()),
                                      Expression{of.module, {}, nullptr, each.name});
        each.type.node = annotation.children().front();
        each.type.bound = std::move(bound);
    }
    return all;
}

std::optional<std::vector<Property>> Types::of_record(Expression const& keys,
                                                      Expression const& value, bool optional,
                                                      TextPlace const& place) const {
    auto const known = choices(keys);
    if (!known) {
        return std::nullopt;
    }
    Properties all;
    for (auto const& key : known->members) {
        all.push_back({key.value, value, optional, place});
    }
    effort_->spend(all.size());
    return distinct(std::move(all));
}

/// `A & B`: what is known of them. `string & { readonly __brand: 'Id' }` is no object.
std::optional<std::vector<Property>> Types::of_parts(Expression const& of) const {
    Properties all;
    bool is_known = false;
    for (auto const& part : operands(of.node)) {
        if (part.is("predefined_type")) {
            return std::nullopt;
        }
        if (auto more = properties(part_of(of, part))) {
            is_known = true;
            all.insert(all.end(), more->begin(), more->end());
        }
    }
    effort_->spend(all.size());
    return is_known ? std::optional(distinct(std::move(all))) : std::nullopt;
}

std::optional<std::vector<Property>> Types::of_named(Expression const& of) const {
    if (auto const* const bound = binding(of)) {
        return properties(*bound);
    }
    auto const meaning = find(of);
    return meaning.declaration == nullptr ? of_utility(of) : of_declaration(meaning, of);
}

std::optional<std::vector<Property>> Types::properties_of(Meaning const& declared) const {
    return of_declaration(declared, {});
}

std::optional<std::vector<Property>> Types::of_declaration(Meaning const& meaning,
                                                           Expression const& used) const {
    if (meaning.declaration->kind == Kind::alias) {
        return properties(applied(meaning, used));
    }
    if (meaning.declaration->kind != Kind::interface) {
        return std::nullopt;
    }
    Properties all;
    auto const [first, last] = meaning.module->types.equal_range(meaning.declaration->name);
    for (auto each = first; each != last; ++each) {
        auto const& part = meaning.module->declarations[each->second];
        if (part.kind == Kind::interface && part.space == meaning.declaration->space) {
            auto more = properties(applied({meaning.module, &part}, used)).value_or(Properties{});
            all.insert(all.end(), more.begin(), more.end());
        }
    }
    return distinct(std::move(all));
}

std::optional<std::vector<Property>> Types::of_utility(Expression const& of) const {
    auto const name = name_of(of.node);
    auto const arguments = arguments_of(of);
    if (name == "Record" && arguments.size() == 2) {
        return of_record(arguments[0], arguments[1], false, of.node.place());
    }
    bool const picks = (name == "Pick" || name == "Omit") && arguments.size() == 2;
    bool const is_same =
        std::find(same_properties.begin(), same_properties.end(), name) != same_properties.end() &&
        !arguments.empty();
    auto all = picks || is_same ? properties(arguments.front()) : std::nullopt;
    if (!all) {
        return std::nullopt;
    }
    if (name == "Partial" || name == "Required") {
        for (auto& each : *all) {
            each.optional = name == "Partial";
        }
    }
    auto const keys = picks ? choices(arguments.back()) : std::optional(Choices{});
    if (!keys) {
        return std::nullopt;
    }
    std::set<std::string_view> named;
    for (auto const& key : keys->members) {
        named.insert(key.value);
    }
    if (picks) {
        std::erase_if(*all, [&](Property const& each) {
            return named.contains(each.name) != (name == "Pick");
        });
    }
    return all;
}

std::vector<Property> Types::selected(Expression const& lookup) const {
    auto const children = lookup.node.children();
    if (children.size() != 2) {
        return {};
    }
    auto const all = properties(part_of(lookup, children[0]));
    auto const keys = all ? choices(part_of(lookup, children[1])) : std::nullopt;
    std::map<std::string_view, Property const*> by_name;
    if (!keys) {
        return {};
    }
    for (auto const& each : *all) {
        by_name.emplace(each.name, &each);
    }
    Properties found;
    for (auto const& key : keys->members) {
        if (auto const each = by_name.find(key.value); each != by_name.end()) {
            found.push_back(*each->second);
        }
    }
    return found;
}

}  // namespace lockstep::code::typescript
