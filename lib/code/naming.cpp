#include "code/naming.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "code/english.hpp"
#include "code/identifiers.hpp"

namespace lockstep::code {

namespace {

/// After with_blanks(): what is not ASCII there is part of a letter.
bool is_letter_or_digit(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c));
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Does a word begin there? "orderItems", "HTTPServer"
bool begins_word(std::string_view name, std::size_t at) {
    if (at == 0 || !is_upper(name[at])) {
        return false;
    }
    bool const ends_abbreviation = is_upper(name[at - 1]) && at + 1 < name.size() &&
                                   std::islower(static_cast<unsigned char>(name[at + 1])) != 0;
    return !is_upper(name[at - 1]) || ends_abbreviation;
}

std::string capitalised(std::string word) {
    if (!word.empty()) {
        word.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
    }
    return word;
}

std::string camel(std::vector<std::string> const& words) {
    std::string name;
    for (auto const& word : words) {
        name += capitalised(word);
    }
    if (name.empty()) {
        return "Unnamed";
    }
    return std::isdigit(static_cast<unsigned char>(name.front())) != 0 ? "_" + name : name;
}

std::string singular_of(std::string const& word, config::Naming const& naming) {
    auto const special = naming.special_plurals.find(word);
    return special != naming.special_plurals.end() ? special->second : singular(word);
}

std::string plural_of(std::string const& word, config::Naming const& naming) {
    for (auto const& [many, single] : naming.special_plurals) {
        if (single == word) {
            return many;
        }
    }
    return plural(word);
}

std::string const* mapped(config::TextMap const& mappings, std::string_view name) {
    auto const found = mappings.find(std::string(name));
    return found == mappings.end() ? nullptr : &found->second;
}

std::string const* mapped_back(config::TextMap const& mappings, std::string_view class_name) {
    for (auto const& [name, its_class] : mappings) {
        if (its_class == class_name) {
            return &name;
        }
    }
    return nullptr;
}

std::string without_ending(std::string_view name, std::string_view ending) {
    bool const has_it = !ending.empty() && name.size() > ending.size() && name.ends_with(ending);
    return std::string(name.substr(0, name.size() - (has_it ? ending.size() : 0)));
}

std::string with_ending(std::string name, std::string const& ending) {
    return name.ends_with(ending) ? name : name + ending;
}

/// Names that mean something else where a class would be seen, in one language or another.
bool is_reserved(std::string_view name) {
    static constexpr auto names = std::to_array<std::string_view>(
        {"Annotated", "Any",       "Array",  "BaseModel", "Boolean", "ConfigDict", "Date",
         "Decimal",   "Enum",      "Error",  "False",     "Field",   "Function",   "Json",
         "Literal",   "Map",       "None",   "Number",    "Object",  "Omit",       "Optional",
         "Partial",   "Promise",   "Record", "RegExp",    "Set",     "String",     "Symbol",
         "True",      "TypedDict", "Union",  "UUID"});
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// As the name has it, not in the singular.
std::string class_in_full(std::string_view name, config::Naming const& naming) {
    return camel(words_of(name)) + naming.table_class_suffix;
}

}  // namespace

config::Naming naming_for(config::NamingConventions const& conventions, std::string_view language) {
    auto const found = conventions.languages.find(std::string(language));
    if (found == conventions.languages.end()) {
        return conventions;
    }
    auto naming = found->second;
    for (auto const member : {&config::Naming::special_plurals, &config::Naming::enum_mappings,
                              &config::Naming::table_mappings}) {
        auto const& of_all = conventions.*member;
        (naming.*member).insert(of_all.begin(), of_all.end());
    }
    return naming;
}

std::vector<std::string> words_of(std::string_view text) {
    auto const name = with_blanks(text);
    std::vector<std::string> words;
    bool is_inside = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_letter_or_digit(name[i])) {
            is_inside = false;
            continue;
        }
        if (!is_inside || begins_word(name, i)) {
            words.emplace_back();
        }
        is_inside = true;
        words.back() += static_cast<char>(static_cast<unsigned char>(name[i]) < 0x80
                                              ? std::tolower(static_cast<unsigned char>(name[i]))
                                              : name[i]);
    }
    return words;
}

std::string class_of_table(std::string_view table, config::Naming const& naming) {
    if (auto const* const said = mapped(naming.table_mappings, table)) {
        return *said;
    }
    auto words = words_of(table);
    if (!words.empty()) {
        words.back() = singular_of(words.back(), naming);
    }
    return camel(words) + naming.table_class_suffix;
}

std::string class_of_enum(std::string_view type, config::Naming const& naming) {
    auto const* const said = mapped(naming.enum_mappings, type);
    return said != nullptr ? *said : with_ending(camel(words_of(type)), naming.enum_class_suffix);
}

std::string table_of_class(std::string_view name, config::Naming const& naming) {
    if (auto const* const said = mapped_back(naming.table_mappings, name)) {
        return *said;
    }
    auto words = words_of(without_ending(name, naming.table_class_suffix));
    if (!words.empty()) {
        words.back() = plural_of(words.back(), naming);
    }
    return join(words, "_");
}

std::string enum_of_class(std::string_view name, config::Naming const& naming) {
    auto const* const said = mapped_back(naming.enum_mappings, name);
    return said != nullptr ? *said : join(words_of(name), "_");
}

NameMap::NameMap(std::vector<DatabaseName> names, config::Naming const& naming, Rule rule,
                 std::string_view first_space, NameMap const* others)
    : others_(others) {
    std::sort(names.begin(), names.end());
    std::stable_partition(names.begin(), names.end(),
                          [&](DatabaseName const& name) { return name.space == first_space; });
    // What a plural gives is more likely meant than what stays as it is.
    std::stable_partition(names.begin(), names.end(), [&](DatabaseName const& name) {
        return name.name == table_of_class(rule(name.name, naming), naming) ||
               name.name == enum_of_class(rule(name.name, naming), naming);
    });
    for (auto const& name : names) {
        add(name, naming, rule);
    }
    others_ = nullptr;  // it need not live on
}

void NameMap::add(DatabaseName const& name, config::Naming const& naming, Rule rule) {
    auto const full = name.space + "_" + name.name;
    std::array const candidates{rule(name.name, naming), class_in_full(name.name, naming),
                                rule(full, naming), class_in_full(full, naming)};
    for (auto const& candidate : candidates) {
        if (take(name, candidate)) {
            return;
        }
    }
    for (int number = 2; !take(name, candidates.back() + std::to_string(number)); ++number) {
    }
}

bool NameMap::take(DatabaseName const& name, std::string const& class_name) {
    bool const is_free = !is_reserved(class_name) &&
                         (others_ == nullptr || others_->name_of(class_name) == nullptr) &&
                         names_.try_emplace(class_name, name).second;
    if (is_free) {
        classes_[name] = class_name;
    }
    return is_free;
}

std::string const& NameMap::class_of(DatabaseName const& name) const {
    static std::string const none;
    auto const found = classes_.find(name);
    return found == classes_.end() ? none : found->second;
}

DatabaseName const* NameMap::name_of(std::string_view class_name) const {
    auto const found = names_.find(class_name);
    return found == names_.end() ? nullptr : &found->second;
}

}  // namespace lockstep::code
