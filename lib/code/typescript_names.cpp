#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/typescript_modules.hpp"

namespace lockstep::code::typescript {

namespace {

/// Those that somebody may mean who has misspelt one.
constexpr auto builtins = std::to_array<std::string_view>(
    {"string",  "number",  "boolean",       "bigint",    "object",  "symbol",   "unknown", "any",
     "never",   "void",    "null",          "undefined", "Date",    "Array",    "Record",  "Map",
     "Set",     "Buffer",  "Uint8Array",    "Readonly",  "Partial", "Required", "Pick",    "Omit",
     "Promise", "Literal", "ReadonlyArray", "tuple",     "Function"});

void names_of(Type const& type, std::vector<std::string_view>& names) {
    if (type.name == "Literal") {
        return;
    }
    names.push_back(type.name);
    for (auto const& part : type.of) {
        names_of(part, names);
    }
}

bool is_identifier(std::string_view name) {
    return name.size() > 1 && std::all_of(name.begin(), name.end(), [](char c) {
               return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                      (c >= 'A' && c <= 'Z');
           });
}

}  // namespace

std::vector<Problem> misspelt_types(Modules const& modules, Definitions const& definitions) {
    constexpr std::size_t most = 100;
    std::set<std::string_view> known(builtins.begin(), builtins.end());
    for (auto const& module : modules.all()) {
        for (auto const& [name, declaration] : module.types) {
            known.insert(name);
        }
        for (auto const& [name, import] : module.imports) {
            known.insert({name, import.name});
        }
    }
    std::vector<std::string_view> const candidates(known.begin(), known.end());
    std::vector<Problem> problems;
    std::set<std::string_view> told;
    for (auto const& record : definitions.records) {
        std::vector<std::string_view> names;
        if (record.terms != Terms::language) {
            continue;
        }
        for (auto const& field : record.fields) {
            names.clear();
            names_of(field.type, names);
            for (auto const& name : names) {
                if (told.size() >= most || known.contains(name) || !is_identifier(name)) {
                    continue;
                }
                // The library has thousands; what is near to none of these may well be one of them.
                auto const meant = did_you_mean(name, candidates);
                if (told.insert(name).second && !meant.empty()) {
                    problems.push_back(
                        {field.place, fmt::format("unknown type \"{}\"{}", name, meant)});
                }
            }
        }
    }
    return problems;
}

}  // namespace lockstep::code::typescript
