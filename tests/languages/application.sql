-- What Drizzle can say of a database, and (but for generated columns and indexes of expressions,
-- which stand at the end) TypeORM, too.
CREATE TYPE organization_type AS ENUM ('personal', 'team', 'enter''prise');
CREATE TYPE project_status AS ENUM ('active', 'archived', 'draft');
CREATE SCHEMA auth;
CREATE TYPE auth.level AS ENUM ('low', 'high');

CREATE TABLE auth.accounts (
    id uuid PRIMARY KEY,
    email varchar(120) NOT NULL,
    CONSTRAINT accounts_email_key UNIQUE (email)
);

CREATE TABLE organizations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(80) NOT NULL,
    slug text NOT NULL,
    type organization_type NOT NULL DEFAULT 'personal',
    owner_id uuid REFERENCES auth.accounts ON UPDATE CASCADE ON DELETE SET NULL,
    max_members integer,
    settings jsonb,
    tags text[] NOT NULL,
    ratio numeric(10, 2) DEFAULT 0,
    weight double precision,
    small smallint NOT NULL DEFAULT 1,
    flag boolean NOT NULL DEFAULT false,
    due date,
    opens time,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    changed_at timestamp without time zone,
    address inet,
    CONSTRAINT organizations_slug_key UNIQUE (slug),
    CONSTRAINT organizations_max CHECK (max_members > 0 AND name <> 'it''s "x" ${y} `z` \')
);
CREATE INDEX organizations_owner ON organizations (owner_id, name);
CREATE UNIQUE INDEX organizations_open ON organizations (slug) WHERE (max_members > 10);

CREATE TABLE projects (
    id serial PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    parent_id integer REFERENCES projects,
    status project_status,
    earlier project_status[]
);

CREATE TABLE project_members (
    project_id integer NOT NULL REFERENCES projects,
    account_id uuid NOT NULL REFERENCES auth.accounts,
    role text NOT NULL DEFAULT 'member',
    PRIMARY KEY (project_id, account_id)
);

CREATE TABLE notes (
    project_id integer NOT NULL,
    account_id uuid NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    FOREIGN KEY (project_id, account_id) REFERENCES project_members ON DELETE CASCADE
);
-- only Drizzle
CREATE UNIQUE INDEX projects_lower ON projects ((id + 1));
ALTER TABLE projects ADD doubled integer GENERATED ALWAYS AS (id * 2) STORED;
ALTER TABLE projects ADD near int4range;
