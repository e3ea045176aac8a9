#include <doctest/doctest.h>

#include "support/shown_definitions.hpp"

// Definitions that nest, double and circle beyond all reason end, and take nothing else with them.
namespace lockstep::tests {
namespace {

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

// Below what makes tree-sitter 0.20.7 itself crash: 65,536 nodes in one that is no TypeScript.
constexpr int deep = 5'000;

TEST_CASE("types nested beyond reason are unknown, not a crash") {
    for (auto const* const each : {"Array<", "(", "{ a: ", "readonly ", "keyof ", "[", "`${",
                                   "typeof ", "A extends ", "Partial<", "(a: "}) {
        CHECK(
            shown_typescript("interface A { x: string }\ninterface B { x: " + repeated(each, deep))
                .starts_with("A 1: x string\n"));
    }
    CHECK(shown_typescript("interface B { x: " + repeated("Array<", deep) + "string" +
                           repeated(">", deep) + " }")
              .starts_with("B 1: x Array[Array["));
    CHECK(shown_typescript("interface B { x: string" + repeated("[]", deep) + " }")
              .starts_with("B 1: x Array[Array["));
    CHECK(shown_typescript("interface B { x: A" + repeated("['a']", deep) + " }") == "B 1: x ?\n");
    CHECK(shown_typescript("interface B { x: a" + repeated(".a", deep) + " }") == "B 1: x a\n");
}

TEST_CASE("values nested beyond reason are unknown, not a crash") {
    for (auto const* const each : {"(", "[", "{ a: ", "f(", "a.", "a[", "`${", "'a' + ", "(() => ",
                                   "!", "...", "Object.freeze("}) {
        CHECK(shown_typescript("enum A { X = 'x' }\nconst b = " + repeated(each, deep))
                  .starts_with("A 1: X=x\n"));
    }
    CHECK(shown_typescript("const a = pgTable('a', { b: text()" + repeated(".notNull()", deep) +
                           " });") == "a 1 a: b text\n");
    CHECK(shown_typescript("const a = pgTable('a', { b: text()" + repeated(".array()", deep) +
                           " });") == "a 1 a: b Array[Array[Array[Array[Array[Array[text]]]]]]?\n");
    CHECK(shown_typescript("enum A { X = " + repeated("'a' + ", deep) + "'b' }").size() >
          std::size_t{deep});
    CHECK(shown_typescript(repeated("namespace a { ", deep) + "interface A { x: string }" +
                           repeated("}", deep)) == "");
    CHECK(shown_typescript(repeated("class A extends B { @Column() ", deep)) ==
          "a.ts:1:1: this does not follow TypeScript's grammar\n");
}

TEST_CASE("circles end") {
    CHECK(shown_typescript("interface A extends B { a: A }\ninterface B extends A { b: B }\n"
                           "type C = C;\ntype D = D[];\ntype E = { [K in keyof E]: E[K] };\n"
                           "const f = f;\nconst g = { ...g, a: g.a };\nenum H { A = H.A }\n"
                           "const i = () => i();\nconst j = pgTable(j, i());\n"
                           "@Entity() class K extends K { @Column(() => K) k: K }\n")
              .starts_with("A 1 (base): "));
}

TEST_CASE("definitions that double with every step end") {
    std::string types = "type T0 = string | number[];\n";
    std::string shapes = "type S0 = { a: string };\n";
    std::string values = "const v0 = { a: 'a' };\nconst t0 = 'a';\n";
    std::string unions = "type U0 = 'a' | 'b';\n";
    for (int i = 1; i < 50; ++i) {
        auto const now = std::to_string(i);
        auto const last = std::to_string(i - 1);
        types += "type T" + now + " = Map<T" + last + ", T" + last + ">;\n";
        shapes += "type S" + now + " = S" + last + " & S" + last + ";\n";
        values += "const v" + now + " = { ...v" + last + ", ...v" + last + " };\n";
        values += "const t" + now + " = t" + last + " + t" + last + ";\n";
        unions += "type U" + now + " = `${U" + last + "}${U" + last + "}`;\n";
        unions += "type V" + now + " = U" + last + " | V" + last + " | V" + last + ";\n";
    }
    CHECK(shown_typescript(types + "interface A { x: T49 }\n").size() < 100'000);
    CHECK(shown_typescript(shapes).starts_with("S0 1: a string\n"));
    CHECK(shown_typescript(values + "enum A { X = t49 }\n").starts_with("const v0 1: a=a\n"));
    CHECK(shown_typescript(unions).starts_with("U0 1: a=a b=b\n"));
}

TEST_CASE("bytes that are no text are no crash") {
    std::string bytes;
    for (int i = 0; i < 100'000; ++i) {
        bytes += static_cast<char>((i * 7919 + i / 251) % 256);
    }
    CHECK(shown_typescript(bytes).find("grammar") != std::string::npos);
    CHECK(shown_typescript("interface A { x: string }\n" + bytes).starts_with("A 1: x string\n"));
}

}  // namespace
}  // namespace lockstep::tests
