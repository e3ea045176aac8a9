#include "plan/matched.hpp"

#include <algorithm>

#include "diff/belonging.hpp"
#include "diff/compare.hpp"
#include "diff/enum_values.hpp"
#include "diff/follow.hpp"
#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

Matched::Matched(Schema const& from_schema, Schema const& to_schema,
                 diff::DiffOptions const& options)
    : from(from_schema),
      to(to_schema),
      to_of(from.objects.size(), none),
      from_of(to.objects.size(), none) {
    auto matching = diff::match(from, to, options);
    for (auto const& [before, after] : matching.both) {
        to_of[index_of(from, *before)] = index_of(to, *after);
        from_of[index_of(to, *after)] = index_of(from, *before);
        diff::compare(*before, *after, changes, diff::Purpose::plan);
    }
    renames = std::move(matching.renames);
    diff::relate_to_renames(changes, renames);
    std::erase_if(changes, [](diff::Change const& change) { return change.follows != nullptr; });
    diff::find_renamed_values(changes, options);
}

Index index_of(Schema const& schema, Object const& object) {
    return static_cast<Index>(&object - schema.objects.data());
}

Index find(Schema const& schema, ObjectId const& id) {
    auto const* const found = schema.find(id);
    return found == nullptr ? none : index_of(schema, *found);
}

namespace {

/// The first object of these names that fits.
template <typename Fits>
Index find_named(Schema const& schema, Names names, Fits const& fits) {
    auto at = std::lower_bound(
        schema.objects.begin(), schema.objects.end(), names,
        [](Object const& object, Names wanted) { return object.id.names < wanted; });
    for (; at != schema.objects.end() && at->id.names == names; ++at) {
        if (fits(*at)) {
            return index_of(schema, *at);
        }
    }
    return none;
}

/// The innermost object that it is part of by its names.
Index whole_by_names(Schema const& schema, Object const& object) {
    for (auto names = object.id.names.without_last(); !names.empty();
         names = names.without_last()) {
        bool const may_be_whole = may_have_part(names.size(), object.id);
        auto const whole = may_be_whole ? find_named(schema, names,
                                                     [&](Object const& candidate) {
                                                         return is_part_of(object.id, candidate.id);
                                                     })
                                        : none;
        if (whole != none) {
            return whole;
        }
    }
    return none;
}

/// The object of these names that has a row in pg_class: a table, a column.
Index find_relation(Schema const& schema, Names names) {
    return find_named(schema, names, [](Object const& candidate) {
        return candidate.id.kind->catalog == "pg_class";
    });
}

}  // namespace

Index whole_of(Schema const& schema, Index index) {
    auto const& object = schema.objects[index];
    if (auto const whole = whole_by_names(schema, object); whole != none) {
        return whole;
    }
    auto const attached = diff::attached_to(object);
    return attached ? find_relation(schema, Names(*attached)) : none;
}

namespace {

void add(std::vector<Index>& indexes, Index index) {
    if (index != none) {
        indexes.push_back(index);
    }
}

/// The partitioned table's key that the key of a partition is attached to.
Index key_of_parent(Schema const& schema, Object const& key) {
    auto const parent_index = names_of_dotted(key["parent_index"]);
    auto const table = whole_by_names(schema, key);
    for (auto const& parent :
         table == none ? std::vector<std::string>{} : schema::parents_of(schema.objects[table])) {
        auto const names = parent + pack({Names(parent_index).back()});
        if (auto const found = find(schema, {key.id.kind, Names(names)}); found != none) {
            return found;
        }
    }
    return none;
}

}  // namespace

std::vector<Index> parents_of(Schema const& schema, Object const& table) {
    std::vector<Index> found;
    for (auto const& parent : schema::parents_of(table)) {
        add(found, find_relation(schema, Names(parent)));
    }
    return found;
}

std::vector<Index> same_in_parents(Schema const& schema, Object const& part) {
    std::vector<Index> found;
    auto const table = whole_by_names(schema, part);
    if (table == none) {
        return found;
    }
    for (auto const& parent : schema::parents_of(schema.objects[table])) {
        auto const names = parent + pack({part.name()});
        add(found, find(schema, {part.id.kind, Names(names)}));
    }
    return found;
}

bool serves(Object const& function, Object const& type) {
    return type.id.kind->prepare != nullptr && !type.id.kind->prepare(type).empty() &&
           std::find(type.needs.begin(), type.needs.end(), function.id) != type.needs.end();
}

void add_uppers(std::vector<Index>& uppers, Schema const& schema, Index index) {
    auto const& object = schema.objects[index];
    add(uppers, whole_of(schema, index));
    if (object.is("inherited")) {
        auto const same = same_in_parents(schema, object);
        uppers.insert(uppers.end(), same.begin(), same.end());
    }
    if (auto const parent = object["parent"]; !parent.empty()) {
        add(uppers, find(schema, {object.id.kind, Names(names_of_dotted(parent))}));
    }
    if (auto const parent = object["partition_of"]; !parent.empty()) {
        add(uppers, find_relation(schema, Names(names_of_dotted(parent))));
    }
    if (!object["parent_index"].empty()) {
        add(uppers, key_of_parent(schema, object));
    }
}

std::vector<Index> uppers_of(Schema const& schema, Index index) {
    std::vector<Index> uppers;
    add_uppers(uppers, schema, index);
    return uppers;
}

std::vector<Index> same_above(Schema const& schema, Index part) {
    auto same = uppers_of(schema, part);
    std::erase_if(same, [&](Index upper) {
        return schema.objects[upper].id.kind != schema.objects[part].id.kind;
    });
    return same;
}

}  // namespace lockstep::plan
