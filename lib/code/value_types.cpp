#include "code/value_types.hpp"

#include "base/text.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

namespace {

using namespace schema;

/// Domains over domains over …; hostile snapshots may hold circles.
constexpr int deepest = 32;

/// "numeric(10,2)" → "numeric", "timestamp(3) with time zone" → "timestamp with time zone".
std::string without_modifiers(std::string_view text) {
    std::string bare;
    bool is_quoted = false;
    int depth = 0;
    for (auto const c : text) {
        is_quoted = is_quoted != (c == '"');
        depth += !is_quoted && c == '(' ? 1 : 0;
        if (depth == 0) {
            bare += c;
        }
        depth -= !is_quoted && c == ')' ? 1 : 0;
    }
    return bare;
}

DatabaseName name_of(Object const& object) {
    return {std::string(object.id.names.front()), std::string(object.id.names.back())};
}

bool has_class(Kind const& kind) {
    return &kind == &kind::table || &kind == &kind::view || &kind == &kind::materialized_view ||
           &kind == &kind::foreign_table || &kind == &kind::composite_type;
}

Object const* find_type(Schema const& schema, Names names) {
    for (auto const* const kind :
         {&kind::enum_type, &kind::domain, &kind::composite_type, &kind::range_type}) {
        if (auto const* const found = schema.find(*kind, names)) {
            return found;
        }
    }
    return nullptr;
}

ValueType read(Schema const& schema, std::string_view text, ClassNames const& names, int depth);

ValueType of_object(Schema const& schema, Object const& object, ClassNames const& names,
                    int depth) {
    auto const* const kind = object.id.kind;
    ValueType type{.name = std::string(object.name())};
    auto const full = std::string(object.id.names.front()) + "." + type.name;
    if (kind == &kind::domain && depth < deepest) {
        auto base = read(schema, object["type"], names, depth + 1);
        base.called.insert(base.called.begin(), {full, type.name});
        return base;
    }
    type.called = {full, type.name};
    if (kind == &kind::enum_type) {
        type.shape = ValueType::Shape::enumeration;
        type.class_name = names.enums.class_of(name_of(object));
        for (auto const value : object.list("values").items()) {
            type.values.emplace_back(value);
        }
    } else if (kind == &kind::composite_type) {
        type.shape = ValueType::Shape::composite;
        type.class_name = names.tables.class_of(name_of(object));
    } else if (kind == &kind::range_type) {
        type.shape = ValueType::Shape::range;
    }
    return type;
}

/// Of PostgreSQL itself: int4range, datemultirange.
ValueType of_system(std::string const& name) {
    ValueType type{.name = name, .called = {name}};
    if (type.name.ends_with("multirange")) {
        type.shape = ValueType::Shape::multirange;
    } else if (type.name.ends_with("range")) {
        type.shape = ValueType::Shape::range;
    }
    return type;
}

ValueType read(Schema const& schema, std::string_view text, ClassNames const& names, int depth) {
    constexpr std::string_view array = "[]";
    if (text.ends_with(array) && depth < deepest) {
        text.remove_suffix(array.size());
        auto element = read(schema, text, names, depth + 1);
        auto called = element.called;
        for (auto& name : called) {
            name += array;
        }
        return {.shape = ValueType::Shape::array,
                .name = "array",
                .element = {std::move(element)},
                .called = std::move(called)};
    }
    auto const bare = without_modifiers(text);
    auto const packed = names_of_dotted(bare);
    if (auto const* const object = find_type(schema, Names(packed))) {
        return of_object(schema, *object, names, depth);
    }
    // A row of a table is a composite value, too.
    for (auto const* const kind : {&kind::table, &kind::view}) {
        if (auto const* const row = schema.find(*kind, Names(packed))) {
            return {.shape = ValueType::Shape::composite,
                    .name = std::string(row->name()),
                    .class_name = names.tables.class_of(name_of(*row))};
        }
    }
    return of_system(Names(packed).size() > 1 ? std::string(Names(packed).back()) : bare);
}

}  // namespace

ClassNames class_names(Schema const& schema, config::Naming const& naming) {
    std::vector<DatabaseName> tables;
    std::vector<DatabaseName> enums;
    for (auto const& object : schema.objects) {
        if (has_class(*object.id.kind)) {
            tables.push_back(name_of(object));
        } else if (object.id.kind == &kind::enum_type) {
            enums.push_back(name_of(object));
        }
    }
    NameMap of_tables(std::move(tables), naming, class_of_table);
    NameMap of_enums(std::move(enums), naming, class_of_enum, "public", &of_tables);
    return {std::move(of_tables), std::move(of_enums)};
}

std::string without_domains(Schema const& schema, std::string_view text) {
    constexpr std::string_view array = "[]";
    std::string arrays;
    std::string base(text);
    for (int i = 0; i < deepest; ++i) {
        for (; base.ends_with(array); base.resize(base.size() - array.size())) {
            arrays += array;
        }
        auto const packed = names_of_dotted(base);
        auto const* const domain = schema.find(kind::domain, Names(packed));
        if (domain == nullptr) {
            break;
        }
        base = std::string((*domain)["type"]);
    }
    return base + arrays;
}

ValueType value_type(Schema const& schema, std::string_view text, ClassNames const& names) {
    return read(schema, text, names, 0);
}

}  // namespace lockstep::code
