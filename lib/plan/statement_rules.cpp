#include "plan/statement_rules.hpp"

#include <array>

// From PostgreSQL's manual (Explicit Locking; the notes of ALTER TABLE, CREATE INDEX, …) and from
// AlterTableGetLockLevel() in commands/tablecmds.c; tests/db/plan/facts.cpp measures them.
namespace lockstep::plan {

namespace {

constexpr auto none = LockMode::none;
constexpr auto access_share = LockMode::access_share;
constexpr auto row_exclusive = LockMode::row_exclusive;
constexpr auto update_exclusive = LockMode::share_update_exclusive;
constexpr auto share = LockMode::share;
constexpr auto share_row = LockMode::share_row_exclusive;
constexpr auto exclusive = LockMode::exclusive;
constexpr auto full = LockMode::access_exclusive;

constexpr auto statements = std::to_array<StatementRule>({
    {"create unique index concurrently [if not exists] ? on [only] @", update_exclusive,
     scans | can_fail},
    {"create index concurrently [if not exists] ? on [only] @", update_exclusive, scans},
    {"create unique index [if not exists] ? on [only] @", share, scans | can_fail},
    {"create index [if not exists] ? on [only] @", share, scans},
    {"drop index concurrently [if exists] #", update_exclusive},
    {"drop index [if exists] #", full},
    {"alter index # attach partition ~", update_exclusive, nothing, full},
    {"alter index # set tablespace", full, rewrites},
    {"alter index # set (", update_exclusive, sets_options},
    {"alter index # reset (", update_exclusive, sets_options},
    {"alter index #", update_exclusive},
    {"reindex ... concurrently", none, scans},
    {"reindex index #", full, scans},
    {"reindex table @", share, scans},
    {"create trigger ? ... on @", share_row},
    {"create or replace trigger ? ... on @", share_row},
    {"create constraint trigger ? ... on @", share_row},
    {"drop trigger [if exists] ? on @", full},
    {"alter trigger ? on @", full},
    {"create rule ? as on ? to @", full},
    {"create or replace rule ? as on ? to @", full},
    {"drop rule [if exists] ? on @", full},
    {"alter rule ? on @", full},
    {"create policy ? on @", full},
    {"alter policy ? on @", full},
    {"drop policy [if exists] ? on @", full},
    {"create statistics ? ... from @", update_exclusive},
    {"create table [if not exists] @ partition of ~", full, makes, update_exclusive},
    {"create table [if not exists] @", full, makes},
    {"create unlogged table [if not exists] @", full, makes},
    {"create foreign table [if not exists] @ partition of ~", full, makes, update_exclusive},
    {"create foreign table [if not exists] @", full, makes},
    {"create materialized view [if not exists] @", full, makes},
    {"create sequence [if not exists] @", full, makes},
    {"create or replace view @", full},
    {"create or replace recursive view @", full},
    {"create view @", full, makes},
    {"create recursive view @", full, makes},
    {"drop table [if exists] @", full, breaks_code},
    {"drop foreign table [if exists] @", full, breaks_code},
    {"drop materialized view [if exists] @", full, breaks_code},
    {"drop view [if exists] @", full, breaks_code},
    {"drop sequence [if exists] @", full},
    {"drop type", none, breaks_code},
    {"drop domain", none, breaks_code},
    {"drop function", none, breaks_code},
    {"drop procedure", none, breaks_code},
    {"drop schema", none, breaks_code},
    {"alter materialized view @ rename", full, breaks_code},
    {"alter materialized view @", full},
    {"alter view @ rename", full, breaks_code},
    {"alter view @", full},
    {"alter sequence @ owner to", full},
    {"alter sequence @ rename", full},
    {"alter sequence @ set", full},
    {"alter sequence @", share_row},
    {"refresh materialized view concurrently @", exclusive, scans},
    {"refresh materialized view @", full, rewrites},
    {"comment on table @", update_exclusive},
    {"comment on view @", update_exclusive},
    {"comment on materialized view @", update_exclusive},
    {"comment on foreign table @", update_exclusive},
    {"comment on sequence @", update_exclusive},
    {"comment on column %", update_exclusive},
    {"comment on index ~", none, nothing, update_exclusive},
    {"cluster [verbose] @", full, rewrites},
    {"truncate [table] @", full, loses_rows},
    {"vacuum full @", full, rewrites},
    {"insert into @", row_exclusive},
    {"update [only] @", row_exclusive, scans},
    {"delete from [only] @", row_exclusive, scans | loses_rows},
    {"alter domain ? add", none, scans | can_fail | unless_not_valid},
    {"alter domain ? validate", none, scans | can_fail},
    {"alter domain ? set not null", none, scans | can_fail},
    {"alter domain ? rename", none, breaks_code},
    {"alter type ? rename", none, breaks_code},
    {"alter type ? drop attribute", none, breaks_code | rewrites},
    {"alter type ? alter attribute", none, breaks_code | rewrites},
    {"alter function ? ... rename", none, breaks_code},
    {"alter procedure ? ... rename", none, breaks_code},
    {"alter schema ? rename", none, breaks_code},
    {"create publication", none, replicates},
    {"alter publication", none, replicates},
    {"drop publication", none, replicates},
    {"create subscription", none, replicates | needs_superuser},
    {"alter subscription", none, replicates},
    {"drop subscription", none, replicates},
    {"create event trigger", none, needs_superuser},
    {"alter event trigger", none, needs_superuser},
    {"create foreign data wrapper", none, needs_superuser},
    {"alter foreign data wrapper", none, needs_superuser},
    {"create access method", none, needs_superuser},
    {"create operator class", none, needs_superuser},
    {"create operator family", none, needs_superuser},
    {"alter operator family", none, needs_superuser},
    {"create text search parser", none, needs_superuser},
    {"create text search template", none, needs_superuser},
    {"create type ? ( input", none, needs_superuser},
    {"alter system", none, needs_superuser},
});

constexpr auto actions = std::to_array<StatementRule>({
    {"add [constraint] foreign key ... references ~", share_row,
     scans | can_fail | unless_not_valid, share_row},
    {"add [constraint] check", full, scans | can_fail | unless_not_valid},
    {"add [constraint] not null", full, scans | can_fail | unless_not_valid},
    {"add [constraint] primary key using index", full},
    {"add [constraint] unique using index", full},
    {"add [constraint] primary key", full, scans | can_fail},
    {"add [constraint] unique", full, scans | can_fail},
    {"add [constraint] exclude", full, scans | can_fail},
    {"add", full, adds_column},
    {"validate constraint", update_exclusive, scans | can_fail},
    {"drop constraint [if exists] ?", full},
    {"drop", full, breaks_code},
    {"alter constraint", full},
    {"alter column ? set statistics", update_exclusive},
    {"alter column ? set (", update_exclusive},
    {"alter column ? reset (", update_exclusive},
    {"alter column ? set not null", full, scans | can_fail | breaks_code},
    {"alter column ? set expression", full, rewrites},
    {"alter column ? type", full, changes_type | breaks_code},
    {"alter column ? set data type", full, changes_type | breaks_code},
    {"alter column", full},
    {"set logged", full, rewrites},
    {"set unlogged", full, rewrites},
    {"set tablespace", full, rewrites},
    {"set access method", full, rewrites},
    {"set schema", full, breaks_code},
    {"set without cluster", update_exclusive},
    {"set (", update_exclusive, sets_options},
    {"reset (", update_exclusive, sets_options},
    {"cluster on", update_exclusive},
    {"enable trigger", share_row},
    {"enable always trigger", share_row},
    {"enable replica trigger", share_row},
    {"disable trigger", share_row},
    {"inherit ~", full, nothing, update_exclusive},
    {"no inherit ~", full, nothing, access_share},
    {"attach partition ~", update_exclusive, attaches, full},
    {"detach partition ~ concurrently", update_exclusive, detaches, full},
    {"detach partition ~ finalize", update_exclusive, detaches, full},
    {"detach partition ~", full, detaches, full},
    {"replica identity", full, replicates},
    {"rename constraint", full},
    {"rename", full, breaks_code},
    {"", full},
});

}  // namespace

std::span<StatementRule const> statement_rules() {
    return statements;
}

std::span<StatementRule const> table_action_rules() {
    return actions;
}

}  // namespace lockstep::plan
