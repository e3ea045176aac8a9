#include "diff/join.hpp"

#include <iterator>
#include <map>
#include <string_view>

#include "diff/belonging.hpp"
#include "schema/kind.hpp"
#include "schema/parts.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

constexpr auto skipped = static_cast<std::size_t>(-1);

/// One side of a join: what it has alone, and which of that may have parts still to come.
class Side {
public:
    Side(std::vector<Lone>& lone, std::set<Kind const*> const& known_to_other)
        : lone_(lone), known_to_other_(known_to_other) {}

    /// Is it part of an object that this side has alone (or that is skipped)? Objects come sorted
    /// by name, so the whole came before, and names that this one's do not begin with are past.
    bool is_covered(Object const& object) {
        while (!open_.empty() && !object.id.names.starts_with(open_.back().object->id.names)) {
            open_.pop_back();
        }
        return whole_of(object) != nullptr;
    }

    /// Takes an object that has no counterpart; `is_covered` has been asked.
    void take(Object const& object) {
        auto const* const whole = whole_of(object);
        auto lone = skipped;
        if (whole != nullptr) {
            lone = whole->lone;
            if (lone != skipped) {
                lone_[lone].parts.push_back(&object);
            }
        } else if (known_to_other_.contains(object.id.kind)) {
            lone = lone_.size();
            lone_.push_back({&object, {}});
        }
        open_.push_back({&object, lone});
    }

private:
    struct Open {
        Object const* object;
        std::size_t lone;  // index of the outermost object that it is part of
    };

    Open const* whole_of(Object const& object) const {
        for (auto const& open : open_) {
            if (belongs_to(object.id, open.object->id)) {
                return &open;
            }
        }
        return nullptr;
    }

    std::vector<Lone>& lone_;
    std::set<Kind const*> const& known_to_other_;
    std::vector<Open> open_;
};

/// Compares names without their first bytes, then kinds.
std::strong_ordering compare_ids(ObjectId const& a, std::size_t skip_a, ObjectId const& b,
                                 std::size_t skip_b) {
    auto const order =
        a.names.packed().substr(skip_a).compare(b.names.packed().substr(skip_b)) <=> 0;
    if (order != 0 || a.kind == b.kind) {
        return order;
    }
    return rank(*a.kind) <=> rank(*b.kind);
}

Object const& object_of(Object const& object) {
    return object;
}
Object const& object_of(Object const* object) {
    return *object;
}

/// `Objects` holds objects or pointers to them, sorted by names. The names' first bytes, `skip`,
/// are those of the wholes, and not compared.
template <typename Objects>
Joined join_sorted(Objects const& before, std::size_t skip_before, Objects const& after,
                   std::size_t skip_after, Schema const& from, Schema const& to) {
    Joined joined;
    joined.skip_before = skip_before;
    joined.skip_after = skip_after;
    Side old_side(joined.removed, to.known_kinds);
    Side new_side(joined.added, from.known_kinds);
    auto const take = [](Side& side, Object const& object) {
        side.is_covered(object);
        side.take(object);
    };
    bool const all_known = from.known_kinds == to.known_kinds;
    auto const is_known = [&](Kind const* kind) {
        return all_known || (from.known_kinds.contains(kind) && to.known_kinds.contains(kind));
    };
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
        auto const order = a == before.end()  ? std::strong_ordering::greater
                           : b == after.end() ? std::strong_ordering::less
                                              : compare_ids(object_of(*a).id, skip_before,
                                                            object_of(*b).id, skip_after);
        if (order < 0) {
            take(old_side, object_of(*a++));
        } else if (order > 0) {
            take(new_side, object_of(*b++));
        } else {
            auto const& old_object = object_of(*a++);
            auto const& new_object = object_of(*b++);
            // A table that became a view: its columns are no longer the same columns.
            bool const old_covered = old_side.is_covered(old_object);
            bool const new_covered = new_side.is_covered(new_object);
            if (!old_covered && !new_covered) {
                if (!is_known(old_object.id.kind)) {
                    continue;
                }
                joined.both.push_back({&old_object, &new_object});
            } else {
                old_side.take(old_object);
                new_side.take(new_object);
            }
        }
    }
    return joined;
}

}  // namespace

void open_namespaces(std::vector<Lone>& lones) {
    std::vector<Lone> inside;
    std::set<Kind const*> kinds;
    Side side(inside, kinds);
    for (auto& lone : lones) {
        for (auto const* const part :
             is_namespace(lone.object->id) ? lone.parts : decltype(lone.parts){}) {
            kinds.insert(part->id.kind);
            side.is_covered(*part);
            side.take(*part);
        }
        if (is_namespace(lone.object->id)) {
            lone.parts.clear();
        }
    }
    std::move(inside.begin(), inside.end(), std::back_inserter(lones));
}

void close_namespaces(std::vector<Lone>& lones) {
    std::map<std::string_view, std::size_t> spaces;
    std::set<Object const*> inside;
    for (std::size_t i = 0; i < lones.size(); ++i) {
        if (is_namespace(lones[i].object->id)) {
            spaces.emplace(lones[i].object->name(), i);
        }
    }
    for (auto const& lone : lones) {
        auto const& id = lone.object->id;
        auto const at = spaces.find(id.names.front());
        if (at != spaces.end() && belongs_to(id, lones[at->second].object->id)) {
            auto& parts = lones[at->second].parts;
            parts.push_back(lone.object);
            parts.insert(parts.end(), lone.parts.begin(), lone.parts.end());
            inside.insert(lone.object);
        }
    }
    std::erase_if(lones, [&](Lone const& lone) { return inside.contains(lone.object); });
}

Joined join(Schema const& from, Schema const& to) {
    return join_sorted(from.objects, 0, to.objects, 0, from, to);
}

Joined join_parts(Lone const& before, Lone const& after, Schema const& from, Schema const& to) {
    return join_sorted(before.parts, before.object->id.names.packed().size(), after.parts,
                       after.object->id.names.packed().size(), from, to);
}

}  // namespace lockstep::diff
