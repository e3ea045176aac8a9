#include "generate/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "code/identifiers.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::generate {

namespace {

using namespace schema;

std::string_view written_of(std::string_view language) {
    auto const name = std::string(language) + "/written.json";
    for (auto const& file : template_files()) {
        if (file.name == name) {
            return file.content;
        }
    }
    throw Error(ExitCode::bug, "there is no " + name);
}

code::DatabaseName database_name(Object const& object) {
    return {std::string(object.id.names.front()), std::string(object.id.names.back())};
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

std::string with_letter_in_front(std::string name, std::string_view otherwise) {
    bool const is_number = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) != 0;
    return is_number || name.empty() ? std::string(otherwise) + name : name;
}

/// A property that an object has already is named by an expression.
std::string property_key(std::string const& name, std::string const& quoted) {
    if (name == "__proto__") {
        return "[" + quoted + "]";
    }
    return code::is_identifier(name) ? name : quoted;
}

bool is_column(Object const& object) {
    auto const* const kind = object.id.kind;
    return kind == &kind::column || kind == &kind::view_column || kind == &kind::attribute;
}

/// Names that differ in nothing but their letters' case are one name: the later one gets `_`.
std::string unfolded(std::string const& name, code::Scope& scope) {
    auto const folded = to_lower(name);
    return name + scope.add(folded).substr(folded.size());
}

/// Columns, but not the parts of composite values.
bool has_constant(Object const& object) {
    return object.id.kind == &kind::column || object.id.kind == &kind::view_column;
}

bool is_domain(Schema const& schema, std::string_view type) {
    constexpr std::string_view array = "[]";
    while (type.ends_with(array)) {
        type.remove_suffix(array.size());
    }
    auto const packed = names_of_dotted(type);
    return schema.find(kind::domain, Names(packed)) != nullptr;
}

std::vector<Object const*> sorted_columns(Schema const& schema, Object const& relation) {
    std::map<std::string_view, Object const*> by_name;
    for (auto const& part : schema.with_parts(relation.id.names)) {
        if (is_column(part)) {
            by_name.emplace(part.name(), &part);
        }
    }
    std::vector<Object const*> columns;
    for (auto const name : relation.list("columns").items()) {
        if (auto const found = by_name.find(name); found != by_name.end()) {
            columns.push_back(found->second);
            by_name.erase(found);
        }
    }
    // A snapshot that people wrote may name no order.
    for (auto const& [name, column] : by_name) {
        columns.push_back(column);
    }
    return columns;
}

}  // namespace

struct Vocabulary::Scopes {
    code::Scope variables;
    code::Scope constants;
    code::Scope columns;
    code::Scope folded;  // names of tables, in small letters
};

std::string constant_name(std::string_view name) {
    if (name.empty()) {
        return "EMPTY";
    }
    auto const words = upper(join(code::words_of(name), "_"));
    return words.empty() ? "VALUE" : with_letter_in_front(words, "VALUE_");
}

std::string member_name(std::string_view name) {
    std::string result;
    for (auto const& word : code::words_of(name)) {
        bool const is_first = result.empty();
        result += word;
        if (!is_first) {
            auto& letter = result[result.size() - word.size()];
            letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        }
    }
    return with_letter_in_front(result, result.empty() ? "unnamed" : "n");
}

std::string qualified(Object const& relation) {
    auto const& names = relation.id.names;
    return (names.front() == "public" ? "" : std::string(names.front()) + ".") +
           std::string(names.back());
}

bool is_table(Object const& object) {
    return (object.id.kind == &kind::table && object["partition_of"].empty()) ||
           (object.id.kind == &kind::foreign_table && object["partition_of"].empty());
}

bool is_relation(Object const& object) {
    auto const* const kind = object.id.kind;
    return is_table(object) || kind == &kind::view || kind == &kind::materialized_view ||
           kind == &kind::composite_type;
}

Vocabulary::Vocabulary(Schema const& schema, Language const& language,
                       config::NamingConventions const& conventions,
                       config::TextMap const& type_mappings)
    : schema_(schema),
      language_(language),
      types_(written_of(language.name), type_mappings),
      classes_(code::class_names(schema, code::naming_for(conventions, language.name))) {
    Scopes scopes;
    scopes.variables.reserve(types_.reserved());
    for (auto const& object : schema.objects) {
        add_object(object, scopes);
    }
    for (auto const& object : schema.objects) {
        if (auto const& text = is_column(object) ? type(object["type"]).custom : "";
            !text.empty()) {
            auto const [at, is_new] = custom_types_.try_emplace(text);
            if (is_new) {
                at->second = scopes.variables.add(member_name(text) + "Type");
            }
        }
    }
}

void Vocabulary::add_object(Object const& object, Scopes& scopes) {
    auto const& names = object.id.names;
    auto const full = names.front() == "public"
                          ? std::string(names.back())
                          : std::string(names.front()) + "_" + std::string(names.back());
    bool const has_variable = is_relation(object) || object.id.kind == &kind::enum_type;
    if (has_variable && names.front() != "public" && !namespaces_.contains(names.front())) {
        namespaces_.emplace(names.front(),
                            scopes.variables.add(member_name(names.front()) + "Schema"));
    }
    if (is_relation(object)) {
        columns_in_order_[&object] = sorted_columns(schema_, object);
        auto const own_name =
            language_.folds_case ? unfolded(qualified(object), scopes.folded) : qualified(object);
        identifiers_[&object] = language_.identifier(own_name);
        variables_[&object] = scopes.variables.add(member_name(full));
        constants_[&object] = scopes.constants.add(constant_name(full));
    } else if (object.id.kind == &kind::enum_type) {
        enum_variables_[class_of(object)] = variables_[&object] =
            scopes.variables.add(member_name(full) + "Enum");
    } else if (has_constant(object) && !column_constants_.contains(object.name())) {
        column_constants_.emplace(object.name(), scopes.columns.add(constant_name(object.name())));
    } else if (object.id.kind == &kind::sequence && !object["owned_by"].empty()) {
        owners_of_sequences_.insert(names_of_dotted(object["owned_by"]));
    } else if (object.id.kind == &kind::index) {
        indexes_.emplace(names_of_dotted(object["table"]), &object);
    }
}

std::string Vocabulary::namespace_variable(std::string_view name) const {
    auto const found = namespaces_.find(name);
    return found == namespaces_.end() ? "" : found->second;
}

bool Vocabulary::is_serial(Object const& column) const {
    return column["default"].starts_with("nextval(") &&
           owners_of_sequences_.contains(column.id.names.packed());
}

std::vector<Object const*> Vocabulary::indexes_of(Object const& table) const {
    std::vector<Object const*> all;
    auto const [first, last] = indexes_.equal_range(table.id.names.packed());
    std::transform(first, last, std::back_inserter(all),
                   [](auto const& each) { return each.second; });
    return all;
}

std::string const& Vocabulary::class_of(Object const& object) const {
    auto const& names = object.id.kind == &kind::enum_type ? classes_.enums : classes_.tables;
    return names.class_of(database_name(object));
}

std::string const& Vocabulary::variable_of(Object const& object) const {
    return variables_.at(&object);
}

std::string const& Vocabulary::identifier_of(Object const& object) const {
    return identifiers_.at(&object);
}

std::string const& Vocabulary::constant_of(Object const& object) const {
    return constants_.at(&object);
}

std::string Vocabulary::column_constant(std::string_view name) const {
    auto const found = column_constants_.find(name);
    return found == column_constants_.end() ? constant_name(name) : found->second;
}

bool Vocabulary::can_be_field(std::string const& name) const {
    // Python changes `__name` in a class.
    return code::is_identifier(name) && !name.starts_with("__") &&
           !types_.reserved().contains(name);
}

/// A field that is called as one of these would hide it from the types of other fields.
std::set<std::string, std::less<>> Vocabulary::names_in_types(Object const& relation) const {
    std::set<std::string, std::less<>> names{class_of(relation)};
    for (auto const* const column : columns_of(relation)) {
        auto const found = identifiers_in(type((*column)["type"]).declared_if_null);
        names.insert(found.begin(), found.end());
    }
    return names;
}

Vocabulary::ColumnsNames Vocabulary::column_names(Object const& relation) const {
    ColumnsNames all;
    code::Scope identifiers;
    code::Scope members;
    auto const used = names_in_types(relation);
    identifiers.reserve(types_.reserved());
    identifiers.reserve(types_.reserved_fields());
    identifiers.reserve(used);
    members.reserve(types_.reserved_fields());
    code::Scope folded;
    for (auto const* const column : columns_of(relation)) {
        std::string const name(column->name());
        auto const own_name = language_.folds_case ? unfolded(name, folded) : name;
        ColumnNames names{.literal = language_.quoted(name),
                          .identifier = identifiers.add(language_.identifier(own_name)),
                          .is_plain = can_be_field(name) && !used.contains(name),
                          .key = {},
                          .member = members.add(member_name(name)),
                          .member_literal = {},
                          .constant = column_constant(name)};
        names.key = property_key(name, names.literal);
        names.member_literal = language_.quoted(names.member);
        all.emplace(name, std::move(names));
    }
    return all;
}

ColumnNames const& Vocabulary::names_of(Object const& relation, std::string_view column) const {
    auto found = columns_.find(&relation);
    if (found == columns_.end()) {
        found = columns_.emplace(&relation, column_names(relation)).first;
    }
    auto& names = found->second;
    auto at = names.find(column);
    // A snapshot that people wrote may name columns in a key that the table has not.
    if (at == names.end()) {
        auto const literal = language_.quoted(column);
        at = names
                 .emplace(column,
                          ColumnNames{.literal = literal,
                                      .identifier = language_.identifier(column),
                                      .key = property_key(std::string(column), literal),
                                      .member = member_name(column),
                                      .member_literal = language_.quoted(member_name(column)),
                                      .constant = column_constant(column)})
                 .first;
    }
    return at->second;
}

TypeFacts const& Vocabulary::type(std::string_view text) const {
    auto found = known_types_.find(text);
    if (found == known_types_.end()) {
        found = known_types_.emplace(std::string(text), type_facts(text)).first;
    }
    return found->second;
}

TypeFacts Vocabulary::type_facts(std::string_view text) const {
    auto value = code::value_type(schema_, text, classes_);
    TypeFacts facts;
    facts.modifiers = modifiers_of(code::without_domains(schema_, text));
    facts.forms = types_.write(value, facts.modifiers);
    Data::Object form;
    for (auto const& [name, written] : facts.forms) {
        form.push_back({types_.form_name(name), written});
    }
    facts.form = std::make_shared<Data::Object const>(std::move(form));
    facts.declared_if_null = types_.nullable(facts.forms.at("type"));
    facts.is_array = text.ends_with("[]");
    auto const* innermost = &value;
    while (innermost->shape == code::ValueType::Shape::array) {
        innermost = &innermost->element.front();
    }
    auto const variable = enum_variables_.find(innermost->class_name);
    if (!innermost->class_name.empty()) {
        facts.classes.push_back(innermost->class_name);
    }
    bool const is_enum = innermost->shape == code::ValueType::Shape::enumeration;
    facts.is_enum = is_enum;
    // An enum without values is none for most languages.
    bool const has_class = is_enum && !innermost->values.empty() && !is_domain(schema_, text);
    facts.enum_class = has_class ? innermost->class_name : "";
    facts.enum_name = facts.enum_class.empty() ? "" : innermost->name;
    facts.enum_variable =
        variable == enum_variables_.end() || facts.enum_class.empty() ? "" : variable->second;
    auto const builder = facts.forms.find("pg");
    bool const has_builders = builder != facts.forms.end();
    bool const needs_one = has_builders && (builder->second.empty() || is_domain(schema_, text));
    if (needs_one && facts.enum_class.empty()) {
        constexpr std::string_view space = "public.";
        facts.custom = replace_all(std::string(text), "[]", "");
        // drizzle-kit takes it for one name.
        facts.custom.erase(0, facts.custom.starts_with(space) ? space.size() : 0);
    }
    return facts;
}

}  // namespace lockstep::generate
