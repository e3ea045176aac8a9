#include "diff/partition_triggers.hpp"

#include <optional>

#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

constexpr std::string_view state = "enabled";

Object const* find_table(Schema const& schema, Names names) {
    for (auto const* const kind : {"table", "foreign table"}) {
        if (auto const* const table = schema.find(*find_kind(kind), names)) {
            return table;
        }
    }
    return nullptr;
}

/// How the trigger of that name is enabled in a partition that has no such object of its own: as
/// in the nearest table above that has one. Nothing where none has.
std::optional<Value> inherited_state(Object const& trigger, Schema const& schema) {
    auto const* table = find_table(schema, trigger.id.names.without_last());
    while (table != nullptr && !(*table)["partition_of"].empty()) {
        auto const parent = names_of_dotted((*table)["partition_of"]);
        auto const names = parent + pack({trigger.name()});
        if (auto const* const above = schema.find(*trigger.id.kind, Names(names))) {
            return above->get(state);
        }
        table = find_table(schema, Names(parent));
    }
    return std::nullopt;
}

bool means_the_same(Value a, Value b) {
    auto const spelt_out = [](Value value) {
        return value.empty() ? std::string_view{"ENABLE"} : value.text();
    };
    return a.is_unknown() || b.is_unknown() || spelt_out(a) == spelt_out(b);
}

/// Is it a partition's, and is there the trigger above it that the other side's partition obeys?
bool take(Object const& trigger, Schema const& other, bool is_added, std::vector<Change>& changes) {
    if (!trigger.is("inherited")) {
        return false;
    }
    auto const theirs = inherited_state(trigger, other);
    if (!theirs) {
        return false;
    }
    auto const ours = trigger.get(state);
    if (!means_the_same(ours, *theirs)) {
        changes.push_back(
            {.action = Action::modified,
             .before = &trigger,
             .after = &trigger,
             .property = &trigger.id.kind->properties[trigger.id.kind->index_of(state)],
             .old_value = is_added ? *theirs : ours,
             .new_value = is_added ? ours : *theirs});
    }
    return true;
}

}  // namespace

void compare_partition_triggers(std::vector<Lone>& lones, Schema const& other, bool is_added,
                                std::vector<Change>& changes) {
    std::erase_if(lones, [&](Lone const& lone) {
        return lone.object->id.kind->name == "trigger" &&
               take(*lone.object, other, is_added, changes);
    });
}

}  // namespace lockstep::diff
