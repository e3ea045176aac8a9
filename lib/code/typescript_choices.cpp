#include <algorithm>

#include "code/typescript_literals.hpp"
#include "code/typescript_types.hpp"

// Which texts a type allows.
namespace lockstep::code::typescript {

namespace {

Member member_of(std::string const& text, TextPlace place) {
    return {text, text, std::move(place)};
}

Choices choices_of_texts(std::vector<std::string> const& texts, Node node) {
    Choices choices;
    for (auto const& text : texts) {
        choices.members.push_back(member_of(text, node.place()));
    }
    return choices;
}

void append(Choices& to, Choices more) {
    to.nullable = to.nullable || more.nullable;
    to.members.insert(to.members.end(), std::make_move_iterator(more.members.begin()),
                      std::make_move_iterator(more.members.end()));
}

/// Every text of the one with every text of the other behind it.
Choices product(Choices const& left, Choices const& right) {
    Choices all;
    for (auto const& first : left.members) {
        for (auto const& second : right.members) {
            all.members.push_back(member_of(first.value + second.value, first.place));
        }
    }
    return all;
}

}  // namespace

std::optional<Choices> Types::choices(Expression const& of) const {
    Effort::Step const step(*effort_);
    auto const kind = of.node.kind();
    if (!step) {
        return std::nullopt;
    }
    if (of.text) {
        return Choices{{member_of(*of.text, {})}, false};
    }
    auto const children = of.node.children();
    if (kind == "parenthesized_type" || kind.ends_with("annotation")) {
        return children.empty() ? std::nullopt : choices(part_of(of, children.front()));
    }
    if (kind == "union_type") {
        std::vector<Expression> parts;
        for (auto const& part : operands(of.node)) {
            parts.push_back(part_of(of, part));
        }
        return choices_of_all(parts);
    }
    if (kind == "literal_type") {
        return children.empty() ? std::nullopt : choices_of_literal(children.front());
    }
    if (kind == "lookup_type") {
        return choices_of_lookup(of);
    }
    if (kind == "index_type_query") {
        return choices_of_keys(of);
    }
    if (kind == "template_literal_type") {
        return choices_of_template(of);
    }
    return name_of(of.node).empty() ? std::nullopt : choices_of_named(of);
}

std::optional<Choices> Types::choices_of_all(std::vector<Expression> const& parts) const {
    Choices all;
    for (auto const& part : parts) {
        auto more = choices(part);
        if (!more) {
            return std::nullopt;
        }
        effort_->spend(more->members.size());
        append(all, std::move(*more));
    }
    return all;
}

std::optional<Choices> Types::choices_of_literal(Node literal) const {
    if (literal.is("null") || literal.is("undefined")) {
        return Choices{{}, true};
    }
    auto const text = string_value(literal);
    return text ? std::optional(Choices{{member_of(*text, literal.place())}, false}) : std::nullopt;
}

std::optional<Choices> Types::choices_of_named(Expression const& of) const {
    if (auto const* const bound = binding(of)) {
        return choices(*bound);
    }
    auto const meaning = find(of);
    if (meaning.declaration != nullptr) {
        switch (meaning.declaration->kind) {
            case Kind::alias:
                return choices(applied(meaning, of));
            case Kind::enumeration:
                return choices_of_entries({meaning.module, meaning.declaration->node});
            default:
                return std::nullopt;
        }
    }
    // `Mood.Good`
    auto const name = name_of(of.node);
    auto const dot = name.find_last_of('.');
    if (dot != std::string::npos) {
        auto const owner = values_->modules().find(*of.module, name.substr(0, dot), Space::values);
        auto const text =
            owner.declaration == nullptr || owner.declaration->kind != Kind::enumeration
                ? std::nullopt
                : values_->text(values_->entry({owner.module, owner.declaration->node},
                                               name.substr(dot + 1)));
        return text ? std::optional(Choices{{member_of(*text, of.node.place())}, false})
                    : std::nullopt;
    }
    auto const arguments = arguments_of(of);
    if (arguments.size() != 2 || (name != "Exclude" && name != "Extract")) {
        return std::nullopt;
    }
    auto all = choices(arguments[0]);
    auto const other = choices(arguments[1]);
    if (!all || !other) {
        return std::nullopt;
    }
    std::set<std::string_view> named;
    for (auto const& member : other->members) {
        named.insert(member.value);
    }
    std::erase_if(all->members, [&](Member const& member) {
        return named.contains(member.value) == (name == "Exclude");
    });
    all->nullable = all->nullable && other->nullable == (name == "Extract");
    return all;
}

/// `(typeof X)[keyof typeof X]`, `(typeof X)[number]`, `Row['status']`
std::optional<Choices> Types::choices_of_lookup(Expression const& of) const {
    auto const children = of.node.children();
    if (children.size() != 2) {
        return std::nullopt;
    }
    if (auto const value = queried(part_of(of, children[0]))) {
        return choices_of_values(value, part_of(of, children[1]));
    }
    std::vector<Expression> parts;
    bool optional = false;
    for (auto const& property : selected(of)) {
        parts.push_back(property.type);
        optional = optional || property.optional;
    }
    auto all = parts.empty() ? std::nullopt : choices_of_all(parts);
    if (all) {
        all->nullable = all->nullable || optional;
    }
    return all;
}

std::optional<Choices> Types::choices_of_values(Value object, Expression const& index) const {
    if (object.node.is("array")) {
        auto const texts = values_->texts(object);
        return texts ? std::optional(choices_of_texts(*texts, object.node)) : std::nullopt;
    }
    auto const keys = choices(index);
    auto all = keys ? choices_of_entries(object) : std::nullopt;
    if (!all) {
        return std::nullopt;
    }
    std::set<std::string_view> named;
    for (auto const& key : keys->members) {
        named.insert(key.value);
    }
    std::erase_if(all->members, [&](Member const& each) { return !named.contains(each.name); });
    return all;
}

/// Of an enum or a constant object: members whose values are texts.
std::optional<Choices> Types::choices_of_entries(Value object) const {
    Choices all;
    for (auto const& each : values_->entries(object)) {
        auto const text = values_->text(each.value);
        if (!text) {
            return std::nullopt;
        }
        all.members.push_back({each.name, *text, each.place});
    }
    return all.members.empty() ? std::nullopt : std::optional(std::move(all));
}

/// `keyof typeof X`, `keyof Row`
std::optional<Choices> Types::choices_of_keys(Expression const& of) const {
    auto const children = of.node.children();
    if (children.empty()) {
        return std::nullopt;
    }
    Choices all;
    if (auto const value = queried(part_of(of, children.front()))) {
        for (auto const& each : values_->entries(value)) {
            all.members.push_back(member_of(each.name, each.place));
        }
        return all;
    }
    auto const known = properties(part_of(of, children.front()));
    for (auto const& each : known.value_or(Properties{})) {
        all.members.push_back(member_of(each.name, each.place));
    }
    return known ? std::optional(std::move(all)) : std::nullopt;
}

/// `${Role}`, `is_${Role}`
std::optional<Choices> Types::choices_of_template(Expression const& of) const {
    constexpr std::size_t most = 1000;
    constexpr std::size_t longest = 1000;
    Choices all{{member_of("", of.node.place())}, false};
    for (auto const& part : of.node.children()) {
        auto const inner = part.is("template_type") ? part.children() : std::vector<Node>{};
        auto const more = inner.empty()
                              ? std::optional(Choices{{member_of(fragment_text(part), {})}, false})
                              : choices(part_of(of, inner.front()));
        if (!more || all.members.size() * more->members.size() > most) {
            return std::nullopt;
        }
        effort_->spend(all.members.size() * more->members.size());
        if (!all.members.empty() && all.members.front().value.size() > longest) {
            return std::nullopt;
        }
        all = product(all, *more);
    }
    return all;
}

}  // namespace lockstep::code::typescript
