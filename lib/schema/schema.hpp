#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "schema/arena.hpp"
#include "schema/kind.hpp"
#include "schema/object.hpp"

namespace lockstep::schema {

/// How many objects of a kind that we do not model a server has.
struct Untracked {
    std::string what;  // singular: "conversion"
    std::size_t count = 0;

    bool operator==(Untracked const&) const = default;
};

/// All objects that we track in one database. Copies share the arena, and so are cheap.
struct Schema {
    std::vector<Object> objects;  // sorted by id
    /// The kinds that the source can speak of; of others it says nothing, not that there are none.
    std::set<Kind const*> known_kinds;
    std::vector<std::string> files;  // what `Place::file` counts into
    std::vector<Untracked> untracked;
    std::vector<std::string> warnings;  // what could not be read, a sentence each
    int server_version = 0;             // as PQserverVersion: 150018; 0 when no server was asked
    std::shared_ptr<Arena> arena = std::make_shared<Arena>();

    Object const* find(ObjectId const& id) const;
    Object const* find(Kind const& kind, Names names) const { return find({&kind, names}); }
    /// The part of that kind and name of an object: a table's column.
    Object const* part(Object const& whole, Kind const& kind, std::string_view name) const;
    /// The object itself and all that is part of it: a table, its columns, constraints, triggers, …
    std::span<Object const> with_parts(Names names) const;
};

/// Makes a Schema, object by object, in any order.
class SchemaBuilder {
public:
    explicit SchemaBuilder(std::shared_ptr<Arena> arena = std::make_shared<Arena>());

    Arena& arena() { return *arena_; }
    /// Adds an object. The texts are copied into the arena; the returned index is for `needs`.
    std::size_t add(Kind const& kind, std::string_view packed_names, std::span<Field const> fields,
                    Place place = {});
    /// The same for texts that are in the arena already.
    std::size_t add_kept(ObjectId const& id, std::span<Field const> fields);
    std::size_t size() const { return objects_.size(); }
    Object& at(std::size_t index) { return objects_[index]; }
    /// Sorts and hands over. Throws Error(bad_input) when two objects have the same id.
    Schema finish();

private:
    std::shared_ptr<Arena> arena_;
    std::vector<Object> objects_;
};

}  // namespace lockstep::schema
