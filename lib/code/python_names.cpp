#include "code/python_names.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/python_literals.hpp"

namespace lockstep::code::python {

namespace {

constexpr auto builtins = std::to_array<std::string_view>(
    {"str",        "int",   "float", "bool",  "bytes",     "bytearray", "complex",
     "dict",       "list",  "set",   "tuple", "frozenset", "object",    "type",
     "memoryview", "range", "slice", "None",  "Ellipsis",  "property"});
/// What stands around the other side of a relation.
constexpr auto wrappers =
    std::to_array<std::string_view>({"Mapped", "list", "List", "set", "Set", "Sequence",
                                     "WriteOnlyMapped", "DynamicMapped", "|", "Optional", "None"});

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

/// "users.id", "app.users.id"
std::optional<Reference> reference_to(std::string const& field, Node text) {
    auto const named = string_value(text);
    auto const dot = named ? named->rfind('.') : std::string::npos;
    if (dot == std::string::npos) {
        return std::nullopt;
    }
    return Reference{field, {}, named->substr(0, dot), named->substr(dot + 1), text.place()};
}

std::string innermost(Type const& type) {
    for (auto const& part : type.of) {
        if (auto name = innermost(part); !name.empty()) {
            return name;
        }
    }
    return is_one_of(wrappers, type.name) ? std::string{} : type.name;
}

bool is_identifier(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
}

void names_of(Type const& type, std::vector<std::string>& names) {
    if (type.name == "Literal") {
        return;
    }
    names.push_back(type.name);
    for (auto const& part : type.of) {
        names_of(part, names);
    }
}

/// Is it defined in a way that we do not read: inside of a class or a function, as a parameter?
bool is_defined_otherwise(std::string_view text, std::string const& name) {
    return text.find("class " + name) != std::string_view::npos ||
           text.find("." + name) != std::string_view::npos ||
           text.find("[" + name + "](") != std::string_view::npos ||
           text.find(name + " =") != std::string_view::npos;
}

}  // namespace

std::optional<Reference> foreign_key(std::string const& field, Node call) {
    auto const arguments = call.field("arguments");
    if (auto const text = keyword(arguments, "foreign_key")) {
        return reference_to(field, text);
    }
    for (auto const& argument : positional(arguments)) {
        auto const inner = positional(argument.field("arguments"));
        if (argument.is("call") && last_name(argument.field("function")) == "ForeignKey" &&
            !inner.empty()) {
            return reference_to(field, inner.front());
        }
    }
    return std::nullopt;
}

std::optional<Reference> relationship(std::string const& field, Type const& annotation, Node call) {
    auto const given = positional(call.field("arguments"));
    auto name = given.empty() ? std::nullopt : string_value(given.front());
    if (!name) {
        name = innermost(annotation);
    }
    // "shop.models.User" is the class in full.
    auto const dot = name->rfind('.');
    auto const bare = dot == std::string::npos ? *name : name->substr(dot + 1);
    return is_identifier(bare) ? std::optional(Reference{field, bare, {}, {}, call.place()})
                               : std::nullopt;
}

std::vector<Problem> unknown_types(Modules const& modules, Module const& module, Node annotation,
                                   Type const& type) {
    std::vector<Problem> problems;
    std::vector<std::string> names;
    names_of(type, names);
    for (auto const& name : names) {
        auto const meaning = modules.find(module, name);
        bool const is_known = !is_identifier(name) || name.size() == 1 ||
                              is_one_of(builtins, name) || module.imports.contains(name) ||
                              !module.star_imports.empty() || meaning.module != nullptr;
        auto const at = annotation.text().find(name);
        if (is_known || at == std::string_view::npos ||
            is_defined_otherwise(module.tree->text(), name)) {
            continue;
        }
        std::vector<std::string_view> candidates(builtins.begin(), builtins.end());
        for (auto const& [import, from] : module.imports) {
            candidates.push_back(import);
        }
        for (auto const& each : module.classes) {
            candidates.push_back(each.name);
        }
        auto const offset =
            static_cast<std::size_t>(annotation.text().data() - module.tree->text().data());
        problems.push_back(
            {module.tree->place(offset + at),
             fmt::format("unknown type \"{}\"{}", name, did_you_mean(name, candidates))});
    }
    return problems;
}

}  // namespace lockstep::code::python
