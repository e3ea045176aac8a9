#include "code/english.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lockstep::code {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Plurals that no rule gives, also as the end of a longer word ("grandchildren").
constexpr auto irregular = std::to_array<Pair>({
    {"people", "person"},
    {"children", "child"},
    {"women", "woman"},
    {"men", "man"},
    {"mice", "mouse"},
    {"geese", "goose"},
    {"teeth", "tooth"},
    {"feet", "foot"},
    {"indices", "index"},
    {"matrices", "matrix"},
    {"vertices", "vertex"},
    {"criteria", "criterion"},
    {"phenomena", "phenomenon"},
    {"quizzes", "quiz"},
    {"leaves", "leaf"},
    {"shelves", "shelf"},
    {"wolves", "wolf"},
    {"halves", "half"},
    {"knives", "knife"},
    {"wives", "wife"},
    {"lives", "life"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"zombies", "zombie"},
    {"axes", "axis"},
    {"shoes", "shoe"},
    {"lenses", "lens"},
    {"aliases", "alias"},
    {"canvases", "canvas"},
    {"atlases", "atlas"},
    {"biases", "bias"},
    {"gases", "gas"},
    {"caches", "cache"},
    {"niches", "niche"},
    {"excuses", "excuse"},
    {"abuses", "abuse"},
    {"fuses", "fuse"},
    {"uses", "use"},
    {"ties", "tie"},
    {"pies", "pie"},
    {"dies", "die"},
});

/// Words that are the same in both, or end in s without being plurals.
constexpr auto invariable = std::to_array<std::string_view>(
    {"news",  "series", "species", "sheep", "data", "media", "metadata", "always", "lens", "gas",
     "alias", "canvas", "atlas",   "bias",  "plus", "bus",   "has",      "was",    "this", "sms",
     "dns",   "https",  "tls",     "aws",   "css",  "gps",   "kudos",    "chaos",  "ios",  "os"});

/// Endings of plurals and of their singulars; the first that fits counts.
constexpr auto endings = std::to_array<Pair>({
    {"analyses", "analysis"},
    {"alyses", "alysis"},
    {"theses", "thesis"},
    {"crises", "crisis"},
    {"diagnoses", "diagnosis"},
    {"sses", "ss"},
    {"ouses", "ouse"},
    {"auses", "ause"},
    {"uses", "us"},
    {"ies", "y"},
    {"xes", "x"},
    {"zzes", "zz"},
    {"ches", "ch"},
    {"shes", "sh"},
    {"oes", "o"},
});

/// Endings of what is no plural.
constexpr auto singular_endings = std::to_array<std::string_view>({"ss", "us", "is"});

std::string with_ending(std::string_view word, std::string_view old_one, std::string_view new_one) {
    return std::string(word.substr(0, word.size() - old_one.size())).append(new_one);
}

bool is_vowel(char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

bool takes_es(std::string_view noun) {
    constexpr auto hissing = std::to_array<std::string_view>({"s", "x", "z", "ch", "sh"});
    bool const ends_in_o =
        noun.size() > 2 && noun.ends_with('o') && !is_vowel(noun[noun.size() - 2]);
    return ends_in_o || std::any_of(hissing.begin(), hissing.end(),
                                    [&](auto const& ending) { return noun.ends_with(ending); });
}

/// Forms that might be the plural, the likeliest first.
std::array<std::string, 4> candidates(std::string_view noun) {
    std::string const word(noun);
    bool const ends_in_y =
        noun.size() > 1 && noun.ends_with('y') && !is_vowel(noun[noun.size() - 2]);
    auto const usual = ends_in_y               ? with_ending(noun, "y", "ies")
                       : noun.ends_with("sis") ? with_ending(noun, "is", "es")
                       : takes_es(noun)        ? word + "es"
                                               : word + "s";
    return {usual, word + "s", word + "es", word};
}

}  // namespace

std::string singular(std::string_view noun) {
    if (std::find(invariable.begin(), invariable.end(), noun) != invariable.end()) {
        return std::string(noun);
    }
    for (auto const& [plural, single] : irregular) {
        if (noun.ends_with(plural) && (plural.size() > 4 || noun == plural)) {
            return with_ending(noun, plural, single);
        }
    }
    for (auto const& [plural, single] : endings) {
        if (noun.ends_with(plural) && noun.size() > plural.size() - single.size() + 1) {
            return with_ending(noun, plural, single);
        }
    }
    bool const is_single = std::any_of(singular_endings.begin(), singular_endings.end(),
                                       [&](auto const& ending) { return noun.ends_with(ending); });
    constexpr std::size_t shortest = 3;
    return noun.size() >= shortest && noun.ends_with('s') && !is_single
               ? std::string(noun.substr(0, noun.size() - 1))
               : std::string(noun);
}

std::string plural(std::string_view noun) {
    for (auto const& [many, single] : irregular) {
        if (noun == single) {
            return std::string(many);
        }
    }
    for (auto const& candidate : candidates(noun)) {
        if (singular(candidate) == noun) {
            return candidate;
        }
    }
    return std::string(noun);
}

}  // namespace lockstep::code
