#pragma once

#include "code/typescript_values.hpp"

// What types stand for: which properties they have, which texts they allow, how they read.
namespace lockstep::code::typescript {

struct Bindings;

/// A type as it is written, the file whose names it uses, and what its parameters stand for.
struct Expression {
    Module const* module = nullptr;
    Node node{};
    std::shared_ptr<Bindings const> bound{};
    std::optional<std::string> text{};  // a key of a mapped type, instead of a node
};

/// `T` and `K` in `type X<T, K> = …`, and `K` in `{ [K in Keys]: … }`.
struct Bindings {
    std::map<std::string, Expression, std::less<>> types;
    std::size_t open = 0;  // how many aliases were being read where these were bound
};

struct Property {
    std::string name;
    Expression type;
    bool optional = false;
    TextPlace place;
};

/// The texts that a type allows: a union of them, an enum, the values or keys of a constant.
struct Choices {
    std::vector<Member> members;
    bool nullable = false;
};

class Types {
public:
    Types(Values const& values, Effort& effort) : values_(&values), effort_(&effort) {}

    /// The type with the names that things have at home and with aliases resolved, save those that
    /// are definitions by themselves. Arrays in all spellings are {"Array", {…}}, texts of a union
    /// one {"Literal", …}; what cannot be known is {"?"}.
    Type read(Expression const& of) const;
    /// What an object of that type has, those of bases first; nothing where it is no object's type.
    std::optional<std::vector<Property>> properties(Expression const& of) const;
    /// Nothing where it allows more than certain texts.
    std::optional<Choices> choices(Expression const& of) const;

    /// What a declaration says: the right side of an alias, the whole of an interface.
    static Expression meaning_of(Module const& module, Declaration const& declaration);
    /// Of an interface with all its parts, or of an alias.
    std::optional<std::vector<Property>> properties_of(Meaning const& declared) const;
    /// The constant that `typeof X` asks for.
    Value queried(Expression const& query) const;

private:
    enum class Alias { choices, record, other };
    using Properties = std::vector<Property>;

    Type read_known(Expression const& of) const;
    Type read_union(Expression const& of) const;
    Type read_intersection(Expression const& of) const;
    Type read_object(Expression const& of) const;
    Type read_lookup(Expression const& of) const;
    Type read_named(Expression const& of) const;
    Type read_alias(Expression const& of, Meaning const& meaning) const;
    Type read_bound(Bindings const& bindings, Expression const& bound) const;
    Type read_foreign(Expression const& of) const;
    Type generic(std::string name, Expression const& of) const;
    Alias kind_of(Meaning const& alias) const;

    std::optional<Properties> of_interface(Expression const& of) const;
    std::optional<Properties> of_body(Expression const& of) const;
    std::optional<Properties> of_mapped(Expression const& of, Node signature) const;
    std::optional<Properties> of_parts(Expression const& of) const;
    std::optional<Properties> of_named(Expression const& of) const;
    std::optional<Properties> of_declaration(Meaning const& meaning, Expression const& used) const;
    std::optional<Properties> of_utility(Expression const& of) const;
    std::optional<Properties> of_record(Expression const& keys, Expression const& value,
                                        bool optional, TextPlace const& place) const;
    /// Of `A['x' | 'y']`.
    Properties selected(Expression const& lookup) const;

    std::optional<Choices> choices_of_all(std::vector<Expression> const& parts) const;
    std::optional<Choices> choices_of_literal(Node literal) const;
    std::optional<Choices> choices_of_named(Expression const& of) const;
    std::optional<Choices> choices_of_lookup(Expression const& of) const;
    std::optional<Choices> choices_of_values(Value object, Expression const& index) const;
    std::optional<Choices> choices_of_keys(Expression const& of) const;
    std::optional<Choices> choices_of_template(Expression const& of) const;
    std::optional<Choices> choices_of_entries(Value object) const;

    Meaning find(Expression const& named) const;
    /// What a parameter stands for; null where the name is none.
    static Expression const* binding(Expression const& named);
    /// With the parameters of a declaration bound to the arguments of where it is used.
    Expression applied(Meaning const& meaning, Expression const& used) const;

    Values const* values_;
    Effort* effort_;
    mutable std::map<Declaration const*, Alias> aliases_;
    mutable std::vector<Declaration const*> open_;  // aliases that are being read
};

/// `name` of `name<…>`, as it stands there.
std::string name_of(Node type);
/// The arguments of `name<…>`.
std::vector<Expression> arguments_of(Expression const& type);
/// `x` instead of what it is taken from.
Expression part_of(Expression const& whole, Node node);

}  // namespace lockstep::code::typescript
