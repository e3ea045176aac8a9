// What holds for any two schemas.
#include <algorithm>
#include <array>
#include <random>

#include <doctest/doctest.h>

#include "diff/change.hpp"
#include "schema/fingerprint.hpp"
#include "support/build.hpp"
#include "support/mirror.hpp"
#include "support/test_kinds.hpp"

using namespace lockstep;
using namespace lockstep::diff;
using namespace lockstep::schema;
using namespace lockstep::tests;

namespace {

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}  // NOLINT: the same schemas each time
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    std::string_view of(std::initializer_list<std::string_view> items) {
        return items.begin()[below(items.size())];
    }

private:
    std::mt19937 engine_;
};

/// Few names and values, so that two schemas have much in common, and renames are found.
Schema random_schema(Random& random) {
    Build build;
    build.knows(box).knows(lid);
    for (auto const name : {"a", "b", "c", "d"}) {
        if (random.below(3) == 0) {
            continue;
        }
        std::array<std::string, 3> order{"1", "2", "3"};
        std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(random.below(3)),
                    order.end());
        auto const list = pack({random.of({"x", "y"}), random.of({"", "z"})});
        auto const set = pack({"1", random.of({"2", "3"})});
        auto const ordered = pack({order[0], order[1], order[2]});
        build.add(box, {random.of({"one", "two"}), name},
                  {{"owner", random.of({"", "me", "you"})},
                   {"comment", random.of({"", "said"})},
                   {"text", random.of({"", "a", "b c", "c b"})},
                   {"flag", random.of({"", "true"})},
                   {"list", list},
                   {"set", set},
                   {"order", ordered}});
        for (auto const part : {"l", "m"}) {
            if (random.below(2) == 0) {
                build.add(lid, {"one", name, part}, {{"text", random.of({"", "a", "b"})}});
            }
        }
    }
    return build.schema();
}

bool is_equal(Schema const& a, Schema const& b) {
    return fingerprint(a).schema == fingerprint(b).schema;
}

}  // namespace

TEST_CASE("the changes from one schema to another are those back, the other way round") {
    std::size_t count = 0;
    for (unsigned seed = 0; seed < 3000; ++seed) {
        Random random(seed);
        auto const a = random_schema(random);
        auto const b = random_schema(random);
        CAPTURE(seed);
        auto const there = diff::diff(a, b);
        CHECK(not_mirrored(there, diff::diff(b, a)) == "");
        DiffOptions const plain{.detect_renames = false};
        CHECK(not_mirrored(diff::diff(a, b, plain), diff::diff(b, a, plain)) == "");
        count += there.list.size();
    }
    CHECK(count > 3000);
}

TEST_CASE("fingerprints are equal where there is no change, and nowhere else") {
    for (unsigned seed = 0; seed < 3000; ++seed) {
        Random random(seed);
        auto const a = random_schema(random);
        auto const b = random_schema(random);
        Random again(seed);
        auto const copy = random_schema(again);
        CAPTURE(seed);
        CHECK(diff::diff(a, a).list.empty());
        CHECK(diff::diff(a, copy).list.empty());
        CHECK(is_equal(a, copy));
        CHECK(is_equal(a, b) == diff::diff(a, b).list.empty());
    }
}

TEST_CASE("derived properties change neither fingerprint nor diff") {
    auto const with = [](std::string_view value) {
        return Build().add(box, {"one", "a"}, {{"derived", value}}).schema();
    };
    CHECK(is_equal(with("x"), with("y")));
    CHECK(diff::diff(with("x"), with("y")).list.empty());
}
