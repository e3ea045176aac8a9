#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "code/definitions.hpp"
#include "code/languages.hpp"

// Which types of a language stand for which of PostgreSQL's: templates/<language>/types.json, and
// what the configuration says besides.
namespace lockstep::code {

/// What a column holds, as far as a language can say it.
struct ValueType {
    enum class Shape { plain, array, enumeration, composite, range, multirange };
    Shape shape = Shape::plain;
    std::string name;          // without modifiers and, for extensions, without a namespace
    std::string class_name{};  // of an enum or a composite type
    std::vector<std::string> values{};  // of an enum
    std::vector<ValueType> element{};   // of an array: one
    /// What a config may call it, the nearest first: "public.email", "email", "text".
    std::vector<std::string> called{};
};

/// What a map has for the nearest name of a type; null where it has none.
template <typename Map>
typename Map::mapped_type const* find_called(Map const& map, ValueType const& value) {
    for (auto const& name : value.called) {
        if (auto const found = map.find(name); found != map.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

class TypeMap {
public:
    /// `json` is the content of a types.json; `mappings` are `code_generation.type_mappings`:
    /// PostgreSQL's type to the language's. Throws Error(bad_input) where one of them is no type.
    TypeMap(std::string_view json, std::map<std::string, std::string> const& mappings,
            Language const& language = code::language("python"));

    /// What is written for it where nothing else is said.
    Type usual(ValueType const& value) const;
    /// Can a value of it be what `type` says? Values of JSON may be any of the records.
    bool fits(ValueType const& value, Type const& type, Definitions const& definitions) const;

    /// Does it take anything, None among it?
    bool is_any(Type const& type) const;
    /// Is an enum what its values are, whatever it is called?
    bool is_structural() const { return structural_; }

private:
    struct Row {
        Type is;
        std::vector<std::string> also;
        bool records = false;
    };
    Row const& row_of(ValueType const& value) const;
    bool fits_plain(ValueType const& value, Type const& type, Definitions const& definitions) const;
    bool fits_array(ValueType const& value, Type const& type, Definitions const& definitions) const;
    bool fits_row(Row const& row, Type const& type, Definitions const& definitions) const;

    std::map<std::string, Row, std::less<>> types_;
    std::map<std::string, Row, std::less<>> mapped_;  // by the configuration
    Row array_, enum_, composite_, range_, multirange_, unknown_;
    std::vector<std::string> any_;
    bool structural_ = false;  // an enum is the values that it has, whatever it is called
};

}  // namespace lockstep::code
