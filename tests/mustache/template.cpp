#include "mustache/template.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::tests {
namespace {

using mustache::Data;
using mustache::Template;

std::string filled(std::string const& text, Data const& data) {
    Data const* const all[] = {&data};
    return Template("t.mustache", text).render(all, [](std::string_view name) {
        return name == "row" ? std::optional<std::string>("<{{name}}>\n") : std::nullopt;
    });
}

Data named(char const* name) {
    return Data::Object{{"name", name}};
}

Data sample() {
    return Data::Object{{"title", "a & \"b\""},
                        {"yes", true},
                        {"no", false},
                        {"none", ""},
                        {"number", 7},
                        {"inner", Data::Object{{"name", "deep"}, {"nothing", ""}}},
                        {"rows", Data::List{named("x"), named("y"), named("z")}},
                        {"empty", Data::List{}}};
}

std::string error_of(std::string const& text) {
    try {
        return filled(text, sample());
    } catch (ParseError const& error) {
        return error.what();
    }
}

TEST_CASE("what is filled in is not changed, in whichever of the three ways it is written") {
    CHECK(filled("{{title}} {{{title}}} {{& title }} {{number}}", sample()) ==
          "a & \"b\" a & \"b\" a & \"b\" 7");
}

TEST_CASE("sections are there for what is there: lists item by item, texts and objects once") {
    CHECK(filled("{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{^no}}3{{/no}}{{#none}}4{{/none}}", sample()) ==
          "13");
    CHECK(filled("{{#rows}}{{name}}{{^-last}}, {{/-last}}{{/rows}}", sample()) == "x, y, z");
    CHECK(filled("{{#rows}}{{#-first}}({{/-first}}{{-index}}{{/rows}})", sample()) == "(123)");
    CHECK(filled("{{#inner}}{{name}} {{title}}{{/inner}} {{inner.name}}", sample()) ==
          "deep a & \"b\" deep");
    CHECK(filled("{{^empty}}none{{/empty}}{{#empty}}some{{/empty}}", sample()) == "none");
    CHECK(filled("{{#title}}{{.}}{{/title}}", sample()) == "a & \"b\"");
    CHECK(filled("{{#none.part}}x{{/none.part}}", sample()).empty());
}

TEST_CASE("a template whose lists in lists would make a text without end is refused") {
    std::string text(2000, 'x');
    for (int i = 0; i < 30; ++i) {
        text = "{{#rows}}" + text + "{{/rows}}";
    }
    CHECK(error_of(text).find("what this template makes has no end (over 256 MB)") !=
          std::string::npos);
}

TEST_CASE("a tag that does something has its line for itself, and the line goes with it") {
    CHECK(filled("a\n  {{#rows}}\n- {{name}}\n{{/rows}}\nb\n", sample()) ==
          "a\n- x\n- y\n- z\nb\n");
    CHECK(filled("{{! a note }}\na\n{{#yes}}\nb\n{{/yes}}", sample()) == "a\nb\n");
    CHECK(filled("a {{#yes}}\nb{{/yes}}\n", sample()) == "a \nb\n");
    CHECK(filled("{{#yes}}\n\n{{/yes}}\n{{name}}\n", Data::Object{{"yes", true}, {"name", "n"}}) ==
          "\nn\n");
    CHECK(filled("{{#yes}}{{#yes}}\nx\n{{/yes}}{{/yes}}\n", sample()) == "\nx\n\n");
}

TEST_CASE("partials keep their indentation, and other delimiters can be set") {
    CHECK(filled("{{#rows}}\n  {{> row}}\n{{/rows}}\n", sample()) == "  <x>\n  <y>\n  <z>\n");
    CHECK(filled("{{=<% %>=}}{{x}} <%number%> <%={{ }}=%>{{number}}", sample()) == "{{x}} 7 7");
}

TEST_CASE("of several objects the last one's names count") {
    Data const a = Data::Object{{"x", "a"}, {"y", "a"}};
    Data const b = Data::Object{{"x", "b"}};
    Data const* const all[] = {&a, &b};
    CHECK(Template("t", "{{x}}{{y}}").render(all) == "ba");
}

TEST_CASE("errors of a template name the line, the column, and what was meant") {
    CHECK(error_of("a\n {{titel}}\n") ==
          "t.mustache:2:2: there is nothing called \"titel\" here; did you mean \"title\"?\n"
          "   {{titel}}\n"
          "   ^");
    CHECK(error_of("{{#rows}}\n") == "t.mustache:1:1: {{#rows}} is not closed\n  {{#rows}}\n  ^");
    CHECK(error_of("{{#rows}}{{/row}}") ==
          "t.mustache:1:10: {{/row}} closes nothing: {{#rows}} is open\n"
          "  {{#rows}}{{/row}}\n"
          "           ^");
    CHECK(error_of("{{/rows}}") == "t.mustache:1:1: {{/rows}} closes nothing\n  {{/rows}}\n  ^");
    CHECK(error_of("x {{title") ==
          "t.mustache:1:3: this tag is not closed: }} is missing\n  x {{title\n    ^");
    CHECK(error_of("{{> none}}") ==
          "t.mustache:1:1: there is no template \"none\"\n  {{> none}}\n  ^");
    CHECK(error_of("{{rows}}") ==
          "t.mustache:1:1: \"rows\" is no text: {{#rows}} goes into it\n  {{rows}}\n  ^");
    CHECK(error_of("{{}}") == "t.mustache:1:1: this tag has no name\n  {{}}\n  ^");
    CHECK(error_of("{{#inner}}{{inner.nam}}{{/inner}}") ==
          "t.mustache:1:11: there is nothing called \"inner.nam\" here\n"
          "  {{#inner}}{{inner.nam}}{{/inner}}\n"
          "            ^");
}

TEST_CASE("hostile templates end") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "{{#yes}}";
    }
    CHECK(error_of(deep).find("sections are nested too deeply") != std::string::npos);
    Data const data = sample();
    Data const* const some[] = {&data};
    CHECK_THROWS_WITH_AS(
        Template("t", "{{> t}}")
            .render(some, [](auto) { return std::optional<std::string>("{{> t}}{{> t}}"); }),
        "t:1:1: templates include each other without end\n  {{> t}}{{> t}}\n  ^", ParseError);
}

}  // namespace
}  // namespace lockstep::tests
