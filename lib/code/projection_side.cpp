#include "code/projection_side.hpp"

#include <algorithm>
#include <array>

#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

using namespace schema;

namespace {

// Filled at the first use: kinds are made at the start, in no order.
std::span<Relation const> table() {
    static auto const all =
        std::to_array<Relation>({{&kind::table, &kind::column, true},
                                 {&kind::foreign_table, &kind::column, true},
                                 {&kind::view, &kind::view_column, false},
                                 {&kind::materialized_view, &kind::view_column, false},
                                 {&kind::composite_type, &kind::attribute, false}});
    return all;
}

std::uint32_t index_of(Kind const& kind, std::string_view property) {
    return static_cast<std::uint32_t>(kind.index_of(property));
}

}  // namespace

std::span<Relation const> relations() {
    return table();
}

Relation const* relation_of(Kind const& kind) {
    auto const found = std::find_if(table().begin(), table().end(), [&](Relation const& relation) {
        return relation.kind == &kind;
    });
    return found == table().end() ? nullptr : &*found;
}

void Side::add_enum(Names names, std::vector<std::string> const& values, Place place) {
    auto const packed = pack(values);
    schema::Field const field{index_of(kind::enum_type, "values"), Value(TextList(packed))};
    builder_.add(kind::enum_type, names.packed(), std::span(&field, 1), place);
}

void Side::add(Kind const& kind, Names names, Place place) {
    builder_.add(kind, names.packed(), {}, place);
}

void Side::add_column(Kind const& kind, Names whole, std::string_view name, std::string const& type,
                      bool not_null, Place place) {
    std::vector<schema::Field> fields{{index_of(kind, "type"), Value(std::string_view(type))}};
    if (not_null && kind.has("not_null")) {
        fields.push_back({index_of(kind, "not_null"), Value(std::string_view("t"))});
    }
    builder_.add(kind, std::string(whole.packed()) + pack({name}), fields, place);
}

void Side::add_key(Names table, std::string_view name, KeyFacts const& key, Place place) {
    auto const& constraint = kind::constraint;
    auto const columns = pack(key.columns);
    auto const other_columns = pack(key.other_columns);
    auto const references = key.table.empty() ? std::string() : dotted(Names(key.table)).text();
    std::vector<schema::Field> fields{
        {index_of(constraint, "type"), Value(std::string_view(key.type))},
        {index_of(constraint, "columns"), Value(TextList(columns))}};
    if (!references.empty()) {
        fields.push_back({index_of(constraint, "references"), Value(std::string_view(references))});
        fields.push_back(
            {index_of(constraint, "referenced_columns"), Value(TextList(other_columns))});
    }
    builder_.add(constraint, std::string(table.packed()) + pack({name}), fields, place);
}

Schema Side::finish(std::vector<std::string> files) {
    auto schema = builder_.finish();
    schema.known_kinds.insert(&kind::enum_type);
    for (auto const& relation : table()) {
        schema.known_kinds.insert({relation.kind, relation.column});
    }
    if (says_keys_) {
        schema.known_kinds.insert(&kind::constraint);
    }
    schema.files = std::move(files);
    return schema;
}

}  // namespace lockstep::code
