#include "code/project.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/checks.hpp"
#include "code/database_names.hpp"
#include "code/keys.hpp"
#include "code/projection_side.hpp"
#include "code/speech.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

namespace {

using namespace schema;

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
        add_constants();
        add_what_is_not_defined();
        Projection all{first_layer_.finish(files_), std::move(problems_), {}};
        if (!speak_of_enums()) {
            all.definitions.known_kinds.erase(&kind::enum_type);
        }
        for (auto& [terms, layer] : other_layers_) {
            all.others.push_back(layer.finish(files_));
        }
        all.others.push_back(names_only_.finish(files_));
        return all;
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

    /// SQLite has none, and names of tables and columns are none: where nothing else is defined,
    /// nothing is said.
    bool speak_of_enums() const {
        bool const is_only_names = definitions_.records.empty() && !definitions_.constants.empty();
        return !enums_.empty() || (terms() != Terms::sqlite && !is_only_names);
    }

    /// Of all tables that are defined, where those are the same.
    Terms terms() const {
        return terms_.empty() ? how_.terms : terms_.size() == 1 ? *terms_.begin() : Terms::language;
    }

    /// What has two definitions in the same terms is compared by the first.
    bool is_first(ObjectId const& id, Record const& record) {
        auto const [at, is_new] = first_.try_emplace({key_of(id), record.terms}, &record);
        if (!is_new) {
            auto const& first = *at->second;
            problems_.push_back(
                {record.place,
                 fmt::format("{} is defined a second time; the first one is at {}{}", record.name,
                             to_string(first.place), difference_of(record, first))});
        }
        return is_new;
    }

    /// ", where id is int, and str here"; empty where the two do not contradict one another.
    static std::string difference_of(Record const& record, Record const& first) {
        std::map<std::string_view, Field const*> fields;
        for (auto const& other : first.fields) {
            fields.try_emplace(other.name, &other);
        }
        for (auto const& field : record.fields) {
            auto const other = fields.find(field.name);
            if (other != fields.end() && other->second->type != field.type) {
                return fmt::format(", where {} is {}, and {} here", field.name,
                                   to_string(other->second->type), to_string(field.type));
            }
        }
        return {};
    }

    static std::string key_of(ObjectId const& id) {
        return std::string(id.kind->name) + '\0' + std::string(id.names.packed());
    }

    /// Other terms than those of the first definition have a layer of their own.
    Layer& layer_of(ObjectId const& id, Terms terms) {
        auto const [at, is_new] = first_terms_.try_emplace(key_of(id), terms);
        return at->second == terms ? first_layer_ : other_layers_[terms];
    }

    // --- Enums

    void add_enum(Enum const& each) {
        auto const name = name_of(each);
        if (!name) {
            return;
        }
        auto const packed = pack({name->space, name->name});
        ObjectId const id{&kind::enum_type, Names(packed)};
        auto const* const object = database_.find(id);
        auto const [at, is_new] = enums_.try_emplace(packed, &each);
        if (is_new) {
            first_layer_.ours.add_enum(id.names, in_order_of(object, each), place_of(each.place));
        } else if (auto const difference = difference_of(each, *at->second); !difference.empty()) {
            problems_.push_back({each.place, difference});
        }
    }

    /// Nothing for what need not be a type of the database: unions and aliases also say what a text
    /// may be.
    std::optional<DatabaseName> name_of(Enum const& each) const {
        auto const* const known = names_.enums.name_of(each.name);
        if (!each.type.empty()) {
            bool const is_known = each.in_any_space && known != nullptr && known->name == each.type;
            return is_known ? *known : theirs_.of_enum(each);
        }
        if (known != nullptr) {
            return *known;
        }
        auto const& ending = how_.naming.enum_class_suffix;
        bool const is_named_so = !ending.empty() && each.name.ends_with(ending);
        return (how_.types.is_structural() || each.is_alias) && !is_named_so
                   ? std::nullopt
                   : std::optional(DatabaseName{"public", enum_of_class(each.name, how_.naming)});
    }

    /// What two definitions of one enum do not agree on; empty where they do.
    static std::string difference_of(Enum const& each, Enum const& first) {
        for (auto const& [one, other] : {std::pair(&each, &first), std::pair(&first, &each)}) {
            std::set<std::string_view> values;
            for (auto const& member : other->members) {
                values.insert(member.value);
            }
            for (auto const& member : one->members) {
                if (!values.contains(member.value)) {
                    return of_missing_value(*one, member.value, *other);
                }
            }
        }
        return {};
    }

    static std::string of_missing_value(Enum const& has, std::string const& value,
                                        Enum const& lacks) {
        for (auto const& member : lacks.members) {
            if (are_spellings(member.value, value)) {
                return fmt::format(
                    "a value of one enum is spelled in two ways: '{}' in {}, '{}' in "
                    "{} at {}",
                    printable(value), has.name, printable(member.value), lacks.name,
                    to_string(lacks.place));
            }
        }
        return fmt::format("{} has the value '{}', and {} at {}, which is the same enum, lacks it",
                           has.name, printable(value), lacks.name, to_string(lacks.place));
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

    std::optional<DatabaseName> name_of(Record const& record) const {
        if (!record.table.empty()) {
            return record.terms == Terms::sqlite ? theirs_.of_sqlite(record.table)
                                                 : theirs_.of_relation(record.table);
        }
        if (record.terms != Terms::language) {
            return std::nullopt;  // a base of entities
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
        auto const* const object = theirs_.find(*name);
        auto const& relation =
            object == nullptr ? relations().front() : *relation_of(*object->id.kind);
        auto const packed = pack({name->space, name->name});
        ObjectId const id{relation.kind, Names(packed)};
        if (!is_first(id, record)) {
            return;
        }
        terms_.insert(record.terms);
        auto& layer = layer_of(id, record.terms);
        layer.ours.add(*id.kind, id.names, place_of(record.place));
        if (object != nullptr) {
            layer.theirs.add(*id.kind, id.names);
            defined_.insert(object);
        }
        Defined const defined{&record, &relation, object, id.names, &layer};
        std::set<std::string, std::less<>> columns;
        for (auto const& field : record.fields) {
            add_field(defined, field, columns);
        }
        if (object != nullptr) {
            add_other_columns(defined, columns);
        }
        if (record.has_all_keys && object != nullptr && object->id.kind == &kind::table) {
            keys_.compare(record, *object, layer,
                          [&](TextPlace const& at) { return place_of(at); });
        }
    }

    /// A definition of a table, and the table.
    struct Defined {
        Record const* record;
        Relation const* relation;
        Object const* object;  // null where the database has none
        Names names;
        Layer* layer;
    };

    void add_field(Defined const& defined, Field const& field,
                   std::set<std::string, std::less<>>& columns) {
        auto const& kind = *defined.relation->column;
        auto const terms = defined.record->terms;
        auto const* const column =
            defined.object == nullptr ? nullptr : theirs_.column(*defined.object, kind, field.name);
        std::string const name(column == nullptr ? std::string_view(field.name) : column->name());
        if (!columns.insert(name).second) {
            return;
        }
        auto const said = column == nullptr ? Wording{speech_.own(terms, field.type), {}}
                                            : speech_.both(terms, field.type, (*column)["type"]);
        defined.layer->ours.add_column(kind, defined.names, name, said.own, !field.nullable,
                                       place_of(field.place));
        if (column != nullptr) {
            defined.layer->theirs.add_column(kind, defined.names, name, said.database,
                                             is_not_null(*column, terms, field));
        }
    }

    /// Whether a column of a view, or a part of a composite value, may be NULL nobody says.
    bool is_not_null(Object const& column, Terms terms, Field const& field) const {
        bool const is_said =
            column.id.kind->has("not_null") && speech_.says_null(terms, field.type);
        return is_said ? column.is("not_null") : !field.nullable;
    }

    void add_other_columns(Defined const& defined,
                           std::set<std::string, std::less<>> const& columns) {
        add_columns_of(*defined.object, *defined.relation, defined.record->terms,
                       defined.layer->theirs, columns);
    }

    void add_columns_of(Object const& object, Relation const& relation, Terms terms, Side& to,
                        std::set<std::string, std::less<>> const& but) {
        for (auto const& part : database_.with_parts(object.id.names)) {
            if (part.id.kind == relation.column && !but.contains(part.name())) {
                to.add_column(*relation.column, object.id.names, part.name(),
                              speech_.database(terms, part["type"]), part.is("not_null"));
            }
        }
    }

    // --- Names that are kept at one place

    void add_constants() {
        for (auto const& constants : definitions_.constants) {
            if (holds_names_of_tables(constants.name)) {
                add_names_of_tables(constants);
            } else if (holds_names_of_columns(constants.name)) {
                look_for_columns(constants);
            }
        }
    }

    void add_names_of_tables(Enum const& constants) {
        std::set<std::string_view> seen;
        for (auto const& member : constants.members) {
            auto const name = theirs_.of_relation(member.value);
            auto const* const object = theirs_.find(name);
            auto const& kind = object == nullptr ? kind::table : *object->id.kind;
            auto const packed = pack({name.space, name.name});
            if (!seen.insert(member.value).second) {
                continue;
            }
            if (!named_.insert(packed).second) {
                continue;
            }
            names_only_.ours.add(kind, Names(packed), place_of(member.place));
            if (object != nullptr) {
                names_only_.theirs.add(kind, Names(packed));
            }
        }
    }

    void look_for_columns(Enum const& constants) {
        std::set<std::string_view> known;
        for (auto const& object : database_.objects) {
            if (object.id.kind == &kind::column || object.id.kind == &kind::view_column) {
                known.insert(object.name());
            }
        }
        for (auto const& member : constants.members) {
            if (!known.contains(member.value)) {
                problems_.push_back(
                    {member.place,
                     fmt::format("{}.{} is '{}', and no table has such a column", constants.name,
                                 printable(member.name), printable(member.value))});
            }
        }
    }

    // ---

    void add_what_is_not_defined() {
        for (auto const& object : database_.objects) {
            if (object.id.kind == &kind::enum_type) {
                add_their_enum(object);
                continue;
            }
            auto const* const relation = relation_of(*object.id.kind);
            bool const is_wanted = relation != nullptr && relation->needs_class &&
                                   object["partition_of"].empty() && !defined_.contains(&object) &&
                                   can_be_defined(object);
            if (is_wanted) {
                first_layer_.theirs.add(*object.id.kind, object.id.names);
                add_columns_of(object, *relation, Terms::language, first_layer_.theirs, {});
            }
        }
    }

    /// SQLite has no table without columns, and TypeScript no type of one; TypeORM has no entity
    /// without a key.
    bool can_be_defined(Object const& table) const {
        if (terms() == Terms::typeorm && !has_primary_key(table)) {
            return false;
        }
        bool const needs_columns = terms() == Terms::sqlite || how_.types.is_structural();
        return !needs_columns || !table.list("columns").empty();
    }

    bool has_primary_key(Object const& table) const {
        auto const parts = database_.with_parts(table.id.names);
        bool const is_known = database_.known_kinds.contains(&kind::constraint);
        return !is_known || std::any_of(parts.begin(), parts.end(), [](Object const& part) {
            return part.id.kind == &kind::constraint && part["type"] == "PRIMARY KEY";
        });
    }

    void add_their_enum(Object const& object) {
        // A class without members is none of an enum.
        if (object.list("values").empty() && !is_defined(object)) {
            return;
        }
        std::vector<std::string> values;
        for (auto const value : object.list("values").items()) {
            values.emplace_back(value);
        }
        first_layer_.theirs.add_enum(object.id.names, values);
    }

    bool is_defined(Object const& object) const {
        auto const found = first_.lower_bound({key_of(object.id), Terms::language});
        return found != first_.end() && found->first.first == key_of(object.id);
    }

    Definitions const& definitions_;
    Schema const& database_;
    Projector const& how_;
    ClassNames names_;
    DatabaseNames theirs_{database_};
    Keys keys_{definitions_, database_, theirs_};
    Speech speech_{definitions_, database_, names_, how_};
    Layer first_layer_;
    std::map<Terms, Layer> other_layers_;
    Layer names_only_;
    std::vector<std::string> files_;
    std::map<std::pair<std::string, Terms>, Record const*> first_;
    std::set<std::string> named_;  // by constants
    std::map<std::string, Terms> first_terms_;
    std::set<Terms> terms_;
    std::map<std::string, Enum const*, std::less<>> enums_;
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
