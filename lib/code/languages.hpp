#pragma once

#include <span>
#include <string>
#include <string_view>

#include "code/definitions.hpp"

namespace lockstep::code {

/// A language that definitions are written in: a row of the table of them.
struct Language {
    std::string_view name;   // "python": before the colon of a source, of its templates, in configs
    std::string_view title;  // "Python"
    std::span<std::string_view const> endings;  // of its files: ".py"
    Definitions (*read)(std::span<SourceFile const> files);
    /// A type that stands in a config; {"?"} where it is none.
    Type (*type_of)(std::string const& text);
    /// A type as the language writes it.
    std::string (*write)(Type const& type);
};

std::span<Language const> languages();
/// Throws Error(bug) where there is none of that name.
Language const& language(std::string_view name);

/// "'good' | 'bad'", "string[]", "Record<string, unknown>"
std::string typescript_text(Type const& type);

}  // namespace lockstep::code
