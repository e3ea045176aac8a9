#include "schema/kinds/composite_bridge.hpp"

#include "schema/kinds/common.hpp"
#include "schema/kinds/conversion_of_values.hpp"
#include "schema/kinds/stored.hpp"

namespace lockstep::schema::composite {

namespace {

/// The attribute of the row `$1` as the new type has it; NULL where the old one has none.
Sql converted(Object const& attribute, Alteration const& change) {
    auto const target = raw(attribute["type"]);
    auto const* const before = change.from.part(change.before, kind::attribute, attribute.name());
    if (before == nullptr) {
        return sql("NULL::{}", target);
    }
    auto const value = sql("($1).{}", ident(attribute.name()));
    bool const is_built_in = attribute["type"].find('.') == std::string_view::npos;
    if ((*before)["type"] == attribute["type"] && is_built_in) {
        return value;
    }
    auto const converted =
        conversion(value, (*before)["type"], attribute["type"], change.from, change.to);
    return converted.empty() ? sql("{}::{}", value, target) : converted;
}

// It has the old type's name: as it takes a value of that, there cannot be another.
Sql function(Object const& aside) {
    return sql("{}({})", identity(aside), identity(aside));
}

Sql cast(Alteration const& change, Object const& aside) {
    return sql("CAST ({} AS {})", identity(aside), identity(change.after));
}

}  // namespace

Statements bridge(Alteration const& change, Object const& aside) {
    if (!is_stored(change.before.id, change.from)) {
        return {};
    }
    std::vector<Sql> values;
    for (auto const name : change.after.list("columns").items()) {
        if (auto const* const attribute = change.to.part(change.after, kind::attribute, name)) {
            values.push_back(converted(*attribute, change));
        }
    }
    auto const type = identity(change.after);
    auto const body = sql("SELECT ROW({})::{}", comma_separated(values), type);
    return {sql("CREATE FUNCTION {} RETURNS {} LANGUAGE sql STABLE STRICT AS {}", function(aside),
                type, dollar_quoted(body.text())),
            sql("CREATE {} WITH FUNCTION {}", cast(change, aside), function(aside))};
}

Statements end_bridge(Alteration const& change, Object const& aside) {
    if (!is_stored(change.before.id, change.from)) {
        return {};
    }
    return {sql("DROP {}", cast(change, aside)), sql("DROP FUNCTION {}", function(aside))};
}

}  // namespace lockstep::schema::composite
