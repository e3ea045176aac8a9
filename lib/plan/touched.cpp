#include "plan/touched.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "plan/fate.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

/// How far an object is taken in.
enum class Reach : std::uint8_t {
    out,
    needed,   // with what it needs, so that it can be made
    touched,  // and with its parts, and all that depends on it
};

/// One schema, while it is being cut.
struct Side {
    explicit Side(Schema const& whole) : schema(whole), reach(whole.objects.size(), Reach::out) {}

    Schema const& schema;
    std::vector<Reach> reach;
    std::vector<Index> const* counterparts = nullptr;
};

/// What is not named where it is used: extensions own what has no object of its own, and event
/// triggers fire on statements.
bool is_always_there(Object const& object) {
    auto const* const kind = object.id.kind;
    return kind == &kind::extension || kind == &kind::event_trigger ||
           kind == &kind::default_privilege ||
           (is_namespace(object.id) && object.name() == "public");
}

/// Is it the index by which a table is clustered, or that identifies its rows?
bool is_marked(Object const& table, Object const& part) {
    return part.name() == table["clustered_on"] ||
           table["replica_identity"] == sql("USING INDEX {}", ident(part.name())).text();
}

class Closure {
public:
    Closure(Matched const& matched, Fate const& fate)
        : fate_(fate), from_(matched.from), to_(matched.to) {
        from_.counterparts = &matched.to_of;
        to_.counterparts = &matched.from_of;
    }

    /// What one of the plans changes.
    void seed_from(Index object) {
        touch(object);
        for (auto whole = whole_of(from_.schema, object); whole != none;
             whole = whole_of(from_.schema, whole)) {
            touch(whole);
        }
        settle();
    }
    void seed_to(Index object) {
        need(to_, object);
        settle();
    }

    void take_what_is_always_there() {
        for (auto* const side : {&from_, &to_}) {
            for (Index i = 0; i < side->schema.objects.size(); ++i) {
                if (is_always_there(side->schema.objects[i])) {
                    need(*side, i);
                }
            }
        }
        settle();
    }

    void take_what_rows_obey() {
        auto const size = [&] {
            return std::count(from_.reach.begin(), from_.reach.end(), Reach::out);
        };
        for (auto before = size() + 1; before != size();) {
            before = size();
            for (Index i = 0; i < from_.schema.objects.size(); ++i) {
                auto const of = what_it_constrains(from_.schema.objects[i]);
                if (of != none && from_.reach[of] != Reach::out) {
                    need(from_, i);
                }
            }
            settle();
        }
    }

    Touched cut() const { return {cut(from_), cut(to_)}; }

private:
    /// The table or domain whose rows or values it limits, each by itself; `none` for all else.
    Index what_it_constrains(Object const& object) const {
        auto const* const kind = object.id.kind;
        if (kind == &kind::index && object.is("unique")) {
            auto const names = names_of_dotted(object["table"]);
            return find(from_.schema, {&kind::table, Names(names)});
        }
        if (kind == &kind::domain_constraint) {
            return find(from_.schema, {&kind::domain, object.id.names.without_last()});
        }
        bool const is_own = kind == &kind::constraint && object["type"] != "FOREIGN KEY";
        return is_own ? find(from_.schema, {&kind::table, object.id.names.without_last()}) : none;
    }

    void touch(Index of_from) {
        if (from_.reach[of_from] != Reach::touched) {
            need(from_, of_from);
            from_.reach[of_from] = Reach::touched;
            touched_.push_back(of_from);
        }
    }

    void need(Side& side, Index object) {
        if (object != none && side.reach[object] == Reach::out) {
            side.reach[object] = Reach::needed;
            needed_.emplace_back(&side, object);
        }
    }

    void settle() {
        while (!needed_.empty() || !touched_.empty()) {
            if (!needed_.empty()) {
                auto const [side, object] = needed_.back();
                needed_.pop_back();
                follow_needs(*side, object);
            } else {
                auto const object = touched_.back();
                touched_.pop_back();
                follow_dependents(object);
            }
        }
    }

    void follow_needs(Side& side, Index index) {
        auto const& schema = side.schema;
        auto const& object = schema.objects[index];
        need(&side == &from_ ? to_ : from_, (*side.counterparts)[index]);
        for (auto const& needed : object.needs) {
            need(side, find(schema, needed));
        }
        for (auto const upper : uppers_of(schema, index)) {
            need(side, upper);
        }
        if (object.id.kind->in_namespace) {
            need(side, find(schema, {&kind::name_space, object.id.names.first(1)}));
        }
        for_each_part(schema, object, [&](Index part) {
            // Its creation makes them, too, or it says their name, or they decide whether a new
            // column is a rewrite.
            if (schema.objects[part].id.kind->create == nullptr ||
                is_marked(object, schema.objects[part]) || object.id.kind == &kind::domain) {
                need(side, part);
            }
        });
    }

    void follow_dependents(Index of_from) {
        auto const& object = from_.schema.objects[of_from];
        if (is_namespace(object.id)) {
            return;  // what is in it is touched only where that is changed itself
        }
        for_each_part(from_.schema, object, [&](Index part) { touch(part); });
        for (auto const dependent : fate_.dependents(of_from)) {
            touch(dependent);
        }
    }

    template <typename Take>
    static void for_each_part(Schema const& schema, Object const& object, Take const& take) {
        if (is_namespace(object.id)) {
            return;
        }
        for (auto const& part : schema.with_parts(object.id.names)) {
            if (is_part_of(part.id, object.id)) {
                take(index_of(schema, part));
            }
        }
    }

    static Schema cut(Side const& side) {
        auto schema = side.schema;
        schema.objects.clear();
        for (Index i = 0; i < side.reach.size(); ++i) {
            if (side.reach[i] != Reach::out) {
                schema.objects.push_back(side.schema.objects[i]);
            }
        }
        return schema;
    }

    Fate const& fate_;
    Side from_;
    Side to_;
    std::vector<std::pair<Side*, Index>> needed_;
    std::vector<Index> touched_;
};

/// What a plan changes: `old_one` gets the objects of its start, `new_one` those of its end.
template <typename Old, typename New>
void seed(Matched const& matched, Fate const& fate, Old const& old_one, New const& new_one) {
    for (Index i = 0; i < matched.to_of.size(); ++i) {
        if (fate.is_gone(i) || fate.altered().contains(i)) {
            old_one(i);
        }
    }
    for (auto const& rename : matched.renames) {
        old_one(index_of(matched.from, *rename.before.object));
    }
    for (Index i = 0; i < matched.from_of.size(); ++i) {
        if (fate.new_fate(i) != Fate::New::stands) {
            new_one(i);
        }
    }
}

}  // namespace

diff::DiffOptions backwards(diff::DiffOptions options) {
    for (auto& rename : options.renames) {
        std::swap(rename.from, rename.to);
    }
    return options;
}

Touched touched(Schema const& from, Schema const& to, diff::DiffOptions const& options,
                Extent extent) {
    Matched const there(from, to, options);
    Fate const fate(there);
    Closure closure(there, fate);
    auto const from_side = [&](Index i) { closure.seed_from(i); };
    auto const to_side = [&](Index i) {
        closure.seed_to(i);
        if (there.from_of[i] != none) {
            closure.seed_from(there.from_of[i]);
        }
    };
    seed(there, fate, from_side, to_side);
    Matched const back(to, from, backwards(options));
    seed(back, Fate(back), to_side, from_side);
    closure.take_what_is_always_there();
    if (extent == Extent::for_rows) {
        closure.take_what_rows_obey();
    }
    return closure.cut();
}

}  // namespace lockstep::plan
