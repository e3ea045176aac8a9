// Whatever the text: it is refused, or what is written anew is taken again, and means itself.
#include "base/error.hpp"
#include "fuzz.hpp"
#include "sql/expression.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    constexpr std::size_t longest = 4096;  // PostgreSQL's parser takes stack with depth
    auto const anything = [](std::string_view) { return true; };
    ExpressionRules const rules{
        .column = [](std::string_view name) { return std::optional<std::string>(name); },
        .is_function_allowed = anything,
        .is_type_allowed = anything};
    if (size > longest) {
        return 0;
    }
    std::string once;
    try {
        once = checked_expression(fuzz::as_text(data, size), rules).text();
    } catch (Error const&) {
        return 0;
    }
    fuzz::require(checked_expression(once, rules).text() == once);
    return 0;
}
