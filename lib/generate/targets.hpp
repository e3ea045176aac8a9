#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generate/context.hpp"
#include "generate/languages.hpp"

namespace lockstep::generate {

/// One row of the table of what can be generated without a template of one's own, which is in
/// templates/<name>.mustache.
struct BuiltIn {
    std::string_view name;      // "python/enums"
    std::string_view language;  // of the table of languages
    std::string_view output;    // where it is written unless the config says otherwise
    std::string_view about;
    Select select = Select::all;
    std::string_view needs{};  // what the template imports besides types
    /// What it says is when the schema was last in step, too: that changes with the rest only.
    bool is_version = false;
};

std::span<BuiltIn const> built_ins();
BuiltIn const* find_built_in(std::string_view name);

/// A file that is to be written.
struct Target {
    std::string name;      // of the template: built-in, or the path of one's own
    std::string output;    // relative to the repository, with `/`
    bool regions = false;  // in a file kept by hand, rather than the whole file
    Language const* language = nullptr;
    Selection selection;
    bool is_version = false;
    std::string template_file;  // that is read instead of the built-in one; empty: none

    bool operator==(Target const&) const = default;
};

Target target_of(BuiltIn const& built_in);

}  // namespace lockstep::generate
