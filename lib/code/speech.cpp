#include "code/speech.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"

namespace lockstep::code {

namespace {

/// `text('x', { mode: 'json' })`: what a column of SQLite is used for.
constexpr auto uses = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"'timestamp'", "timestamp"},
    {"'timestamp_ms'", "timestamp"},
    {"'boolean'", "boolean"},
    {"'json'", "json"},
    {"'bigint'", "bigint"},
});

/// What stands behind the namespace; dots in quotes are part of a name.
std::string_view after_last_dot(std::string_view name) {
    std::size_t begin = 0;
    bool is_quoted = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        is_quoted = is_quoted != (name[i] == '"');
        begin = name[i] == '.' && !is_quoted ? i + 1 : begin;
    }
    return name.substr(begin);
}

std::string without_modifiers(std::string_view type) {
    std::string const base(type.substr(0, type.find('(')));
    return type.ends_with("[]") && !base.ends_with("[]") ? base + "[]" : base;
}

/// Of extensions: "public.geometry(Point,4326)".
bool is_of_extension(std::string_view type) {
    return type.find('.') != std::string_view::npos;
}

template <typename Texts>
std::set<std::string> set_of(Texts const& texts) {
    return {texts.begin(), texts.end()};
}

std::vector<std::string> values_of(OrmType const& type) {
    auto values = type.values;
    for (auto const& member :
         type.enumeration != nullptr ? type.enumeration->members : std::vector<Member>{}) {
        values.push_back(member.value);
    }
    return values;
}

}  // namespace

Wording Speech::both(Terms terms, Type const& own, std::string_view type) const {
    switch (terms) {
        case Terms::language:
            return of_language(own, type);
        case Terms::sqlite:
            return of_sqlite(own, type);
        case Terms::drizzle_postgresql:
        case Terms::typeorm:
            break;
    }
    return of_orm(terms, own, type);
}

std::string Speech::own(Terms terms, Type const& type) const {
    switch (terms) {
        case Terms::language:
            return how_->language->write(type);
        case Terms::sqlite:
            return typescript_text(sqlite_type(type));
        case Terms::drizzle_postgresql:
        case Terms::typeorm:
            break;
    }
    auto const known = orm_type(type, terms, *definitions_);
    return known ? known->name : to_string(type);
}

std::string Speech::database(Terms terms, std::string_view type) const {
    switch (terms) {
        case Terms::language:
            return how_->language->write(how_->types.usual(value_of(type)));
        case Terms::sqlite:
            return typescript_text(how_->sqlite.value_or(how_->types).usual(value_of(type)));
        case Terms::drizzle_postgresql:
        case Terms::typeorm:
            break;
    }
    return std::string(type);
}

bool Speech::says_null(Terms terms, Type const& type) const {
    return terms != Terms::language || !how_->types.is_any(type);
}

Wording Speech::of_language(Type const& own, std::string_view type) const {
    auto const value = value_of(type);
    auto const text = how_->language->write(own);
    bool const fits = how_->types.fits(value, own, *definitions_);
    return {text, fits ? text : how_->language->write(how_->types.usual(value))};
}

// --- SQLite

Type sqlite_type(Type const& type) {
    for (auto const& option : type.of) {
        if (option.name == "enum") {
            return {"Literal", option.of};
        }
        for (auto const& [mode, use] : uses) {
            if (option.name == "mode" && option.of.size() == 1 && option.of.front().name == mode) {
                return {std::string(use)};
            }
        }
    }
    return {type.name};
}

Wording Speech::of_sqlite(Type const& own, std::string_view type) const {
    auto const& types = how_->sqlite ? *how_->sqlite : how_->types;
    auto const value = value_of(type);
    auto const used = sqlite_type(own);
    auto const text = typescript_text(used);
    bool const fits = used.name.empty() || types.fits(value, used, *definitions_);
    return {text, fits ? text : typescript_text(types.usual(value))};
}

// --- ORMs, in PostgreSQL's words

Wording Speech::of_orm(Terms terms, Type const& own, std::string_view type) const {
    auto const known = orm_type(own, terms, *definitions_);
    bool const fits = !known || fits_orm(*known, type) ||
                      (terms == Terms::typeorm && stands_for_unknown(*known, type));
    return fits ? Wording{std::string(type), std::string(type)}
                : Wording{known->name, std::string(type)};
}

bool Speech::fits_orm(OrmType const& own, std::string_view type) const {
    if (own.enumeration != nullptr || !own.values.empty()) {
        return fits_enum(own, type);
    }
    auto const base = without_domains(*database_, type);
    for (auto const& each : {std::string(type), base}) {
        auto const there = as_the_server_prints(each);
        bool const same = own.name == there || own.name == after_last_dot(there);
        bool const same_but_for_modifiers =
            is_of_extension(each) && own.name == after_last_dot(without_modifiers(there));
        if (same || same_but_for_modifiers) {
            return true;
        }
    }
    return false;
}

/// What TypeORM has no type for is a text there.
bool Speech::stands_for_unknown(OrmType const& own, std::string_view type) const {
    auto const base = without_domains(*database_, type);
    auto const text = base.ends_with("[]") ? "text[]" : "text";
    auto value = value_of(base);
    for (; value.shape == ValueType::Shape::array; value = ValueType(value.element.front())) {
    }
    return own.name == text && value.shape != ValueType::Shape::enumeration &&
           !is_known_to_typeorm(base);
}

/// By its name, where the definition says what it is called in the database; else by its values.
bool Speech::fits_enum(OrmType const& own, std::string_view type) const {
    auto value = value_of(type);
    bool const is_array = value.shape == ValueType::Shape::array;
    if (is_array) {
        value = ValueType(value.element.front());
    }
    if (is_array != own.is_array || value.shape != ValueType::Shape::enumeration) {
        return false;
    }
    if (own.enumeration != nullptr && !own.enumeration->type.empty()) {
        auto const& name = own.enumeration->type;
        return name == value.name || name.ends_with("." + value.name);
    }
    return set_of(values_of(own)) == set_of(value.values);
}

}  // namespace lockstep::code
