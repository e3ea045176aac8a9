#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "code/database_names.hpp"
#include "code/projection_side.hpp"

namespace lockstep::code {

/// Primary keys, unique constraints and foreign keys of definitions beside those of a database.
/// They are the same by their columns, whatever they are called.
class Keys {
public:
    using PlaceOf = std::function<schema::Place(TextPlace const& place)>;

    Keys(Definitions const& definitions, schema::Schema const& database,
         DatabaseNames const& names);

    /// Puts the keys of a table that only one of the two has on its side. Nothing is said of kinds
    /// of keys of which no definition has one, nor of keys to tables that none defines.
    void compare(Record const& record, schema::Object const& table, Layer& layer,
                 PlaceOf const& place_of) const;

private:
    struct Meant;
    Meant meant_by(Key const& key, schema::Object const& table) const;
    std::vector<Meant> keys_of(schema::Object const& table) const;
    std::vector<std::string> other_columns(Key const& key, schema::Object const* target) const;
    std::string column_name(schema::Object const* table, std::string const& name) const;
    bool is_spoken_of(Meant const& theirs) const;

    schema::Schema const& database_;
    DatabaseNames const& names_;
    std::set<std::string_view> types_;  // of keys that any definition has
    std::set<std::string> tables_;      // that they define; packed names
    std::multimap<std::string, schema::Object const*> unique_indexes_;  // by table; packed names
};

}  // namespace lockstep::code
