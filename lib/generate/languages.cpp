#include "generate/languages.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "generate/quoting.hpp"

namespace lockstep::generate {

std::span<Language const> languages() {
    static constexpr auto table = std::to_array<Language>({
        {"python", ".py .pyi", python_quoted, docstring_line, python_identifier, python_module},
        {"typescript", ".ts .mts .cts .tsx", typescript_quoted, block_comment_line,
         plain_identifier, typescript_module},
        {"sqlite", ".sql", sql_quoted, line_comment_line, sql_identifier, nullptr, true},
        {"json", ".json", json_quoted, json_line, json_quoted, nullptr},
        {"markdown", ".md", markdown_quoted, markdown_line, markdown_quoted, nullptr},
        {"cpp", ".hpp .h .cpp .cc", cpp_quoted, block_comment_line, plain_identifier, nullptr},
    });
    return table;
}

Language const* find_language(std::string_view name) {
    auto const all = languages();
    auto const found = std::find_if(all.begin(), all.end(),
                                    [&](Language const& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Language const* language_of_file(std::string_view path) {
    for (auto const& language : languages()) {
        for (auto const& extension : split(language.extensions, ' ')) {
            if (path.ends_with(extension)) {
                return &language;
            }
        }
    }
    return nullptr;
}

}  // namespace lockstep::generate
