#include "code/type_map.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "code/postgresql_types.hpp"
#include "code/union_type.hpp"

namespace lockstep::code {

namespace {

bool has(std::vector<std::string> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

/// `Literal['a', 'b']` with just the values of the enum.
bool is_literal_of(Type const& type, std::vector<std::string> const& values) {
    std::set<std::string> said;
    std::set<std::string> there;
    for (auto const& each : type.of) {
        said.insert(each.name);
    }
    for (auto const& value : values) {
        there.insert("'" + value + "'");
    }
    return type.name == "Literal" && said == there;
}

Type text_as_type(std::string const& text, Language const& language) {
    auto const type = language.type_of(text);
    if (type.name == "?") {
        throw Error(ExitCode::bad_input, fmt::format("code_generation: \"{}\" is no type of {}",
                                                     printable(text), language.title));
    }
    return type;
}

Type literal_of(Enum const& each) {
    Type literal{"Literal"};
    for (auto const& member : each.members) {
        literal.of.push_back({"'" + member.value + "'"});
    }
    return literal;
}

/// What the values of a literal of TypeScript are: "string", "number", "boolean".
Type widened(Type const& literal) {
    auto const& first = literal.of.empty() ? literal : literal.of.front();
    auto const kind_of = [](Type const& value) {
        return value.name.starts_with('\'')                    ? "string"
               : value.name == "true" || value.name == "false" ? "boolean"
                                                               : "number";
    };
    std::string const kind = kind_of(first);
    bool const is_one_kind = std::all_of(literal.of.begin(), literal.of.end(),
                                         [&](Type const& each) { return kind_of(each) == kind; });
    return is_one_kind ? Type{kind} : literal;
}

}  // namespace

TypeMap::TypeMap(std::string_view json, std::map<std::string, std::string> const& mappings,
                 Language const& language) {
    auto const data = nlohmann::json::parse(json);
    auto const row = [](nlohmann::json const& from) {
        Type is{from.value("is", "")};
        if (from.contains("element")) {
            is.of.push_back({from["element"]});
        }
        for (auto const& each : from.value("elements", std::vector<std::string>{})) {
            is.of.push_back({each});
        }
        return Row{std::move(is), from.value("also", std::vector<std::string>{}),
                   from.value("records", false)};
    };
    for (auto const& each : data["types"]) {
        for (std::string const name : each["of"]) {
            types_[name] = row(each);
        }
    }
    for (auto const& [name, to] :
         std::to_array<std::pair<char const*, Row*>>({{"array", &array_},
                                                      {"enum", &enum_},
                                                      {"composite", &composite_},
                                                      {"range", &range_},
                                                      {"multirange", &multirange_},
                                                      {"unknown", &unknown_}})) {
        *to = row(data[name]);
    }
    any_ = data["any"].get<std::vector<std::string>>();
    for (auto const& [name, text] : by_server_names(mappings)) {
        auto const usual = types_.find(name);
        auto& mapped = mapped_[name];
        mapped = usual == types_.end() ? Row{} : usual->second;
        mapped.is = text_as_type(text, language);
    }
    structural_ = data.value("structural", false);
}

Type TypeMap::usual(ValueType const& value) const {
    if (auto const* const mapped = find_called(mapped_, value)) {
        return mapped->is;
    }
    switch (value.shape) {
        case ValueType::Shape::array:
            return {array_.is.name, {usual(value.element.front())}};
        case ValueType::Shape::enumeration:
            return {value.class_name};
        case ValueType::Shape::composite:
            return value.class_name.empty() ? composite_.is : Type{value.class_name};
        default:
            return row_of(value).is;
    }
}

TypeMap::Row const& TypeMap::row_of(ValueType const& value) const {
    if (auto const* const mapped = find_called(mapped_, value)) {
        return *mapped;
    }
    auto const found = types_.find(value.name);
    if (found != types_.end()) {
        return found->second;
    }
    switch (value.shape) {
        case ValueType::Shape::array:
            return array_;
        case ValueType::Shape::enumeration:
            return enum_;
        case ValueType::Shape::composite:
            return composite_;
        case ValueType::Shape::range:
            return range_;
        case ValueType::Shape::multirange:
            return multirange_;
        case ValueType::Shape::plain:
            break;
    }
    return unknown_;
}

bool TypeMap::is_any(Type const& type) const {
    return type.name == "?" || has(any_, type.name);
}

bool TypeMap::fits(ValueType const& value, Type const& type, Definitions const& definitions) const {
    if (is_any(type)) {
        return true;
    }
    if (type.name == "|") {
        return std::all_of(type.of.begin(), type.of.end(),
                           [&](Type const& each) { return fits(value, each, definitions); });
    }
    return value.shape == ValueType::Shape::array ? fits_array(value, type, definitions)
                                                  : fits_plain(value, type, definitions);
}

/// An array has no fixed number of dimensions: `list[list[int]]` may be an `integer[]`, too.
bool TypeMap::fits_array(ValueType const& value, Type const& type,
                         Definitions const& definitions) const {
    if (auto const* const mapped = find_called(mapped_, value);
        mapped != nullptr && mapped->is == type) {
        return true;
    }
    if (type.name != array_.is.name && !has(array_.also, type.name)) {
        return false;
    }
    auto const& element = value.element.front();
    return std::all_of(type.of.begin(), type.of.end(), [&](Type const& each) {
        auto const inner = without(each, {"None", "null", "undefined"}).type;
        return fits(element, inner, definitions) || fits_array(value, inner, definitions);
    });
}

bool TypeMap::fits_plain(ValueType const& value, Type const& type,
                         Definitions const& definitions) const {
    if (!value.class_name.empty() && type.name == value.class_name) {
        return true;
    }
    bool const is_enum = value.shape == ValueType::Shape::enumeration;
    if (is_enum && is_literal_of(type, value.values)) {
        return true;
    }
    if (!is_enum && fits_row(row_of(value), type, definitions)) {
        return true;
    }
    auto const* const named = definitions.find_enum(type.name);
    bool const is_alias = named != nullptr && (structural_ || named->is_alias);
    auto const meant = is_alias ? literal_of(*named) : type;
    if (meant.name != "Literal") {
        return fits_row(row_of(value), type, definitions);
    }
    return is_enum ? is_literal_of(meant, value.values)
                   : fits_row(row_of(value), structural_ ? widened(meant) : meant, definitions);
}

bool TypeMap::fits_row(Row const& row, Type const& type, Definitions const& definitions) const {
    bool const elements_fit =
        row.is.of.empty() || row.records || type.of.empty() || type.of == row.is.of;
    return (elements_fit && (type.name == row.is.name || has(row.also, type.name))) ||
           (row.records && definitions.find_record(type.name) != nullptr);
}

}  // namespace lockstep::code
