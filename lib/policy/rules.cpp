#include "policy/rules.hpp"

#include <algorithm>
#include <array>

#include "policy/conditions.hpp"

namespace lockstep::policy {

namespace {

using enum Severity;

// "added" is what the database has and the definitions lack, "removed" the other way round. The
// question behind each row: what breaks, or is lost, for code that trusts the definitions, now?
// Critical: it breaks or leaks now. High: it will, or protects less than is thought. Medium: code
// does not see it yet, or it is about speed. Low: nothing but taste and bookkeeping depends on it.
constexpr auto table = std::to_array<DefaultRule>({
    {"*_added", medium,
     "the definitions do not know of it; the next change made from them may drop it"},
    {"*_removed", high, "the definitions count on it, and it is missing"},
    {"*_modified", high, "it does not behave as the definitions say"},
    {"*_renamed", medium, "what refers to it by its name in the definitions does not find it"},

    {"schema_removed", critical, "everything that the definitions place in it is missing"},
    {"extension_removed", critical, "its types and functions are missing"},
    {"extension_version_modified", low, "versions of extensions are upgraded per server"},

    {"table_added", high, "the database has a table that no definition speaks of"},
    {"table_removed", critical, "reads and writes of the table fail"},
    {"table_renamed", critical, "reads and writes of the table under its defined name fail"},
    {"table_columns_modified", low, "the order of columns matters to SELECT * and COPY alone"},
    {"table_row_security_modified", critical,
     "row security is off: whoever may read the table reads every row", is_switched_off},
    {"table_row_security_modified", high, "row security hides rows that code expects",
     is_switched_on},
    {"table_force_row_security_modified", critical,
     "row security is not forced: the table's owner reads every row", is_switched_off},
    {"table_unlogged_modified", critical, "the table is unlogged: a crash of the server empties it",
     is_switched_on},
    {"table_replica_identity_modified", high,
     "updates and deletes are replicated in another way, or are refused"},
    {"table_inherits_modified", high, "queries of the parent see other rows"},
    {"table_partition_*_modified", critical, "rows go to other partitions, or to none"},
    {"table_partition_of_modified", critical, "queries of the parent see other rows"},

    {"foreign_table_removed", critical, "reads and writes of the table fail"},
    {"foreign_table_renamed", critical,
     "reads and writes of the table under its defined name fail"},
    {"foreign_table_columns_modified", low, "the order of columns matters to SELECT * alone"},

    {"column_added", high, "the database has a column that no definition speaks of"},
    {"column_added", critical,
     "INSERTs that do not name the column fail: it is NOT NULL without a default",
     is_required_column},
    {"column_removed", critical, "reads and writes of the column fail, and its data is not there"},
    {"column_renamed", critical, "reads and writes of the column under its defined name fail"},
    {"column_type_modified", critical, "a value of the one type may not fit into the other"},
    {"column_type_modified", high, "the database allows values that code may not expect",
     is_widened},
    {"column_not_null_modified", critical, "the column may be NULL, and code does not expect it",
     is_switched_off},
    {"column_not_null_modified", high, "writes of NULL fail", is_switched_on},
    {"column_default_modified", high, "rows that do not name the column get another value"},
    {"column_generated_modified", critical, "the column holds other values"},
    {"column_virtual_modified", medium, "the same values, computed at another time"},
    {"column_identity_modified", high, "writes of the column are refused, or are no longer"},
    {"column_identity_sequence_modified", medium, "new rows get other numbers"},
    {"column_collation_modified", high, "texts sort and compare in another way"},
    {"column_inherited_modified", low, "bookkeeping of inheritance"},
    {"column_not_null_constraint_modified", low, "bookkeeping of the NOT NULL constraint"},

    {"constraint_removed", critical, "the key is not enforced: duplicates and orphans can get in",
     is_key},
    {"constraint_removed", high, "values that the definitions rule out can get in", is_no_key},
    {"constraint_added", high, "writes that the definitions allow are refused"},
    {"constraint_type_modified", critical, "another rule is enforced under the same name"},
    {"constraint_not_valid_modified", medium, "old rows have not been checked against it"},
    {"constraint_not_enforced_modified", critical, "it is not enforced: anything can get in",
     is_switched_on},
    {"constraint_on_*_modified", high,
     "deleting or updating a row does another thing to those that refer to it"},
    {"constraint_renamed", low, "only error messages and migrations name it"},
    {"constraint_inherited_modified", low, "bookkeeping of inheritance"},
    {"constraint_parent_index_modified", low, "bookkeeping of partitions"},
    {"constraint_invalid_modified", high, "the index behind it is broken, and unused"},
    {"domain_constraint_removed", high, "values that the definitions rule out can get in"},
    {"domain_constraint_not_valid_modified", medium, "old values have not been checked against it"},
    {"domain_constraint_renamed", low, "only error messages and migrations name it"},

    {"index_added", low, "costs writes and space, changes no result"},
    {"index_added", high, "writes of duplicates that the definitions allow are refused", is_unique},
    {"index_removed", medium, "queries are slower"},
    {"index_removed", critical, "duplicates can get in", is_unique},
    {"index_*_modified", medium, "queries are slower or faster"},
    {"index_unique_modified", critical, "duplicates can get in", is_switched_off},
    {"index_unique_modified", high, "writes of duplicates that the definitions allow are refused",
     is_switched_on},
    {"index_nulls_not_distinct_modified", high, "other rows count as duplicates"},
    {"index_where_modified", critical, "uniqueness holds for other rows", is_unique},
    {"index_columns_modified", critical, "other columns are unique", is_unique},
    {"index_invalid_modified", high, "the index is broken: it is unused, and still costs writes"},
    {"index_renamed", low, "only plans and migrations name it"},
    {"index_parent_modified", low, "bookkeeping of partitions"},

    {"enum_removed", critical, "columns of the type, and casts to it, fail"},
    {"enum_renamed", critical, "casts to the type under its defined name fail"},
    {"enum_values_modified", medium, "the values sort in another order"},
    {"enum_values_modified", high, "the database has values that code does not know",
     has_more_items},
    {"enum_values_modified", critical, "writes of a defined value fail", has_fewer_items},
    {"enum_values_renamed", critical, "writes of a defined value fail"},
    {"domain_removed", critical, "columns of the type, and casts to it, fail"},
    {"domain_renamed", critical, "casts to the type under its defined name fail"},
    {"domain_type_modified", critical, "a value of the one type may not fit into the other"},
    {"domain_type_modified", high, "the database allows values that code may not expect",
     is_widened},
    {"*_type_removed", critical, "columns of the type, and casts to it, fail"},
    {"*_type_renamed", critical, "casts to the type under its defined name fail"},
    {"composite_type_columns_modified", high,
     "values of the type are written in the order of its attributes"},
    {"attribute_removed", critical, "values of the type have no such attribute"},
    {"attribute_renamed", critical, "values of the type have no attribute of that name"},
    {"attribute_type_modified", critical, "a value of the one type may not fit into the other"},
    {"attribute_type_modified", high, "the database allows values that code may not expect",
     is_widened},

    {"view_removed", critical, "reads of the view fail"},
    {"view_renamed", critical, "reads of the view under its defined name fail"},
    {"materialized_view_removed", critical, "reads of the view fail"},
    {"materialized_view_renamed", critical, "reads of the view under its defined name fail"},
    {"view_column_removed", critical, "reads of the column fail"},
    {"view_column_renamed", critical, "reads of the column under its defined name fail"},

    {"function_removed", critical, "calls of it fail"},
    {"function_renamed", critical, "calls of it under its defined name fail"},
    {"procedure_removed", critical, "calls of it fail"},
    {"procedure_renamed", critical, "calls of it under its defined name fail"},
    {"aggregate_removed", critical, "calls of it fail"},
    {"aggregate_renamed", critical, "calls of it under its defined name fail"},
    {"*_security_definer_modified", critical, "it runs with other rights"},
    {"*_cost_modified", low, "an estimate for the planner"},
    {"*_rows_modified", low, "an estimate for the planner"},
    {"*_parallel_modified", low, "whether plans may run it in parallel"},
    {"operator_removed", critical, "expressions with it fail"},
    {"cast_removed", critical, "expressions that count on it fail"},

    {"sequence_removed", critical, "new numbers cannot be drawn"},
    {"sequence_renamed", medium, "only defaults and nextval() name it"},
    {"sequence_type_modified", high, "numbers run out sooner or later"},
    {"sequence_owned_by_modified", low, "decides with which column it is dropped"},
    {"sequence_start_modified", low, "matters when it is restarted"},
    {"sequence_cache_modified", low, "about speed"},

    {"trigger_added", high, "writes do more than the definitions say"},
    {"trigger_removed", critical, "writes no longer do what the definitions count on"},
    {"trigger_renamed", low, "decides the order in which triggers run"},
    {"trigger_enabled_modified", high, "the trigger is disabled, or runs when it should not"},
    {"trigger_inherited_modified", low, "bookkeeping of partitions"},
    {"event_trigger_enabled_modified", high, "the trigger is disabled, or runs when it should not"},
    {"rule_added", high, "statements are rewritten in ways that no definition says"},
    {"rule_removed", critical, "statements are no longer rewritten as the definitions count on"},
    {"rule_renamed", low, "decides the order in which rules act"},

    {"policy_added", high, "row security shows or hides other rows", is_restrictive},
    {"policy_added", critical, "a permissive policy shows more rows than the definitions allow",
     is_permissive},
    {"policy_removed", critical, "row security shows or hides other rows"},
    {"policy_*_modified", critical, "row security shows or hides other rows"},
    {"policy_renamed", low, "nothing refers to its name"},

    {"grant_added", high, "somebody may do more than the definitions allow"},
    {"grant_removed", high, "somebody may not do what the definitions grant"},
    {"grant_*modified", high, "somebody may do more, or less, than the definitions say"},
    {"default_privilege_*", medium, "objects made from now on get other privileges"},
    {"*_owner_modified", medium,
     "the owner may alter and drop it, and its rights count in views and SECURITY DEFINER "
     "functions"},
    {"security_label_*", high, "the label decides what may be read"},

    {"publication_removed", critical, "its subscribers get no more changes"},
    {"publication_*_modified", high, "subscribers get other changes"},
    {"publication_*_removed", critical, "subscribers get no more changes of the table"},
    {"publication_*_added", high, "subscribers get changes that no definition speaks of"},
    {"publication_table_where_modified", critical, "subscribers get other rows"},
    {"publication_table_columns_modified", critical, "subscribers get other columns"},
    {"subscription_removed", critical, "no more changes come from the publisher"},

    {"server_removed", critical, "its foreign tables cannot be read"},
    {"foreign_data_wrapper_removed", critical, "its servers' foreign tables cannot be read"},
    {"user_mapping_removed", high, "that user cannot read the server's foreign tables"},
    {"statistics_*", low, "statistics help the planner alone"},
    {"text_search_*_removed", high, "searches that name it fail"},

    {"*_with_modified", low, "storage parameters: about speed and space"},
    {"view_with_modified", critical,
     "whose rights and which rows count (security_invoker, security_barrier, check_option) "
     "differs"},
    {"*_tablespace_modified", low, "where the files stand"},
    {"*_access_method_modified", low, "how the rows are stored"},
    {"*_statistics_modified", low, "how closely the planner looks"},
    {"*_storage_modified", low, "how long values are stored"},
    {"*_compression_modified", low, "how long values are compressed"},
    {"*_clustered_on_modified", low, "matters to CLUSTER alone"},
    {"*_comment_modified", low, "documentation: nothing behaves differently"},
});

}  // namespace

std::span<DefaultRule const> default_rules() {
    return table;
}

}  // namespace lockstep::policy
