// Whatever the bytes, as a template and as a file with regions: either a ParseError with a place,
// or a text, the same the next time; what is spliced in twice is as it was the first time.
#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "fuzz.hpp"
#include "generate/regions.hpp"
#include "mustache/template.hpp"

using namespace lockstep;
using generate::splice;
using mustache::Data;
using mustache::Template;

namespace {

constexpr std::string_view between = "\n--- file ---\n";

Data sample() {
    // Lists of one item: those of more double what is made with each level.
    Data::Object table{{"name", "Orders"}, {"columns", Data::List{Data("id")}}};
    return Data::Object{{"header", "Generated"},
                        {"tables", Data::List{Data(std::move(table))}},
                        {"object", Data::Object{{"part", 7}}},
                        {"flag", true}};
}

std::optional<std::string> rendered(std::string_view text) {
    auto const data = sample();
    Data const* const all[] = {&data};
    try {
        Template const made("a.mustache", std::string(text));
        auto const partial = [&](std::string_view name) -> std::optional<std::string> {
            return name == "more" ? std::optional(std::string(text.substr(0, text.size() / 2)))
                                  : std::nullopt;
        };
        auto once = made.render(all, partial);
        fuzz::require(once == made.render(all, partial));
        return once;
    } catch (ParseError const&) {
        return std::nullopt;
    }
}

void splice_twice(std::string_view file, std::string const& generated) {
    try {
        auto const once = splice("a.py", file, generated);
        fuzz::require(splice("a.py", once.text, generated).text == once.text);
        generate::without_marks("a.py", generated);
    } catch (ParseError const&) {
        return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    auto const middle = std::min(text.find(between), text.size());
    auto const made = rendered(text.substr(0, middle));
    auto const rest = text.substr(middle);
    auto const file = rest.substr(std::min(between.size(), rest.size()));
    splice_twice(file, made.value_or(std::string(text)));
    return 0;
}
