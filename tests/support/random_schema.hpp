#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

// Random schemas. A model is a list of things, and a thing is little more than a number from which
// all its attributes are drawn by name: changing one draw changes one attribute, removing a thing
// leaves the others as they are. That makes models easy to mutate and to shrink.
namespace lockstep::tests {

/// What the first seed knows: a thing of some kind. The kinds are named in random_kinds.hpp.
struct Thing {
    unsigned id = 0;
    std::string kind;
    std::uint64_t seed = 0;
    unsigned whole = 0;  // the thing that it is part of: a column's table; 0: none
    std::map<std::string, std::uint64_t> draws;  // those that were changed; by attribute
};

struct RandomSchema {
    std::vector<Thing> things;
    int server_version = 0;
};

/// One draw that the text of a schema depends on.
struct Draw {
    unsigned thing = 0;
    std::string attribute;
    unsigned choices = 0;  // 0: any number
    std::uint64_t value = 0;
};

/// The statements that make the schema, each to be run for itself. One that the server refuses (an
/// expression that does not suit a type) is left out, as is then what needs it. `draws` receives
/// what was drawn.
std::vector<std::string> statements_of(RandomSchema const& schema,
                                       std::vector<Draw>* draws = nullptr);

RandomSchema random_schema(std::mt19937_64& random, int server_version);

/// One change of a model; without effect where what it speaks of is not there.
struct Mutation {
    enum class Act { add, remove, redraw } act = Act::redraw;
    Thing added;
    Draw draw;  // of what is removed: its id alone
};

/// A handful of changes, each of which can be left out.
std::vector<Mutation> random_mutations(RandomSchema const& schema, std::mt19937_64& random);
RandomSchema mutate(RandomSchema schema, std::vector<Mutation> const& mutations);
std::string describe(RandomSchema const& schema, Mutation const& mutation);

/// SQL that makes the roles that random schemas name, unless the server has them.
std::string random_roles();

}  // namespace lockstep::tests
