#include "schema/schema.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"

namespace lockstep::schema {

Object const* Schema::find(ObjectId const& id) const {
    auto const at = std::lower_bound(
        objects.begin(), objects.end(), id,
        [](Object const& object, ObjectId const& wanted) { return object.id < wanted; });
    return at != objects.end() && at->id == id ? &*at : nullptr;
}

Object const* Schema::part(Object const& whole, Kind const& kind, std::string_view name) const {
    std::string names(whole.id.names.packed());
    names.append(name) += '\0';
    return find(kind, Names(names));
}

std::span<Object const> Schema::with_parts(Names names) const {
    auto const begin = std::lower_bound(
        objects.begin(), objects.end(), names,
        [](Object const& object, Names wanted) { return object.id.names < wanted; });
    auto const end = std::partition_point(begin, objects.end(), [&](Object const& object) {
        return object.id.names.starts_with(names);
    });
    return {begin, end};
}

SchemaBuilder::SchemaBuilder(std::shared_ptr<Arena> arena) : arena_(std::move(arena)) {}

std::size_t SchemaBuilder::add(Kind const& kind, std::string_view packed_names,
                               std::span<Field const> fields, Place place) {
    std::vector<Field> kept(fields.begin(), fields.end());
    for (auto& field : kept) {
        if (!field.value.is_unknown()) {
            field.value = Value(arena_->keep(field.value.text()));
        }
    }
    objects_.push_back({.id = {&kind, Names(arena_->keep(packed_names))},
                        .fields = arena_->keep(std::span<Field const>(kept)),
                        .needs = {},
                        .place = place});
    return objects_.size() - 1;
}

std::size_t SchemaBuilder::add_kept(ObjectId const& id, std::span<Field const> fields) {
    objects_.push_back({.id = id, .fields = arena_->keep(fields), .needs = {}, .place = {}});
    return objects_.size() - 1;
}

Schema SchemaBuilder::finish() {
    std::sort(objects_.begin(), objects_.end(),
              [](Object const& a, Object const& b) { return a.id < b.id; });
    auto const twice =
        std::adjacent_find(objects_.begin(), objects_.end(),
                           [](Object const& a, Object const& b) { return a.id == b.id; });
    if (twice != objects_.end()) {
        throw Error(ExitCode::bad_input, fmt::format("{} is there twice", to_string(twice->id)));
    }
    Schema schema;
    schema.objects = std::move(objects_);
    schema.arena = std::move(arena_);
    return schema;
}

}  // namespace lockstep::schema
