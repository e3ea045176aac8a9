#include "support/report_sample.hpp"

#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/support.hpp"

namespace lockstep::tests {

using diff::Action;
using policy::Severity;
using schema::pack;

Sample::Sample() {
    definitions.files = {"schema/orders.sql", "schema/functions.sql"};
    auto const orders = pack({"public", "orders"});
    add(definitions, table, orders, 12);
    add(definitions, column, pack({"public", "orders", "note"}), 15);
    add(definitions, column, pack({"public", "orders", "total"}), 14);
    add(definitions, type, pack({"public", "status"}), 3);
    add(definitions, function, pack({"public", "vat"}), 1);
    definitions.objects.back().place.file = 1;
    add(database, table, pack({"public", "audit_log"}), 0);
    add(database, table, orders, 0);
    add(database, column, pack({"public", "orders", "total"}), 0);
    add(database, type, pack({"public", "status"}), 0);
    add(database, function, pack({"public", "vat"}), 0);

    report.from = "schema/";
    report.to = "postgresql://app@db.example/shop";
    report.time = "2026-11-21T03:00:00Z";
    report.tool_version = "0.1.0";
    report.fail_on = Severity::medium;
    report.schemas = {&definitions, &database};
    auto const& was = definitions.objects;
    auto const& is = database.objects;

    find(Action::removed, &was[1], nullptr).severity = Severity::critical;
    report.findings.back().why = "Readers of the definitions fail on it.";
    modify(was[2], is[2], "type", "numeric(12,2)", "integer", Severity::critical);
    modify(was[4], is[4], "body", "\nBEGIN\n  -- the usual rate\n  RETURN net * 0.19;\nEND\n",
           "\nBEGIN\n  -- the usual rate\n  RETURN net * 0.16;\nEND\n", Severity::high);
    modify(was[2], is[2], "not_null", "true", "", Severity::high);
    modify(was[3], is[3], "labels", pack({"new", "paid", "sent"}), pack({"new", "sent", "lost"}),
           Severity::medium);
    find(Action::added, nullptr, &is[0]).severity = Severity::medium;
    modify(was[2], is[2], "default", "",
           "nextval('a_sequence_with_a_long_name'::regclass) + current_setting('app.offset')::int",
           Severity::low);
    modify(was[0], is[0], "comment", "All orders", "", Severity::low);
    report.findings.back().accepted = "legacy, until 2026-12-31";

    report.untracked = {{"conversion", 2}, {"language", 1}};
    report.warnings = {"the definition of subscription s could not be read: permission denied"};
    report.next_steps = {{"To accept this drift for now", "lockstep check --accept REASON"}};
}

void Sample::make_hostile() {
    auto const evil = std::string("x|`</script><script>alert(1)</script>%\r\n::error::\x1b[31m*") +
                      "\xe2\x80\xae\"';,:{}$&@team #1 [a](b) ]]>";
    for (auto* const schema : {&definitions, &database}) {
        for (auto& object : schema->objects) {
            auto names = object.id.names.items();
            std::vector<std::string> hostile(names.begin(), names.end());
            hostile[1] += evil;  // of the table too, so that a column stays part of it
            hostile.back() += hostile.size() > 2 ? evil : "";
            object.id.names = schema::Names(keep(pack(hostile)).text());
        }
    }
    for (auto& finding : report.findings) {
        if (finding.change.property != nullptr &&
            finding.change.property->shape == schema::Shape::text) {
            finding.change.new_value = keep(std::string(finding.change.new_value.text()) + evil);
        }
        finding.why += finding.why.empty() ? "" : evil;
        finding.accepted += finding.accepted.empty() ? "" : evil;
    }
    definitions.files[0] += evil;
    report.from += evil;
    report.warnings[0] += evil;
    report.next_steps[0].command += evil;
}

void Sample::make_in_step() {
    report.findings.clear();
    report.untracked.clear();
    report.warnings.clear();
    report.next_steps.clear();
}

void Sample::add(schema::Schema& schema, schema::Kind const& kind, std::string const& names,
                 std::uint32_t line) {
    schema.objects.push_back({.id = {&kind, schema::Names(keep(names).text())},
                              .fields = {},
                              .needs = {},
                              .place = {0, line}});
}

schema::Value Sample::keep(std::string const& text) {
    return schema::Value(definitions.arena->keep(text));
}

policy::Finding& Sample::find(Action action, schema::Object const* before,
                              schema::Object const* after) {
    policy::Finding finding;
    finding.change.action = action;
    finding.change.before = before;
    finding.change.after = after;
    constexpr std::string_view endings[] = {"added", "removed", "modified", "renamed"};
    finding.rule =
        fmt::format("{}_{}", finding.change.kind().name, endings[static_cast<std::size_t>(action)]);
    report.findings.push_back(finding);
    return report.findings.back();
}

void Sample::modify(schema::Object const& before, schema::Object const& after,
                    std::string_view property, std::string const& old_value,
                    std::string const& new_value, Severity severity) {
    auto& finding = find(Action::modified, &before, &after);
    auto const& kind = *before.id.kind;
    finding.change.property = &kind.properties[kind.index_of(property)];
    finding.change.old_value = keep(old_value);
    finding.change.new_value = keep(new_value);
    finding.severity = severity;
    finding.rule = fmt::format("{}_{}_modified", kind.name, property);
}

void check_golden(std::string const& name, std::string const& text) {
    auto const path = repository_file("tests/report/golden/" + name);
    if (std::getenv("LOCKSTEP_UPDATE_GOLDEN") != nullptr) {
        write_file(path, text);
        FAIL_CHECK("wrote ", path);
        return;
    }
    CHECK(text == read_text_file(path));
}

}  // namespace lockstep::tests
