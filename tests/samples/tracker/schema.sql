-- The database of a small requirements tracker; its definitions in Python are in schemas/.
CREATE TYPE organization_type AS ENUM ('personal', 'team', 'enterprise');
CREATE TYPE project_status AS ENUM ('active', 'archived', 'draft', 'deleted');
CREATE TYPE requirement_priority AS ENUM ('low', 'medium', 'high', 'critical');
CREATE TYPE user_role_type AS ENUM ('owner', 'admin', 'member', 'viewer');
CREATE TYPE billing_plan AS ENUM ('free', 'pro', 'enterprise');
CREATE TYPE link_kind AS ENUM ('blocks', 'relates to', 'duplicates');

CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE address AS (street text, city text);

CREATE TABLE organizations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(80) NOT NULL,
    slug text NOT NULL UNIQUE,
    type organization_type NOT NULL DEFAULT 'personal',
    billing_plan billing_plan NOT NULL DEFAULT 'free',
    max_members integer,
    settings jsonb NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}',
    office address,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

CREATE TABLE profiles (
    id uuid PRIMARY KEY,
    email email NOT NULL,
    full_name text,
    is_admin boolean NOT NULL DEFAULT false,
    login_count bigint NOT NULL DEFAULT 0,
    last_seen timestamp,
    preferences jsonb,
    avatar bytea
);

CREATE TABLE projects (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    name text NOT NULL,
    description text,
    status project_status NOT NULL DEFAULT 'draft',
    budget numeric(12, 2),
    progress real NOT NULL DEFAULT 0,
    due date,
    estimate interval,
    labels text[],
    matrix integer[][],
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE requirements (
    id bigserial PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects,
    title text NOT NULL,
    priority requirement_priority NOT NULL,
    score smallint,
    external_url text,
    valid_during tstzrange,
    position integer NOT NULL,
    previous_priorities requirement_priority[]
);

CREATE TABLE properties (
    id integer PRIMARY KEY,
    key text NOT NULL,
    value jsonb
);

CREATE TABLE analyses (
    id integer PRIMARY KEY,
    requirement_id bigint NOT NULL REFERENCES requirements,
    "class" text NOT NULL,
    "from-to" int4range,
    result jsonb NOT NULL
);

CREATE TABLE table_rows (
    id integer PRIMARY KEY,
    "row" jsonb NOT NULL
);

CREATE TABLE audit_log (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    who uuid,
    what text NOT NULL
) PARTITION BY RANGE (at);
CREATE TABLE audit_log_2026 PARTITION OF audit_log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE TABLE organization_members (
    organization_id uuid NOT NULL REFERENCES organizations,
    user_id uuid NOT NULL REFERENCES profiles,
    role user_role_type NOT NULL DEFAULT 'member',
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);

CREATE TABLE project_members (
    project_id uuid NOT NULL REFERENCES projects,
    user_id uuid NOT NULL REFERENCES profiles,
    role user_role_type,
    weight double precision,
    PRIMARY KEY (project_id, user_id)
);

CREATE TABLE requirement_links (
    source_id bigint NOT NULL REFERENCES requirements,
    target_id bigint NOT NULL REFERENCES requirements,
    kind link_kind NOT NULL,
    note text,
    direction text NOT NULL CHECK (direction IN ('up', 'down'))
);

CREATE VIEW active_projects AS SELECT id, name, status FROM projects WHERE status = 'active';
CREATE VIEW nobody_defines AS SELECT 1 AS one;
