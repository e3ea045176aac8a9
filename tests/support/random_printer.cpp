#include "support/random_printer.hpp"

#include <algorithm>

namespace lockstep::tests {

std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
    constexpr std::uint64_t prime = 1099511628211U;  // FNV-1a, then the end of splitmix64
    auto hash = seed ^ 14695981039346656037U;
    for (char const c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    }
    hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9U;
    hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBU;
    return hash ^ (hash >> 31U);
}

std::uint64_t RandomPrinter::raw(Thing const& thing, std::string_view attribute, unsigned choices) {
    auto const changed = thing.draws.find(std::string(attribute));
    auto value = changed != thing.draws.end() ? changed->second : mixed(thing.seed, attribute);
    value = choices == 0 ? value : value % choices;
    if (draws_ != nullptr) {
        draws_->push_back({thing.id, std::string(attribute), choices, value});
    }
    return value;
}

unsigned RandomPrinter::draw(Thing const& thing, std::string_view attribute, unsigned choices) {
    return static_cast<unsigned>(raw(thing, attribute, choices));
}

// A change of the draw turns it, however rare it is: so 0 and 1 are what is noted.
bool RandomPrinter::chance(Thing const& thing, std::string_view attribute, unsigned often) {
    auto const changed = thing.draws.find(std::string(attribute));
    bool const is = changed != thing.draws.end() ? changed->second % 2 == 1
                                                 : mixed(thing.seed, attribute) % often == 0;
    if (draws_ != nullptr) {
        draws_->push_back({thing.id, std::string(attribute), 2, is ? 1U : 0U});
    }
    return is;
}

Thing const* RandomPrinter::pick(Thing const& thing, std::string_view attribute,
                                 std::vector<Thing const*> const& among) {
    auto const value = raw(thing, attribute, 0);
    auto const best = std::min_element(among.begin(), among.end(), [&](auto* a, auto* b) {
        return mixed(value, std::to_string(a->id)) < mixed(value, std::to_string(b->id));
    });
    return best == among.end() ? nullptr : *best;
}

std::vector<Thing const*> RandomPrinter::all(std::string_view kind, Thing const* limit) const {
    std::vector<Thing const*> found;
    for (auto const& thing : schema_.things) {
        if (thing.kind == kind && (limit == nullptr || thing.id < limit->id)) {
            found.push_back(&thing);
        }
    }
    return found;
}

std::vector<Thing const*> RandomPrinter::parts(std::string_view kind, Thing const& whole) const {
    auto found = all(kind);
    std::erase_if(found, [&](Thing const* part) { return part->whole != whole.id; });
    return found;
}

Thing const* RandomPrinter::find(unsigned id) const {
    auto const at = std::find_if(schema_.things.begin(), schema_.things.end(),
                                 [&](Thing const& thing) { return thing.id == id; });
    return at == schema_.things.end() ? nullptr : &*at;
}

std::string RandomPrinter::name(Thing const& thing) {
    return quoted(hostile_name(raw(thing, "name", 0), thing.id));
}

std::string RandomPrinter::name_in(Thing const& thing, std::string_view attribute) {
    return quoted(hostile_name(raw(thing, attribute, 0), thing.id));
}

std::string RandomPrinter::qualified(Thing const& thing) {
    auto const* const space =
        chance(thing, "in public", 3) ? nullptr : pick(thing, "namespace", all("namespace"));
    return (space == nullptr ? "public" : name(*space)) + "." + name(thing);
}

std::string random_role(RandomPrinter& printer, Thing const& thing, std::string_view attribute) {
    static std::vector<std::string> const roles{"lockstep_test_a",
                                                "\"lockstep_test_\"\"B\"\" -- %\"",
                                                "\"lockstep_test_'$$\"", "lockstep_scratch"};
    return printer.of(thing, attribute, roles);
}

std::string random_roles() {
    return R"(
DO $do$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['lockstep_test_a', 'lockstep_test_"B" -- %', 'lockstep_test_''$$'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE 'CREATE ROLE ' || quote_ident(name) || ' SUPERUSER';
        END IF;
    END LOOP;
END
$do$)";
}

void RandomPrinter::say_comment(Thing const& thing, std::string const& sql_name,
                                std::string const& identity) {
    if (chance(thing, "has comment", 6)) {
        say("COMMENT ON " + sql_name + " " + identity + " IS " +
            literal_of(hostile_name(raw(thing, "comment", 0), 0)));
    }
}

void RandomPrinter::say_owner(Thing const& thing, std::string const& sql_name,
                              std::string const& identity) {
    if (chance(thing, "has owner", 6)) {
        say("ALTER " + sql_name + " " + identity + " OWNER TO " +
            random_role(*this, thing, "owner"));
    }
}

}  // namespace lockstep::tests
