#include "sync/target.hpp"

#include <array>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "sync/refused.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

constexpr std::string_view gid_prefix = "lockstep:";

std::string gid(std::string const& change_id) {
    return std::string(gid_prefix) + change_id;
}

std::string in_ms(std::chrono::milliseconds duration) {
    return fmt::format("{}ms", duration.count());
}

}  // namespace

OtherTypes Target::existing_types(OtherTypes const& names) {
    if (names.empty()) {
        return {};
    }
    auto const list = json(names).dump();
    // Only plain names: to_regtype reads more than names.
    auto const rows = connection_.query(
        sql("SELECT DISTINCT n FROM json_array_elements_text($1::json) n JOIN pg_catalog.pg_type t "
            "ON t.typname = n WHERE pg_catalog.pg_type_is_visible(t.oid) AND t.typtype IN ('b', "
            "'d', 'e', 'r', 'm') AND n ~ '^[a-z_][a-z0-9_]*$'"),
        std::array<pg::Parameter, 1>{list});
    OtherTypes found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        found.emplace(rows.cell(i, 0));
    }
    return found;
}

bool Target::can_prepare() {
    return connection_.query(sql("SHOW max_prepared_transactions")).cell(0, 0) != "0";
}

bool Target::is_set_up() {
    is_set_up_ = is_set_up_ ||
                 connection_.query(sql("SELECT to_regclass('lockstep.applied_change') IS NOT NULL"))
                         .cell(0, 0) == "t";
    return is_set_up_;
}

void Target::set_up() {
    if (is_set_up()) {
        return;
    }
    // Two at once would both try: IF NOT EXISTS looks before it makes.
    connection_.execute(sql(R"(
BEGIN;
SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('lockstep.applied_change', 0));
CREATE SCHEMA IF NOT EXISTS lockstep;
CREATE TABLE IF NOT EXISTS lockstep.applied_change (
    change_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    version bigint NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    expressions jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS applied_change_project_id_version_idx
    ON lockstep.applied_change (project_id, version DESC);
COMMIT)"));
    is_set_up_ = true;
}

void Target::begin(std::string const& project_id, Timeouts const& timeouts) {
    connection_.execute(sql("BEGIN; {}; {}; {}", pg::set_local("search_path", "public, extensions"),
                            pg::set_local("lock_timeout", in_ms(timeouts.lock)),
                            pg::set_local("statement_timeout", in_ms(timeouts.statement))));
    try {
        connection_.query(sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"),
                          std::array<pg::Parameter, 1>{"lockstep project " + project_id});
    } catch (pg::Error const& error) {
        if (error.sqlstate() == "55P03") {
            throw Refused(Code::locked, "the project is being changed in its target at the moment");
        }
        throw;
    }
}

void Target::make_namespace(std::string const& name) {
    auto const there =
        connection_.query(sql("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1"),
                          std::array<pg::Parameter, 1>{name});
    if (there.size() == 0) {
        connection_.query(sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"),
                          std::array<pg::Parameter, 1>{"lockstep namespace " + name});
        connection_.execute(sql("CREATE SCHEMA IF NOT EXISTS {}", ident(name)));
    }
}

void Target::run(std::vector<plan::Statement> const& statements) {
    for (auto const& statement : statements) {
        connection_.query(statement.text);
    }
}

void Target::note(AppliedChange const& change, std::string const& message, State const& state) {
    auto const version = std::to_string(change.version);
    auto const expressions = json(state.expressions).dump();
    connection_.query(
        sql("WITH noted AS (INSERT INTO lockstep.applied_change (change_id, project_id, version, "
            "expressions) VALUES ($1, $2, $3, $4)) SELECT "
            "pg_logical_emit_message(true, 'lockstep.schema', $5)"),
        std::array<pg::Parameter, 5>{change.change_id, change.project_id, version, expressions,
                                     message});
}

std::optional<std::map<std::string, std::string>> Target::noted_expressions(
    std::string const& project_id) {
    if (!is_set_up()) {
        return std::nullopt;
    }
    auto const rows = connection_.query(
        sql("SELECT expressions FROM lockstep.applied_change WHERE project_id = $1 ORDER BY "
            "version DESC LIMIT 1"),
        std::array<pg::Parameter, 1>{project_id});
    if (rows.size() == 0) {
        return std::nullopt;
    }
    return json::parse(rows.cell(0, 0)).get<std::map<std::string, std::string>>();
}

bool Target::has(std::string const& change_id) {
    return connection_
               .query(sql("SELECT FROM lockstep.applied_change WHERE change_id = $1"),
                      std::array<pg::Parameter, 1>{change_id})
               .size() > 0;
}

void Target::commit() {
    connection_.execute(sql("COMMIT"));
}

void Target::roll_back() {
    if (connection_.is_open()) {
        connection_.execute(sql("ROLLBACK"));
    }
}

void Target::prepare(std::string const& change_id) {
    connection_.execute(sql("PREPARE TRANSACTION {}", literal(gid(change_id))));
}

void Target::commit_prepared(std::string const& change_id) {
    end_prepared(sql("COMMIT PREPARED"), change_id);
}

void Target::roll_back_prepared(std::string const& change_id) {
    end_prepared(sql("ROLLBACK PREPARED"), change_id);
}

/// Somebody else may have done it: then it is not there any more.
void Target::end_prepared(Sql const& how, std::string const& change_id) {
    constexpr std::string_view undefined_object = "42704";
    try {
        connection_.execute(sql("{} {}", how, literal(gid(change_id))));
    } catch (pg::Error const& error) {
        if (error.sqlstate() != undefined_object) {
            throw;
        }
    }
}

std::vector<std::string> Target::prepared_changes() {
    auto const rows = connection_.query(
        sql("SELECT substr(gid, length($1) + 1) FROM pg_catalog.pg_prepared_xacts WHERE database = "
            "current_database() AND starts_with(gid, $1) AND "
            "substr(gid, length($1) + 1) ~ '^[0-9a-f-]{36}$' ORDER BY prepared"),
        std::array<pg::Parameter, 1>{gid_prefix});
    std::vector<std::string> changes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        changes.emplace_back(rows.cell(i, 0));
    }
    return changes;
}

std::vector<std::string> differences_in(Target& target, std::string const& project_id,
                                        Project const& project, std::string const& name_space) {
    auto expected = expected_state(project, name_space);
    if (auto noted = target.noted_expressions(project_id)) {
        expected.expressions = std::move(*noted);
        expected.knows_expressions = true;
    }
    return differences(actual_state(target.connection(), project, name_space), expected);
}

}  // namespace lockstep::sync
