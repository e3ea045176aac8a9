#include "code/project.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/value_types.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

namespace {

using namespace schema;

/// What has a class, and what its columns are.
struct Relation {
    Kind const* kind;
    Kind const* column;
    bool needs_class;
};
Relation const relations[] = {{&kind::table, &kind::column, true},
                              {&kind::foreign_table, &kind::column, true},
                              {&kind::view, &kind::view_column, false},
                              {&kind::materialized_view, &kind::view_column, false},
                              {&kind::composite_type, &kind::attribute, false}};

Relation const* relation_of(Kind const& kind) {
    auto const* const found =
        std::find_if(std::begin(relations), std::end(relations),
                     [&](Relation const& relation) { return relation.kind == &kind; });
    return found == std::end(relations) ? nullptr : found;
}

/// Makes a schema in the terms of the language.
class Side {
public:
    void add_enum(Names names, std::vector<std::string> const& values, Place place = {}) {
        auto const packed = pack(values);
        schema::Field const field{index_of(kind::enum_type, "values"), Value(TextList(packed))};
        builder_.add(kind::enum_type, names.packed(), std::span(&field, 1), place);
    }

    void add(Kind const& kind, Names names, Place place = {}) {
        builder_.add(kind, names.packed(), {}, place);
    }

    void add_column(Kind const& kind, Names whole, std::string_view name, std::string const& type,
                    bool not_null, Place place = {}) {
        std::vector<schema::Field> fields{{index_of(kind, "type"), Value(std::string_view(type))}};
        if (not_null && kind.has("not_null")) {
            fields.push_back({index_of(kind, "not_null"), Value(std::string_view("t"))});
        }
        builder_.add(kind, std::string(whole.packed()) + pack({name}), fields, place);
    }

    Schema finish(std::vector<std::string> files) {
        auto schema = builder_.finish();
        schema.known_kinds.insert(&kind::enum_type);
        for (auto const& relation : relations) {
            schema.known_kinds.insert({relation.kind, relation.column});
        }
        schema.files = std::move(files);
        return schema;
    }

private:
    static std::uint32_t index_of(Kind const& kind, std::string_view property) {
        return static_cast<std::uint32_t>(kind.index_of(property));
    }

    SchemaBuilder builder_;
};

class Projecting {
public:
    Projecting(Definitions const& definitions, Schema const& database, Projector const& how)
        : definitions_(definitions),
          database_(database),
          how_(how),
          names_(class_names(database, how.naming)) {}

    Projection run() {
        for (auto const& each : definitions_.enums) {
            add_enum(each);
        }
        for (auto const& record : definitions_.records) {
            add_record(record);
        }
        add_what_is_not_defined();
        return {ours_.finish(std::move(files_)), theirs_.finish({}), std::move(problems_)};
    }

private:
    Place place_of(TextPlace const& place) {
        auto const found = std::find(files_.begin(), files_.end(), place.file);
        auto const file = static_cast<std::uint32_t>(found - files_.begin());
        if (found == files_.end()) {
            files_.push_back(place.file);
        }
        return {file, static_cast<std::uint32_t>(place.line)};
    }

    /// Is it the first definition of that object? What has two is compared by the first.
    bool is_first(ObjectId const& id, std::string const& what, TextPlace const& place) {
        auto const key = std::string(id.kind->name) + '\0' + std::string(id.names.packed());
        auto const [at, is_new] = first_.try_emplace(key, place);
        if (!is_new) {
            problems_.push_back(
                {place, fmt::format("{} is defined a second time; the first one is at {}", what,
                                    to_string(at->second))});
        }
        return is_new;
    }

    // --- Enums

    void add_enum(Enum const& each) {
        auto const* const known = names_.enums.name_of(each.name);
        auto const name = known != nullptr
                              ? *known
                              : DatabaseName{"public", enum_of_class(each.name, how_.naming)};
        auto const packed = pack({name.space, name.name});
        ObjectId const id{&kind::enum_type, Names(packed)};
        auto const* const object = database_.find(id);
        // An alias of Literal need not be a type of the database.
        if (is_first(id, each.name, each.place)) {
            ours_.add_enum(id.names, in_order_of(object, each), place_of(each.place));
        }
    }

    /// The order of the members means nothing: those that the database has come as it has them.
    /// Where each side has one that the other lacks, the one was renamed: they stand at the same
    /// place.
    static std::vector<std::string> in_order_of(Object const* object, Enum const& each) {
        auto const known =
            object != nullptr ? object->list("values").items() : std::vector<std::string_view>{};
        std::set<std::string_view> const there(known.begin(), known.end());
        std::set<std::string_view> said;
        std::vector<std::string> more;
        for (auto const& member : each.members) {
            if (said.insert(member.value).second && !there.contains(member.value)) {
                more.push_back(member.value);
            }
        }
        bool const renames = more.size() == 1 && said.size() == there.size();
        std::vector<std::string> values;
        for (auto const value : known) {
            if (said.contains(value)) {
                values.emplace_back(value);
            } else if (renames) {
                values.push_back(more.front());
            }
        }
        values.insert(values.end(), more.begin(), more.begin() + (renames ? 0 : std::ssize(more)));
        return values;
    }

    // --- Tables, and what is like them

    Object const* find(DatabaseName const& name) const {
        auto const packed = pack({name.space, name.name});
        for (auto const& relation : relations) {
            if (auto const* const found = database_.find(*relation.kind, Names(packed))) {
                return found;
            }
        }
        return nullptr;
    }

    std::optional<DatabaseName> name_of(Record const& record) const {
        if (!record.table.empty()) {
            auto const dot = record.table.find('.');
            return dot == std::string::npos
                       ? DatabaseName{"public", record.table}
                       : DatabaseName{record.table.substr(0, dot), record.table.substr(dot + 1)};
        }
        if (auto const* const known = names_.tables.name_of(record.name)) {
            return *known;
        }
        // What is no class of a table by its name may be anything.
        auto const& ending = how_.naming.table_class_suffix;
        bool const is_of_table = !ending.empty() && record.name.ends_with(ending);
        return is_of_table && !record.is_base
                   ? std::optional(DatabaseName{"public", table_of_class(record.name, how_.naming)})
                   : std::nullopt;
    }

    void add_record(Record const& record) {
        auto const name = name_of(record);
        if (!name) {
            return;
        }
        auto const* const object = find(*name);
        auto const& relation = object == nullptr ? relations[0] : *relation_of(*object->id.kind);
        auto const packed = pack({name->space, name->name});
        ObjectId const id{relation.kind, Names(packed)};
        if (!is_first(id, record.name, record.place)) {
            return;
        }
        ours_.add(*id.kind, id.names, place_of(record.place));
        if (object != nullptr) {
            theirs_.add(*id.kind, id.names);
            defined_.insert(object);
        }
        std::set<std::string, std::less<>> columns;
        for (auto const& field : record.fields) {
            add_field(relation, object, id.names, field, columns);
        }
        if (object != nullptr) {
            add_other_columns(relation, *object, columns);
        }
    }

    /// The column that a field means: by its name, or as names are written in the language.
    Object const* column_of(Relation const& relation, Object const* object,
                            std::string const& name) const {
        if (object == nullptr) {
            return nullptr;
        }
        if (auto const* const exact = database_.part(*object, *relation.column, name)) {
            return exact;
        }
        return database_.part(*object, *relation.column, join(words_of(name), "_"));
    }

    void add_field(Relation const& relation, Object const* object, Names whole, Field const& field,
                   std::set<std::string, std::less<>>& columns) {
        auto const* const column = column_of(relation, object, field.name);
        std::string const name(column == nullptr ? std::string_view(field.name) : column->name());
        if (!columns.insert(name).second) {
            return;
        }
        ours_.add_column(*relation.column, whole, name, to_string(field.type), !field.nullable,
                         place_of(field.place));
        if (column != nullptr) {
            auto const value = value_type(database_, (*column)["type"], names_);
            bool const fits = how_.types.fits(value, field.type, definitions_);
            theirs_.add_column(*relation.column, whole, name,
                               to_string(fits ? field.type : how_.types.usual(value)),
                               is_not_null(*column, relation, field));
        }
    }

    /// Whether a column of a view, or a part of a composite value, may be NULL nobody says.
    bool is_not_null(Object const& column, Relation const& relation, Field const& field) const {
        bool const is_said = relation.column->has("not_null") && !how_.types.is_any(field.type);
        return is_said ? column.is("not_null") : !field.nullable;
    }

    void add_other_columns(Relation const& relation, Object const& object,
                           std::set<std::string, std::less<>> const& columns) {
        for (auto const& part : database_.with_parts(object.id.names)) {
            if (part.id.kind == relation.column && !columns.contains(part.name())) {
                theirs_.add_column(*relation.column, object.id.names, part.name(), usual(part),
                                   part.is("not_null"));
            }
        }
    }

    std::string usual(Object const& column) const {
        return to_string(how_.types.usual(value_type(database_, column["type"], names_)));
    }

    void add_what_is_not_defined() {
        for (auto const& object : database_.objects) {
            if (object.id.kind == &kind::enum_type) {
                add_their_enum(object);
                continue;
            }
            auto const* const relation = relation_of(*object.id.kind);
            bool const is_wanted = relation != nullptr && relation->needs_class &&
                                   object["partition_of"].empty() && !defined_.contains(&object);
            if (is_wanted) {
                theirs_.add(*object.id.kind, object.id.names);
                add_other_columns(*relation, object, {});
            }
        }
    }

    void add_their_enum(Object const& object) {
        std::vector<std::string> values;
        for (auto const value : object.list("values").items()) {
            values.emplace_back(value);
        }
        theirs_.add_enum(object.id.names, values);
    }

    Definitions const& definitions_;
    Schema const& database_;
    Projector const& how_;
    ClassNames names_;
    Side ours_;
    Side theirs_;
    std::vector<std::string> files_;
    std::map<std::string, TextPlace> first_;
    std::set<Object const*> defined_;
    std::vector<Problem> problems_;
};

}  // namespace

Projection project(Definitions const& definitions, Schema const& database, Projector const& how) {
    auto projection = Projecting(definitions, database, how).run();
    projection.problems.insert(projection.problems.begin(), definitions.problems.begin(),
                               definitions.problems.end());
    return projection;
}

}  // namespace lockstep::code
