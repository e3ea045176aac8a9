#include <algorithm>
#include <array>

#include "code/typescript_literals.hpp"
#include "code/typescript_options.hpp"
#include "code/typescript_typeorm.hpp"
#include "code/union_type.hpp"

// Which type a column of TypeORM has.
namespace lockstep::code::typescript {

namespace {

/// What the first argument of @PrimaryGeneratedColumn says, where it is no type.
constexpr auto strategies = std::to_array<std::string_view>({"increment", "identity", "rowid"});
constexpr auto type_options =
    std::to_array<std::string_view>({"length", "precision", "scale", "width"});
/// What TypeScript tells TypeORM of a property's type.
constexpr auto reflected = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"string", "String"},
    {"Literal", "String"},
    {"number", "Number"},
    {"boolean", "Boolean"},
    {"bigint", "BigInt"},
    {"Date", "Date"},
    {"Buffer", "Buffer"},
});

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

}  // namespace

Type TypeOrmReader::type_of(Module const& module, Node property, Call const& call,
                            std::string_view usual) {
    auto name = named_type(call);
    if (name.empty() || is_one_of(strategies, name)) {
        name = usual.empty() ? reflected_type(module, property) : std::string(usual);
    }
    Type type{std::move(name)};
    if (type.name == "enum" || type.name == "simple-enum") {
        return enum_of(std::move(type), call);
    }
    for (auto& each : call.options ? options_of(*values_, call.options) : std::vector<Type>{}) {
        if (is_one_of(type_options, each.name)) {
            type.of.push_back(std::move(each));
        }
    }
    return type;
}

/// `'varchar'`, `{ type: 'varchar' }`, `{ type: String }`, `() => String`
std::string TypeOrmReader::named_type(Call const& call) const {
    auto const given = call.options ? values_->entry(call.options, "type") : Value{};
    for (auto const& each : {call.first, given}) {
        if (!each) {
            continue;
        }
        if (auto const text = values_->text(each)) {
            return *text;
        }
        auto const node = each.node.is("arrow_function") ? returned(each.node) : each.node;
        if (node.is("identifier")) {
            return std::string(node.text());
        }
    }
    return {};
}

/// `{ type: 'enum', enum: Mood, enumName: 'mood' }`, `{ type: 'enum', enum: ['a', 'b'] }`
Type TypeOrmReader::enum_of(Type type, Call const& call) {
    auto const value = call.options ? values_->entry(call.options, "enum") : Value{};
    if (!value) {
        return type;
    }
    auto const meaning = values_->modules().find(*value.module, value.node.text(), Space::values);
    if (meaning.declaration != nullptr && meaning.declaration->kind == Kind::enumeration) {
        type.of.push_back({meaning.declaration->name});
        if (auto const name = option(call, "enumName"); name && type.name == "enum") {
            enum_names_.insert_or_assign(meaning.declaration->name, *name);
        }
        return type;
    }
    for (auto const& text : values_->texts(value).value_or(std::vector<std::string>{})) {
        type.of.push_back({"'" + text + "'"});
    }
    return type;
}

std::string TypeOrmReader::reflected_type(Module const& module, Node property) const {
    Expression const written{&module, property.field("type"), nullptr, std::nullopt};
    if (!written.node) {
        return "?";
    }
    auto const type = without(types_->read(written), {"null", "undefined"}).type;
    for (auto const& [name, known] : reflected) {
        if (type.name == name) {
            return std::string(known);
        }
    }
    return types_->choices(written) ? "String" : "Object";
}

}  // namespace lockstep::code::typescript
