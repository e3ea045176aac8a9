#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "code/type_map.hpp"
#include "generate/data.hpp"

namespace lockstep::generate {

/// How a language writes types, names and what else differs from language to language by nothing
/// but words: templates/<language>/written.json. Each row of "types" says for some of PostgreSQL's
/// types what is written in each of several forms ("type", "zod", …). In a form, {element} is that
/// form of an array's elements, {class} the class of an enum or composite type, {0} and {1} are the
/// type's modifiers, {name} what PostgreSQL calls it; a part between commas that has none is left
/// out.
class WrittenTypes {
public:
    /// `mappings` are the config's `type_mappings`, PostgreSQL's type to the form "type".
    WrittenTypes(std::string_view json, std::map<std::string, std::string> const& mappings);

    using Forms = std::map<std::string, std::string, std::less<>>;
    /// All forms that any row has; empty where this type has none.
    Forms write(code::ValueType const& value, std::span<std::string const> modifiers) const;
    /// The name of a form, as long as this lives.
    std::string_view form_name(std::string const& name) const { return *forms_.find(name); }
    /// The form "type" of what may be NULL.
    std::string nullable(std::string const& type) const;

    /// Of the identifiers in a text those that are to be imported: module → names.
    using Imports = std::map<std::string, std::set<std::string>>;
    void add_imports(std::string_view text, Imports& to) const;

    /// Words that nothing can have for a name.
    std::set<std::string, std::less<>> const& reserved() const { return reserved_; }
    /// Words that a field cannot have for a name besides.
    std::set<std::string, std::less<>> const& reserved_fields() const { return reserved_fields_; }

private:
    Forms const& row_of(code::ValueType const& value) const;
    Forms filled(Forms row, code::ValueType const& value,
                 std::span<std::string const> modifiers) const;

    std::set<std::string> forms_;
    std::map<std::string, Forms, std::less<>> types_;
    std::map<std::string, std::string> mapped_;  // by the config
    Forms array_, enum_, composite_, row_, range_, multirange_, unknown_;
    std::string nullable_;
    std::map<std::string, std::string, std::less<>> modules_;  // of names
    std::set<std::string, std::less<>> reserved_;
    std::set<std::string, std::less<>> reserved_fields_;
};

/// The identifiers in a text, in order.
std::vector<std::string_view> identifiers_in(std::string_view text);

/// "numeric(10,2)" → {"10", "2"}.
std::vector<std::string> modifiers_of(std::string_view type);

}  // namespace lockstep::generate
