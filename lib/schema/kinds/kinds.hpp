#pragma once

#include "schema/kind.hpp"

namespace lockstep::schema::kind {

// Each in its own file beside this one; the table of them all is schema/kinds.cpp.
extern Kind const access_method;
extern Kind const aggregate;
extern Kind const attribute;
extern Kind const base_type;
extern Kind const cast;
extern Kind const collation;
extern Kind const column;
extern Kind const composite_type;
extern Kind const constraint;
extern Kind const conversion;
extern Kind const default_privilege;
extern Kind const domain;
extern Kind const domain_constraint;
extern Kind const enum_type;
extern Kind const event_trigger;
extern Kind const extension;
extern Kind const foreign_data_wrapper;
extern Kind const foreign_table;
extern Kind const function;
extern Kind const grant;
extern Kind const index;
extern Kind const language;
extern Kind const materialized_view;
extern Kind const name_space;
extern Kind const operator_;
extern Kind const operator_class;
extern Kind const operator_family;
extern Kind const policy;
extern Kind const procedure;
extern Kind const publication;
extern Kind const publication_namespace;
extern Kind const publication_table;
extern Kind const range_type;
extern Kind const rule;
extern Kind const security_label;
extern Kind const sequence;
extern Kind const server;
extern Kind const statistics;
extern Kind const subscription;
extern Kind const table;
extern Kind const text_search_configuration;
extern Kind const text_search_dictionary;
extern Kind const text_search_parser;
extern Kind const text_search_template;
extern Kind const transform;
extern Kind const trigger;
extern Kind const user_mapping;
extern Kind const view;
extern Kind const view_column;

}  // namespace lockstep::schema::kind
