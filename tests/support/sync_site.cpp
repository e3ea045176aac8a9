#include "support/sync_site.hpp"

#include <stdexcept>

#include <fmt/core.h>

#include "base/error.hpp"
#include "pg/connection.hpp"

namespace lockstep::tests {

namespace {

std::vector<std::string> settings(SyncSite::Commit commit) {
    return {fmt::format("max_prepared_transactions={}",
                        commit == SyncSite::Commit::in_two_phases ? 20 : 0)};
}

std::string first_cell(std::string const& url, std::string_view query) {
    pg::Connection connection(url);
    auto const rows = connection.query(Sql::from_server(std::string(query)));
    return rows.size() == 0 ? "(none)" : std::string(rows.cell(0, 0));
}

void must(Outcome const& outcome) {
    if (outcome.exit_code != 0) {
        throw std::runtime_error(outcome.err);
    }
}

}  // namespace

SyncSite::SyncSite(Commit commit)
    : target(settings(commit)), to_control(control.socket()), to_target(target.socket()) {
    project.write("schema_sync_config.json",
                  fmt::format(R"({{ "apply": {{ "control": "{}", "names": "given", "lease": "1ms",
                                 "lock_timeout": "3s" }} }})",
                              control.url("postgres", to_control.folder())));
    must(project.run({"sync", "setup", "--control"}));
    in_control(fmt::format("INSERT INTO deployment_configs (connection) VALUES ('{}')",
                           target.url("postgres", to_target.folder())));
}

SyncSite::Id SyncSite::add_project() const {
    Id id{.project = in_control("SELECT gen_random_uuid()"),
          .organization = in_control("SELECT gen_random_uuid()")};
    in_control(
        fmt::format("INSERT INTO projects (id, organization_id, name) VALUES ('{}', '{}', 'shop')",
                    id.project, id.organization));
    must(apply(request(id, 0,
                       R"({"type": "add_table", "table": {"name": "orders", "columns":
                           [{"name": "id", "type": "bigint", "primary_key": true}]}})")));
    return id;
}

std::string SyncSite::request(Id const& id, int version, std::string_view change,
                              std::string_view change_id) {
    return fmt::format(
        R"({{"organization_id": "{}", "project_id": "{}", "user_id": "ann",
                           "current_version": {}, "change": {}{}}})",
        id.organization, id.project, version, change,
        change_id.empty() ? std::string() : fmt::format(R"(, "change_id": "{}")", change_id));
}

std::string SyncSite::add_column(std::string_view name) {
    return fmt::format(
        R"({{"type": "add_column", "table": "orders", "column": {{"name": "{}", "type": "text"}}}})",
        name);
}

Outcome SyncSite::apply(std::string const& request, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"sync", "apply"});
    auto options = project.options();
    options.input = request;
    return run_lockstep(arguments, options);
}

Outcome SyncSite::sync_apply(std::vector<std::string> arguments) const {
    return apply("", std::move(arguments));
}

std::string SyncSite::in_control(std::string_view query) const {
    return first_cell(control.url("postgres"), query);
}

std::string SyncSite::in_target(std::string_view query) const {
    return first_cell(target.url("postgres"), query);
}

}  // namespace lockstep::tests
