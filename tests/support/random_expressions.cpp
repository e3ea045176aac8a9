// What stands in checks, defaults, indexes, policies and views.
#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

/// A call of a function (text) → text of the schema, if it has one.
std::string called(RandomPrinter& p, Thing const& t, std::string const& attribute,
                   std::string const& text) {
    if (!p.chance(t, attribute + " calls", 3)) {
        return text;
    }
    auto const* const function = p.pick(t, attribute + " function", p.all("text function"));
    return function == nullptr ? text : p.qualified(*function) + "(" + text + ")";
}

RandomColumn const& one_of(RandomPrinter& p, Thing const& t, std::string const& attribute,
                           std::vector<RandomColumn> const& columns) {
    static RandomColumn const constant{"'x'::text", {"text", {"'x'"}, true}, 0};
    return columns.empty() ? constant : p.of(t, attribute + " column", columns);
}

}  // namespace

std::string text_expression(RandomPrinter& p, Thing const& t, std::string_view attribute,
                            std::vector<RandomColumn> const& columns) {
    std::string const key(attribute);
    auto const& column = one_of(p, t, key, columns);
    return called(p, t, key, "(" + column.name + ")::text");
}

std::string condition(RandomPrinter& p, Thing const& t, std::string_view attribute,
                      std::vector<RandomColumn> const& columns) {
    std::string const key(attribute);
    auto const& column = one_of(p, t, key, columns);
    auto const value = p.value(t, key + " value", column.type);
    switch (p.draw(t, key + " form", 8)) {
        case 0:
            return column.name + " IS NOT NULL";
        case 1:
            return column.name + " IS DISTINCT FROM " + value;
        case 2:
            return column.name + " = " + value;
        case 3:
            return column.type.is_number ? column.name + " > 0 AND " + column.name + " < 100"
                                         : column.name + " >= " + value;
        case 4:
            return called(p, t, key, "(" + column.name + ")::text") + " <> '-- it''s $$'";
        case 5:
            return "(" + column.name + ")::text ~ '^[a-z\\\\]*$'";
        case 6:
            return "NOT (" + column.name + " IS NULL OR " + column.name + " <> " + value + ")";
        default:
            return "COALESCE(" + column.name + ", " + value + ") = " + value;
    }
}

}  // namespace lockstep::tests
