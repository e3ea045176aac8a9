#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lockstep::generate {

/// One row of the table of languages that code is generated in. What they call PostgreSQL's types
/// is in templates/<name>/written.json.
struct Language {
    std::string_view name;        // also in `naming_conventions.languages`
    std::string_view extensions;  // of its files, with blanks between: ".ts .mts"
    /// A text as a literal that means just that text, whatever is in it.
    std::string (*quoted)(std::string_view text);
    /// A line of a comment that cannot end the comment. It has no newline.
    std::string (*comment)(std::string_view line);
    /// A name that the language takes, as near to that of the database as can be. Whether it is
    /// taken already or reserved, others see to.
    std::string (*identifier)(std::string_view name);
    /// How a file names another one that it imports from; both are paths from the same folder.
    /// Null: files of it import nothing.
    std::string (*module)(std::string_view from, std::string_view to);
    /// Are names that differ in nothing but their letters' case one name?
    bool folds_case = false;
};

std::span<Language const> languages();
/// The language of that name, or null.
Language const* find_language(std::string_view name);
/// By the ending of a file's name; null where there is none.
Language const* language_of_file(std::string_view path);

}  // namespace lockstep::generate
