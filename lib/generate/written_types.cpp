#include "generate/written_types.hpp"

#include <array>
#include <cctype>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "code/postgresql_types.hpp"

namespace lockstep::generate {

namespace {

using Shape = code::ValueType::Shape;

WrittenTypes::Forms forms_of(nlohmann::json const& row) {
    WrittenTypes::Forms forms;
    for (auto const& [name, value] : row.items()) {
        if (value.is_string()) {
            forms.emplace(name, value);
        }
    }
    return forms;
}

std::set<std::string, std::less<>> words_in(nlohmann::json const& data, char const* key) {
    std::set<std::string, std::less<>> words;
    for (std::string const line : data.value(key, nlohmann::json::array())) {
        for (auto const& word : split(line, ' ')) {
            words.insert(word);
        }
    }
    return words;
}

/// Without the parts between commas that speak of modifiers which are not there.
std::string with_modifiers(std::string const& form, std::span<std::string const> modifiers) {
    if (form.find("{0}") == std::string::npos) {
        return form;
    }
    std::vector<std::string> parts;
    for (auto part : split(form, ',')) {
        for (std::size_t i = 0; i < modifiers.size(); ++i) {
            part = replace_all(part, "{" + std::to_string(i) + "}", modifiers[i]);
        }
        bool const is_whole =
            part.find("{0}") == std::string::npos && part.find("{1}") == std::string::npos;
        if (is_whole) {
            parts.emplace_back(trim(part));
        }
    }
    return join(parts, ", ");
}

bool is_part_of_identifier(char c) {
    return c == '_' || static_cast<unsigned char>(c) >= 0x80 ||
           std::isalnum(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

WrittenTypes::WrittenTypes(std::string_view json,
                           std::map<std::string, std::string> const& mappings)
    : mapped_(code::by_server_names(mappings)) {
    auto const data = nlohmann::json::parse(json);
    for (auto const& [name, to] :
         std::to_array<std::pair<char const*, Forms*>>({{"array", &array_},
                                                        {"enum", &enum_},
                                                        {"composite", &composite_},
                                                        {"row", &row_},
                                                        {"range", &range_},
                                                        {"multirange", &multirange_},
                                                        {"unknown", &unknown_}})) {
        *to = forms_of(data.at(name));
        for (auto const& [form, text] : *to) {
            forms_.insert(form);
        }
    }
    for (auto const& each : data.at("types")) {
        auto const forms = forms_of(each);
        for (auto const& [form, text] : forms) {
            forms_.insert(form);
        }
        for (std::string const name : each.at("of")) {
            auto& row = types_[name] = forms;
            for (auto& [form, text] : row) {
                text = replace_all(text, "{name}", name);
            }
        }
    }
    nullable_ = data.value("nullable", "{type}");
    auto const imports = data.value("imports", nlohmann::json::object());
    for (auto const& [module, names] : imports.items()) {
        for (std::string const name : names) {
            modules_[name] = module;
        }
    }
    reserved_ = words_in(data, "reserved");
    reserved_fields_ = words_in(data, "reserved_fields");
}

WrittenTypes::Forms const& WrittenTypes::row_of(code::ValueType const& value) const {
    auto const found = types_.find(value.name);
    if (found != types_.end()) {
        return found->second;
    }
    switch (value.shape) {
        case Shape::array:
            return array_;
        case Shape::enumeration:
            return enum_;
        case Shape::composite:
            return value.class_name.empty() ? row_ : composite_;
        case Shape::range:
            return range_;
        case Shape::multirange:
            return multirange_;
        case Shape::plain:
            break;
    }
    return unknown_;
}

WrittenTypes::Forms WrittenTypes::write(code::ValueType const& value,
                                        std::span<std::string const> modifiers) const {
    auto forms = value.shape == Shape::array ? write(value.element.front(), modifiers)
                                             : filled(row_of(value), value, modifiers);
    if (value.shape == Shape::array) {
        // What the row of arrays says nothing of is as the elements have it.
        for (auto const& [form, text] : array_) {
            forms[form] = replace_all(text, "{element}", forms[form]);
        }
    }
    if (auto const* const mapped = code::find_called(mapped_, value)) {
        forms["type"] = *mapped;
    }
    for (auto const& form : forms_) {
        forms.try_emplace(form);
    }
    return forms;
}

WrittenTypes::Forms WrittenTypes::filled(Forms row, code::ValueType const& value,
                                         std::span<std::string const> modifiers) const {
    for (auto& [form, text] : row) {
        text = replace_all(with_modifiers(text, modifiers), "{class}", value.class_name);
    }
    return row;
}

std::string WrittenTypes::nullable(std::string const& type) const {
    return replace_all(nullable_, "{type}", type);
}

void WrittenTypes::add_imports(std::string_view text, Imports& to) const {
    for (auto const name : identifiers_in(text)) {
        if (auto const found = modules_.find(name); found != modules_.end()) {
            to[found->second].insert(found->first);
        }
    }
}

std::vector<std::string_view> identifiers_in(std::string_view text) {
    std::vector<std::string_view> all;
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && is_part_of_identifier(text[end])) {
            ++end;
        }
        if (end > i) {
            all.push_back(text.substr(i, end - i));
        }
        i = end + 1;
    }
    return all;
}

std::vector<std::string> modifiers_of(std::string_view type) {
    auto const open =
        type.find('(', type.rfind('"') == std::string_view::npos ? 0 : type.rfind('"'));
    auto const close = type.find(')', open);
    if (close == std::string_view::npos) {
        return {};
    }
    auto modifiers = split(type.substr(open + 1, close - open - 1), ',');
    for (auto const& each : modifiers) {
        // What is no number (of an extension's type) is written nowhere.
        bool const is_number =
            !each.empty() && each.find_first_not_of("-0123456789") == std::string::npos;
        if (!is_number) {
            return {};
        }
    }
    return modifiers;
}

}  // namespace lockstep::generate
