#include "schema/kinds/kinds.hpp"

#include <algorithm>
#include <array>

namespace lockstep::schema {

namespace {

// In an order in which objects can usually be created; what needs otherwise is told by
// Object::needs.
std::array const table_of_kinds{
    &kind::name_space,
    &kind::extension,
    &kind::language,
    &kind::access_method,
    &kind::collation,
    &kind::enum_type,
    &kind::base_type,
    &kind::domain,
    &kind::domain_constraint,
    &kind::composite_type,
    &kind::range_type,
    &kind::foreign_data_wrapper,
    &kind::server,
    &kind::user_mapping,
    &kind::table,
    &kind::foreign_table,
    &kind::view,
    &kind::materialized_view,
    &kind::column,
    &kind::attribute,
    &kind::view_column,
    &kind::sequence,
    &kind::function,
    &kind::procedure,
    &kind::aggregate,
    &kind::operator_,
    &kind::operator_family,
    &kind::operator_class,
    &kind::cast,
    &kind::transform,
    &kind::conversion,
    &kind::text_search_parser,
    &kind::text_search_template,
    &kind::text_search_dictionary,
    &kind::text_search_configuration,
    &kind::constraint,
    &kind::index,
    &kind::statistics,
    &kind::rule,
    &kind::trigger,
    &kind::policy,
    &kind::publication,
    &kind::publication_table,
    &kind::publication_namespace,
    &kind::subscription,
    &kind::event_trigger,
    &kind::default_privilege,
    &kind::grant,
    &kind::security_label,
};

}  // namespace

std::span<Kind const* const> kinds() {
    return table_of_kinds;
}

Kind const* find_kind(std::string_view name) {
    auto const at = std::find_if(table_of_kinds.begin(), table_of_kinds.end(),
                                 [&](Kind const* kind) { return kind->name == name; });
    return at == table_of_kinds.end() ? nullptr : *at;
}

std::size_t rank(Kind const& kind) {
    return static_cast<std::size_t>(std::find(table_of_kinds.begin(), table_of_kinds.end(), &kind) -
                                    table_of_kinds.begin());
}

}  // namespace lockstep::schema
