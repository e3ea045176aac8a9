#include "sync/control_tables.hpp"

namespace lockstep::sync {

Sql control_tables() {
    return sql(R"(
CREATE TABLE IF NOT EXISTS public.projects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    name text NOT NULL,
    schema_data jsonb NOT NULL DEFAULT jsonb_build_object(),
    version bigint NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'ready',
    locked_by text,
    locked_at timestamptz,
    last_applied_version bigint
);
ALTER TABLE public.projects ADD COLUMN IF NOT EXISTS lock_change_id uuid;

CREATE TABLE IF NOT EXISTS public.deployment_configs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid,
    connection text NOT NULL,
    status text NOT NULL DEFAULT 'active'
);
CREATE INDEX IF NOT EXISTS deployment_configs_organization_id_idx
    ON public.deployment_configs (organization_id);

CREATE TABLE IF NOT EXISTS public.schema_changes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    project_id uuid NOT NULL,
    change_type text NOT NULL,
    change_data jsonb NOT NULL,
    old_value jsonb,
    new_value jsonb,
    status text NOT NULL,
    sql_executed text,
    error text,
    applied_at timestamptz,
    created_by text
);
ALTER TABLE public.schema_changes
    ADD COLUMN IF NOT EXISTS change_id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN IF NOT EXISTS version bigint,
    ADD COLUMN IF NOT EXISTS error_code integer,
    ADD COLUMN IF NOT EXISTS duration interval,
    ADD COLUMN IF NOT EXISTS deployment_config_id uuid,
    ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX IF NOT EXISTS schema_changes_change_id_key
    ON public.schema_changes (change_id) WHERE status IN ('applying', 'applied');
CREATE INDEX IF NOT EXISTS schema_changes_project_id_idx
    ON public.schema_changes (project_id, created_at);
)");
}

}  // namespace lockstep::sync
