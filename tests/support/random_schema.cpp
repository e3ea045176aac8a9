#include "support/random_schema.hpp"

#include <algorithm>
#include <set>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

std::vector<RandomKind> collected_kinds() {
    std::vector<RandomKind> kinds;
    for (auto const& some :
         {random_type_kinds(), random_routine_kinds(), random_table_kinds(), random_index_kinds(),
          random_view_kinds(), random_other_kinds(), random_rare_kinds()}) {
        kinds.insert(kinds.end(), some.begin(), some.end());
    }
    return kinds;
}

unsigned below(std::mt19937_64& random, std::size_t limit) {
    return static_cast<unsigned>(random() % limit);  // distributions differ from library to library
}

Thing random_thing(RandomKind const& kind, RandomSchema const& schema, unsigned id,
                   std::mt19937_64& random) {
    Thing thing{id, std::string(kind.name), random(), 0, {}};
    std::vector<unsigned> wholes;
    for (auto const& other : schema.things) {
        if (!kind.whole.empty() &&
            (" " + std::string(kind.whole) + " ").find(" " + other.kind + " ") !=
                std::string::npos) {
            wholes.push_back(other.id);
        }
    }
    if (!wholes.empty()) {
        thing.whole = wholes[below(random, wholes.size())];
    }
    return thing;
}

Thing const* find(RandomSchema const& schema, unsigned id) {
    auto const at = std::find_if(schema.things.begin(), schema.things.end(),
                                 [&](Thing const& thing) { return thing.id == id; });
    return at == schema.things.end() ? nullptr : &*at;
}

}  // namespace

std::vector<RandomKind> const& random_kinds() {
    static auto const kinds = collected_kinds();
    return kinds;
}

std::vector<std::string> statements_of(RandomSchema const& schema, std::vector<Draw>* draws) {
    RandomPrinter printer(schema, draws);
    for (auto const& kind : random_kinds()) {
        for (auto const* const thing : printer.all(kind.name)) {
            kind.print(printer, *thing);
        }
    }
    return printer.statements;
}

RandomSchema random_schema(std::mt19937_64& random, int server_version) {
    RandomSchema schema;
    schema.server_version = server_version;
    unsigned id = 0;
    for (auto const& kind : random_kinds()) {
        for (auto count = below(random, kind.most + 1); count > 0; --count) {
            schema.things.push_back(random_thing(kind, schema, ++id, random));
        }
    }
    return schema;
}

namespace {

Mutation addition(RandomSchema const& schema, unsigned number, std::mt19937_64& random) {
    constexpr unsigned first_new_id = 1000;
    auto const& kinds = random_kinds();
    auto const& kind = kinds[below(random, kinds.size())];
    return {Mutation::Act::add, random_thing(kind, schema, first_new_id + number, random), {}};
}

Mutation redraw(std::vector<Draw> const& draws, std::mt19937_64& random) {
    auto draw = draws[below(random, draws.size())];
    draw.value = draw.choices < 2
                     ? random()
                     : (draw.value + 1 + below(random, draw.choices - 1)) % draw.choices;
    return {Mutation::Act::redraw, {}, draw};
}

}  // namespace

std::vector<Mutation> random_mutations(RandomSchema const& schema, std::mt19937_64& random) {
    constexpr unsigned most = 8;
    std::vector<Draw> draws;
    statements_of(schema, &draws);
    std::set<std::pair<unsigned, std::string>> seen;
    // Each once, and names but rarely: what is called otherwise is another thing.
    std::erase_if(draws, [&](Draw const& draw) {
        return !seen.emplace(draw.thing, draw.attribute).second ||
               (draw.attribute == "name" && draw.thing % 8 != 0);
    });
    std::vector<Mutation> mutations;
    auto const count = 1 + below(random, most);
    for (unsigned i = 0; i < count && !draws.empty(); ++i) {
        auto const way = below(random, 8);
        if (way == 0) {
            mutations.push_back(addition(schema, i, random));
        } else if (way == 1) {
            auto const& thing = schema.things[below(random, schema.things.size())];
            mutations.push_back({Mutation::Act::remove, {}, {thing.id, {}, 0, 0}});
        } else {
            mutations.push_back(redraw(draws, random));
        }
    }
    return mutations;
}

RandomSchema mutate(RandomSchema schema, std::vector<Mutation> const& mutations) {
    for (auto const& mutation : mutations) {
        if (mutation.act == Mutation::Act::add) {
            schema.things.push_back(mutation.added);
            continue;
        }
        if (mutation.act == Mutation::Act::remove) {
            std::erase_if(schema.things,
                          [&](Thing const& thing) { return thing.id == mutation.draw.thing; });
            continue;
        }
        for (auto& thing : schema.things) {
            if (thing.id == mutation.draw.thing) {
                thing.draws[mutation.draw.attribute] = mutation.draw.value;
            }
        }
    }
    return schema;
}

std::string describe(RandomSchema const& schema, Mutation const& mutation) {
    if (mutation.act == Mutation::Act::add) {
        return "add a " + mutation.added.kind;
    }
    auto const* const thing = find(schema, mutation.draw.thing);
    auto const what =
        (thing == nullptr ? "" : thing->kind) + " " + std::to_string(mutation.draw.thing);
    return mutation.act == Mutation::Act::remove
               ? "remove " + what
               : "draw \"" + mutation.draw.attribute + "\" of " + what + " again";
}

}  // namespace lockstep::tests
