#include "sync/control.hpp"

#include <array>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sync/control_tables.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

Json parsed(std::string_view text) {
    return std::make_shared<json const>(json::parse(text));
}

std::int64_t to_number(std::string_view text) {
    return text.empty() ? 0 : std::stoll(std::string(text));
}

std::optional<ProjectRow> project_of(pg::Rows const& rows) {
    if (rows.size() == 0) {
        return std::nullopt;
    }
    auto const cell = [&](std::size_t column) { return std::string(rows.cell(0, column)); };
    return ProjectRow{.id = cell(0),
                      .organization_id = cell(1),
                      .schema_data = parsed(rows.cell(0, 2)),
                      .version = to_number(rows.cell(0, 3)),
                      .is_ready = rows.cell(0, 4) == "ready",
                      .locked_by = cell(5),
                      .locked_at = cell(6),
                      .lock_change_id = cell(7),
                      .is_lease_over = rows.cell(0, 8) == "t"};
}

Sql const project_columns =
    sql("SELECT id, organization_id, schema_data, version, status, locked_by, locked_at, "
        "lock_change_id, locked_at IS NULL OR locked_at < now() - $2::interval FROM "
        "public.projects WHERE id = $1");

TargetRow target_row(pg::Rows const& rows, std::size_t row) {
    return {.id = std::string(rows.cell(row, 0)),
            .organization_id = std::string(rows.cell(row, 1)),
            .connection = std::string(rows.cell(row, 2))};
}

std::vector<TargetRow> target_rows(pg::Rows const& rows) {
    std::vector<TargetRow> targets;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        targets.push_back(target_row(rows, i));
    }
    return targets;
}

/// A text that is no value of the column's type (22P02), as an id that is no uuid, is a bad
/// request.
template <class Query>
auto asked(Query const& query) -> decltype(query()) {
    try {
        return query();
    } catch (pg::Error const& error) {
        if (error.sqlstate() == "22P02") {
            throw Refused(Code::bad_request, error.server().message);
        }
        throw;
    }
}

}  // namespace

Refused locked_by(ProjectRow const& project) {
    return {Code::locked, fmt::format("the project is locked by {} since {}",
                                      printable(project.locked_by), project.locked_at)};
}

Control::Control(Connect connect, std::chrono::milliseconds lease)
    : connect_(std::move(connect)),
      connection_(connect_()),
      lease_(fmt::format("{} milliseconds", lease.count())) {}

void Control::reconnect() {
    connection_ = connect_();
}

void Control::begin_transaction() {
    connection_.execute(sql("BEGIN"));
}

void Control::commit() {
    connection_.execute(sql("COMMIT"));
}

void Control::roll_back() {
    if (connection_.is_open()) {
        connection_.execute(sql("ROLLBACK"));
    }
}

void Control::set_up() {
    connection_.execute(control_tables());
}

void Control::drop() {
    connection_.execute(
        sql("DROP TABLE IF EXISTS public.schema_changes, public.deployment_configs, "
            "public.projects"));
}

std::size_t Control::project_count() {
    auto const there = connection_.query(sql("SELECT to_regclass('public.projects') IS NOT NULL"));
    if (there.cell(0, 0) != "t") {
        return 0;
    }
    auto const rows = connection_.query(sql("SELECT count(*) FROM public.projects"));
    return static_cast<std::size_t>(to_number(rows.cell(0, 0)));
}

std::optional<ProjectRow> Control::project(std::string const& id) {
    return asked([&] {
        return project_of(
            connection_.query(project_columns, std::array<pg::Parameter, 2>{id, lease_}));
    });
}

std::optional<ProjectRow> Control::locked_project(std::string const& id,
                                                  std::chrono::milliseconds timeout) {
    connection_.query(pg::set_local("lock_timeout", fmt::format("{}ms", timeout.count())));
    try {
        return asked([&] {
            return project_of(connection_.query(sql("{} FOR UPDATE", project_columns),
                                                std::array<pg::Parameter, 2>{id, lease_}));
        });
    } catch (pg::Error const& error) {
        if (error.sqlstate() == "55P03") {
            throw Refused(Code::locked,
                          "the change of the project is being committed at the moment");
        }
        throw;
    }
}

std::vector<std::string> Control::projects_being_changed() {
    auto const rows = connection_.query(
        sql("SELECT id FROM public.projects WHERE status = 'applying' ORDER BY id"));
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ids.emplace_back(rows.cell(i, 0));
    }
    return ids;
}

TargetRow Control::target_of(std::string const& organization_id) {
    auto const rows = connection_.query(
        sql("SELECT id, organization_id, connection, status FROM public.deployment_configs WHERE "
            "organization_id = $1 OR organization_id IS NULL ORDER BY organization_id IS NULL, "
            "status <> 'active', id LIMIT 1"),
        std::array<pg::Parameter, 1>{organization_id});
    if (rows.size() == 0) {
        throw Refused(Code::failed,
                      fmt::format("organisation {} has no target: deployment_configs holds neither "
                                  "one of its own nor a shared one",
                                  printable(organization_id)));
    }
    if (rows.cell(0, 3) != "active") {
        throw Refused(Code::failed,
                      fmt::format("the target of organisation {} is {}, not active",
                                  printable(organization_id), printable(rows.cell(0, 3))));
    }
    return target_row(rows, 0);
}

TargetRow Control::target(std::string const& id) {
    auto const rows = connection_.query(
        sql("SELECT id, organization_id, connection FROM public.deployment_configs WHERE id = $1"),
        std::array<pg::Parameter, 1>{id});
    if (rows.size() == 0) {
        throw Refused(Code::failed, fmt::format("deployment config {} is gone", printable(id)));
    }
    return target_row(rows, 0);
}

std::vector<TargetRow> Control::active_targets() {
    return target_rows(connection_.query(
        sql("SELECT id, organization_id, connection FROM public.deployment_configs WHERE status = "
            "'active' ORDER BY organization_id NULLS FIRST, id")));
}

std::vector<TargetRow> Control::active_targets_of(std::string const& organization_id) {
    return target_rows(connection_.query(
        sql("SELECT id, organization_id, connection FROM public.deployment_configs WHERE status = "
            "'active' AND (organization_id = $1 OR organization_id IS NULL) ORDER BY "
            "organization_id NULLS LAST, id"),
        std::array<pg::Parameter, 1>{organization_id}));
}

std::optional<ChangeRow> Control::change(std::string const& change_id) {
    return asked([&]() -> std::optional<ChangeRow> {
        auto const rows = connection_.query(
            sql("SELECT change_id, organization_id, project_id, status, change_data, new_value, "
                "version, deployment_config_id, old_value FROM public.schema_changes WHERE "
                "change_id = $1 AND "
                "status IN ('applying', 'applied')"),
            std::array<pg::Parameter, 1>{change_id});
        if (rows.size() == 0) {
            return std::nullopt;
        }
        auto const cell = [&](std::size_t column) { return std::string(rows.cell(0, column)); };
        return ChangeRow{.change_id = cell(0),
                         .organization_id = cell(1),
                         .project_id = cell(2),
                         .status = cell(3),
                         .change = parsed(cell(4)),
                         .old_schema = parsed(cell(8)),
                         .new_schema = parsed(cell(5)),
                         .version = to_number(cell(6)),
                         .target = cell(7)};
    });
}

bool Control::has_failed(std::string const& change_id) {
    auto const rows = connection_.query(
        sql("SELECT FROM public.schema_changes WHERE change_id::text = $1 HAVING bool_and(status = "
            "'failed')"),
        std::array<pg::Parameter, 1>{change_id});
    return rows.size() > 0;
}

std::string Control::new_id() {
    return std::string(connection_.query(sql("SELECT gen_random_uuid()")).cell(0, 0));
}

bool Control::take_lock(Begun const& begun) {
    auto const& request = begun.request;
    auto const version = std::to_string(request.current_version);
    auto const change = request.change->dump();
    auto const old_schema = begun.old_schema->dump();
    auto const new_schema = begun.new_schema->dump();
    auto const type = request.change->at("type").get<std::string>();
    auto const rows = connection_.query(
        sql("WITH lock AS (UPDATE public.projects SET status = 'applying', locked_by = $1, "
            "locked_at = now(), lock_change_id = $2 WHERE id = $3 AND version = $4 AND status = "
            "'ready' RETURNING id, organization_id, version) INSERT INTO public.schema_changes "
            "(change_id, organization_id, project_id, change_type, change_data, old_value, "
            "new_value, status, sql_executed, version, deployment_config_id, created_by) SELECT "
            "$2, organization_id, id, $5, $6::jsonb, $7::jsonb, $8::jsonb, 'applying', $9, "
            "version + 1, $10::uuid, $1 FROM "
            "lock RETURNING 1"),
        std::array<pg::Parameter, 10>{request.user_id, request.change_id, request.project_id,
                                      version, type, change, old_schema, new_schema,
                                      begun.statements, begun.target});
    return rows.size() == 1;
}

bool Control::finish(ChangeRow const& change, std::chrono::milliseconds duration) {
    auto const schema = change.new_schema->dump();
    auto const version = std::to_string(change.version);
    auto const took = fmt::format("{} milliseconds", duration.count());
    auto const rows = connection_.query(
        sql("WITH project AS (UPDATE public.projects SET schema_data = $1, version = $2, status = "
            "'ready', locked_by = NULL, locked_at = NULL, lock_change_id = NULL, "
            "last_applied_version = $2 WHERE id = $3 AND lock_change_id = $4 AND status = "
            "'applying' RETURNING id) UPDATE public.schema_changes SET status = 'applied', "
            "applied_at = now(), duration = $5::interval FROM project WHERE change_id = $4 AND "
            "status = 'applying' RETURNING 1"),
        std::array<pg::Parameter, 5>{schema, version, change.project_id, change.change_id, took});
    return rows.size() == 1;
}

void Control::fail(std::string const& project_id, std::string const& change_id,
                   Refused const& why) {
    auto const code = std::to_string(static_cast<int>(why.why()));
    auto const error = why.whole();
    connection_.query(
        sql("WITH project AS (UPDATE public.projects SET status = 'ready', locked_by = NULL, "
            "locked_at = NULL, lock_change_id = NULL WHERE id = $1 AND lock_change_id = $2 AND "
            "status = 'applying' RETURNING id) UPDATE public.schema_changes SET status = 'failed', "
            "error = $3, error_code = $4, duration = clock_timestamp() - created_at FROM project "
            "WHERE change_id = $2 AND status = 'applying'"),
        std::array<pg::Parameter, 4>{project_id, change_id, error, code});
}

void Control::record_refusal(Request const& request, Refused const& why) {
    auto const code = std::to_string(static_cast<int>(why.why()));
    auto const change = request.change->dump();
    auto const type = request.change->at("type").get<std::string>();
    auto const error = why.whole();
    connection_.query(
        sql("INSERT INTO public.schema_changes (change_id, organization_id, project_id, "
            "change_type, change_data, status, error, error_code, created_by) SELECT $1::uuid, "
            "organization_id, id, $2, $3::jsonb, 'failed', $4, $5::integer, $6 FROM "
            "public.projects WHERE id = $7"),
        std::array<pg::Parameter, 7>{request.change_id, type, change, error, code, request.user_id,
                                     request.project_id});
}

}  // namespace lockstep::sync
