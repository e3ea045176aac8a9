#include "relay/relations.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "relay/decode_error.hpp"

namespace lockstep::relay {

namespace {

bool same(Relation::Column const& known, RelationColumn const& told) {
    return known.name == told.name && known.type == told.type && known.typmod == told.typmod &&
           known.key == told.key;
}

/// Compared before anything is copied: nearly always there is nothing new.
bool same(Relation const& known, RelationMessage const& told) {
    return known.schema == told.schema && known.name == told.name &&
           known.identity == told.identity && known.partial == told.partial &&
           std::ranges::equal(known.columns, told.columns,
                              [](auto const& a, auto const& b) { return same(a, b); });
}

RelationPtr copied(RelationMessage const& message) {
    auto relation = std::make_shared<Relation>();
    relation->oid = message.oid;
    relation->schema = message.schema;
    relation->name = message.name;
    relation->identity = message.identity;
    relation->partial = message.partial;
    relation->columns.reserve(message.columns.size());
    for (auto const& column : message.columns) {
        relation->columns.push_back(
            {std::string(column.name), column.type, column.typmod, column.key});
    }
    return relation;
}

/// Are all columns of `part` in `whole`, of the same type and in the same order?
bool is_part(Relation const& part, Relation const& whole) {
    auto next = whole.columns.begin();
    for (auto const& column : part.columns) {
        next = std::find_if(next, whole.columns.end(), [&](Relation::Column const& candidate) {
            return candidate.name == column.name && candidate.type == column.type;
        });
        if (next == whole.columns.end()) {
            return false;
        }
        ++next;
    }
    return part.schema == whole.schema && part.name == whole.name;
}

}  // namespace

void Relations::know(RelationPtr relation) {
    auto const oid = relation->oid;
    relations_[oid] = std::move(relation);
}

Seen Relations::see(RelationMessage const& message) {
    auto& known = relations_[message.oid];
    if (known && same(*known, message)) {
        return {Seen::News::none, known, known};
    }
    Seen seen{Seen::News::first, copied(message), known};
    if (seen.before) {
        bool const learnt = seen.before->partial && is_part(*seen.before, *seen.now);
        seen.news = learnt ? Seen::News::completed : Seen::News::changed;
    }
    known = seen.now;
    return seen;
}

void Relations::see(TypeMessage const& message) {
    types_[message.oid] = {std::string(message.schema), std::string(message.name)};
}

RelationPtr const& Relations::at(Oid oid) const {
    auto const found = relations_.find(oid);
    if (found == relations_.end()) {
        throw StreamError(fmt::format("a row of relation {}, of which nothing was told", oid));
    }
    return found->second;
}

TypeName const* Relations::type(Oid oid) const {
    auto const found = types_.find(oid);
    return found == types_.end() ? nullptr : &found->second;
}

}  // namespace lockstep::relay
