#include "generate/context.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "code/identifiers.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::generate {

namespace {

using namespace schema;

void put(Data::Object& to, char const* name, Data value) {
    to.push_back({name, std::move(value)});
}

bool is_wanted(Object const& object, Selection const& selection) {
    auto const& names = object.id.names;
    auto const full = std::string(names.front()) + "." + std::string(names.back());
    return selection.tables.empty() ||
           std::any_of(selection.tables.begin(), selection.tables.end(), [&](auto const& pattern) {
               return matches_glob(pattern, full) ||
                      (names.front() == "public" && matches_glob(pattern, names.back()));
           });
}

bool is_on_that_side(Schema const& schema, Object const& object, Select select) {
    return select == Select::all ||
           is_relationship(schema, object) == (select == Select::relationships);
}

/// What a relation is made of comes before it.
class Order {
public:
    explicit Order(Vocabulary const& vocabulary) : vocabulary_(vocabulary) {
        for (auto const& object : vocabulary.schema().objects) {
            if (is_relation(object)) {
                by_class_.emplace(vocabulary.class_of(object), &object);
            }
        }
    }

    void add(Object const& relation, int depth = 0) {
        // Hostile snapshots hold types in types without end.
        constexpr int deepest = 500;
        if (depth > deepest || !seen_.insert(&relation).second) {
            return;
        }
        for (auto const* const column : vocabulary_.columns_of(relation)) {
            for (auto const& name : vocabulary_.type((*column)["type"]).classes) {
                if (auto const found = by_class_.find(name); found != by_class_.end()) {
                    add(*found->second, depth + 1);
                }
            }
        }
        order_.push_back(&relation);
    }

    std::vector<Object const*> take() { return std::move(order_); }

private:
    Vocabulary const& vocabulary_;
    std::map<std::string, Object const*> by_class_;
    std::set<Object const*> seen_;
    std::vector<Object const*> order_;
};

/// What the types of the columns name.
class Uses {
public:
    Uses(Vocabulary const& vocabulary, std::vector<Object const*> const& selected,
         std::string_view needs)
        : vocabulary_(vocabulary), texts_{std::string(needs)} {
        for (auto const* const relation : selected) {
            own_.insert(vocabulary.class_of(*relation));
            for (auto const* const column : vocabulary.columns_of(*relation)) {
                add(*relation, *column);
            }
        }
    }

    /// Modules, each with its names.
    Data::List imports() const {
        WrittenTypes::Imports by_module;
        for (auto const& text : texts_) {
            vocabulary_.types().add_imports(text, by_module);
        }
        Data::List list;
        for (auto const& [module, names] : by_module) {
            Data::Object to;
            put(to, "module", module);
            put(to, "names", named(names));
            list.push_back(std::move(to));
        }
        return list;
    }

    Data::List enums() const { return named(enums_); }
    Data::List others() const {
        std::set<std::string> others;
        std::set_difference(classes_.begin(), classes_.end(), own_.begin(), own_.end(),
                            std::inserter(others, others.end()));
        return named(others);
    }

private:
    void add(Object const&, Object const& column) {
        auto const& type = vocabulary_.type(column["type"]);
        texts_.insert(column.is("not_null") ? type.forms.find("type")->second
                                            : type.declared_if_null);
        for (auto const& name : type.classes) {
            (type.is_enum ? enums_ : classes_).insert(name);
        }
    }

    static Data::List named(std::set<std::string> const& names) {
        Data::List list;
        for (auto const& name : names) {
            list.emplace_back(Data::Object{{"name", name}});
        }
        return list;
    }

    Vocabulary const& vocabulary_;
    std::set<std::string> texts_;
    std::set<std::string> own_;
    std::set<std::string> classes_;
    std::set<std::string> enums_;
};

Data::List custom_types(Vocabulary const& vocabulary) {
    Data::List list;
    for (auto const& [text, variable] : vocabulary.custom_types()) {
        Data::Object to;
        put(to, "custom_variable", variable);
        put(to, "custom_literal", vocabulary.language().quoted(text));
        list.push_back(std::move(to));
    }
    return list;
}

Data::List column_names(Vocabulary const& vocabulary) {
    Data::List list;
    for (auto const& [name, constant] : vocabulary.column_constants()) {
        Data::Object to;
        put(to, "constant", constant);
        put(to, "literal", vocabulary.language().quoted(name));
        list.push_back(std::move(to));
    }
    return list;
}

Data::List namespaces(Vocabulary const& vocabulary) {
    Data::List list;
    for (auto const& [name, variable] : vocabulary.namespaces()) {
        Data::Object to;
        put(to, "literal", vocabulary.language().quoted(name));
        put(to, "variable", variable);
        list.push_back(std::move(to));
    }
    return list;
}

/// Has a column another name in the language?
bool has_alias(Data const& relation) {
    auto const& columns = *relation.find("columns")->list();
    return std::any_of(columns.begin(), columns.end(),
                       [](Data const& column) { return column.find("has_alias")->is_there(); });
}

}  // namespace

bool is_relationship(Schema const& schema, Object const& table) {
    if (!is_table(table)) {
        return false;
    }
    std::set<std::string_view> referring;
    std::vector<std::set<std::string_view>> references;
    std::vector<std::set<std::string_view>> keys;
    for (auto const& part : schema.with_parts(table.id.names)) {
        auto const type = part.id.kind == &kind::constraint ? part["type"] : std::string_view{};
        auto const columns = part.list("columns").items();
        if (type == "FOREIGN KEY") {
            references.emplace_back(columns.begin(), columns.end());
            referring.insert(columns.begin(), columns.end());
        } else if (type == "PRIMARY KEY" || type == "UNIQUE") {
            keys.emplace_back(columns.begin(), columns.end());
        }
    }
    return std::any_of(keys.begin(), keys.end(), [&](auto const& key) {
        auto const inside =
            std::count_if(references.begin(), references.end(), [&](auto const& each) {
                return std::includes(key.begin(), key.end(), each.begin(), each.end());
            });
        return inside >= 2 &&
               std::includes(referring.begin(), referring.end(), key.begin(), key.end());
    });
}

std::vector<Object const*> selected(Vocabulary const& vocabulary, Selection const& selection) {
    Order order(vocabulary);
    for (auto const& object : vocabulary.schema().objects) {
        if (is_relation(object) && is_wanted(object, selection)) {
            order.add(object);
        }
    }
    auto all = order.take();
    std::erase_if(all, [&](Object const* each) {
        return !is_on_that_side(vocabulary.schema(), *each, selection.select);
    });
    return all;
}

std::string name_in_comment(Language const& language, Object const& object) {
    auto const& names = object.id.names;
    auto const name = std::string(names.front()) + "." + std::string(names.back());
    return language.comment(replace_all(name, "\n", " "));
}

Data comment_data(Language const& language, Object const& object) {
    Data::List lines;
    auto const text = replace_all(std::string(trim(object["comment"])), "\r", "");
    for (auto const& line : text.empty() ? std::vector<std::string>{} : split(text, '\n')) {
        lines.emplace_back(Data::Object{{"line", language.comment(line)}});
    }
    return lines;
}

Data enum_data(Vocabulary const& vocabulary, Object const& type) {
    auto const& language = vocabulary.language();
    code::Scope constants;
    code::Scope identifiers;
    identifiers.reserve(vocabulary.types().reserved());
    constants.reserve(vocabulary.types().reserved());
    Data::List values;
    for (auto const value : type.list("values").items()) {
        Data::Object to;
        put(to, "value", language.quoted(value));
        put(to, "constant", constants.add(constant_name(value)));
        put(to, "identifier", identifiers.add(language.identifier(value)));
        values.push_back(std::move(to));
    }
    auto const space = type.id.names.front();
    Data::Object to;
    put(to, "literal", language.quoted(type.name()));
    put(to, "namespace", language.quoted(space));
    put(to, "namespace_variable", vocabulary.namespace_variable(space));
    put(to, "qualified",
        language.quoted((space == "public" ? "" : std::string(space) + ".") +
                        std::string(type.name())));
    put(to, "qualified_in_comment", name_in_comment(language, type));
    put(to, "class", vocabulary.class_of(type));
    put(to, "variable", vocabulary.variable_of(type));
    put(to, "comment", comment_data(language, type));
    put(to, "has_values", !values.empty());
    put(to, "values", std::move(values));
    return to;
}

Data context(Vocabulary const& vocabulary, Selection const& selection) {
    auto const chosen =
        selection.has_relations ? selected(vocabulary, selection) : std::vector<Object const*>{};
    std::set<Object const*> const seen(chosen.begin(), chosen.end());
    Data::List relations;
    relations.reserve(chosen.size());
    for (auto const* const relation : chosen) {
        relations.push_back(relation_data(vocabulary, *relation, seen));
    }
    Data::List enums;
    for (auto const& object : vocabulary.schema().objects) {
        if (object.id.kind == &kind::enum_type) {
            enums.push_back(enum_data(vocabulary, object));
        }
    }
    Uses const uses(vocabulary, chosen, chosen.empty() ? "" : selection.needs);
    Data::Object to;
    put(to, "language", vocabulary.language().name);
    put(to, "has_enums", !enums.empty());
    put(to, "enums", std::move(enums));
    put(to, "has_aliases", std::any_of(relations.begin(), relations.end(), has_alias));
    put(to, "has_relations", !relations.empty());
    put(to, "relations", std::move(relations));
    put(to, "column_names", column_names(vocabulary));
    put(to, "namespaces", namespaces(vocabulary));
    put(to, "custom_types", custom_types(vocabulary));
    put(to, "imports", uses.imports());
    put(to, "imported_enums", uses.enums());
    put(to, "imported_relations", uses.others());
    return to;
}

}  // namespace lockstep::generate
