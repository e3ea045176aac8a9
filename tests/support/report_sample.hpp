#pragma once

#include <string>

#include "report/report.hpp"
#include "schema/kind.hpp"

namespace lockstep::tests {

/// Two small schemas and what differs between them: one finding of each form that a report shows.
struct Sample {
    Sample();
    Sample(Sample const&) = delete;
    Sample& operator=(Sample const&) = delete;

    schema::Kind table{
        .name = "table", .sql_name = "TABLE", .catalog = {}, .properties = {{"comment"}}};
    schema::Kind column{
        .name = "column",
        .sql_name = "COLUMN",
        .catalog = {},
        .names = {"schema", "table", "name"},
        .properties = {{"comment"}, {"type"}, {"not_null", schema::Shape::flag}, {"default"}},
        .part_of_names = 2};
    schema::Kind type{.name = "enum",
                      .sql_name = "TYPE",
                      .catalog = {},
                      .properties = {{"labels", schema::Shape::list}}};
    schema::Kind function{
        .name = "function", .sql_name = "FUNCTION", .catalog = {}, .properties = {{"body"}}};

    schema::Schema definitions;
    schema::Schema database;
    report::Report report;

    /// The same, with names and values that try to break out of every format.
    void make_hostile();
    /// Nothing differs.
    void make_in_step();

private:
    void add(schema::Schema& schema, schema::Kind const& kind, std::string const& names,
             std::uint32_t line);
    schema::Value keep(std::string const& text);
    policy::Finding& find(diff::Action action, schema::Object const* before,
                          schema::Object const* after);
    void modify(schema::Object const& before, schema::Object const& after,
                std::string_view property, std::string const& old_value,
                std::string const& new_value, policy::Severity severity);
};

/// Compares with tests/report/golden/<name>. With LOCKSTEP_UPDATE_GOLDEN set the file is written
/// anew, and the test fails, so that nobody takes that run for a proof.
void check_golden(std::string const& name, std::string const& text);

}  // namespace lockstep::tests
