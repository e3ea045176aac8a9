#include "diff/array_casts.hpp"

#include <doctest/doctest.h>

using lockstep::diff::with_casts_inside;

TEST_CASE("a cast of an array is a cast of its items") {
    CHECK(with_casts_inside("((s)::text = ANY ((ARRAY['a, ]'::character varying, 'b'::character "
                            "varying])::text[]))") ==
          "((s)::text = ANY (ARRAY[('a, ]'::character varying)::text, ('b'::character "
          "varying)::text]))");
    CHECK(with_casts_inside("(ARRAY[f(1, 2)])::bigint[] || (ARRAY[3])::bigint[]") ==
          "ARRAY[(f(1, 2))::bigint] || ARRAY[(3)::bigint]");
}

TEST_CASE("what is no cast of an array stays as it is") {
    for (auto const* const text :
         {"", "ARRAY[1, 2]", "(ARRAY[1, 2])", "(ARRAY[1, 2])[1]", "(ARRAY[1", "(ARRAY['a",
          "(ARRAY[1])::text", "(ARRAY[1])::(text[]"}) {
        CHECK(with_casts_inside(text) == text);
    }
}
