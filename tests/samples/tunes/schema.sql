-- The database of an application to learn tunes; its definitions in TypeScript are in shared/, src/
-- and worker/.
CREATE EXTENSION citext;
CREATE TYPE tune_mode AS ENUM ('major', 'minor', 'dorian', 'mixolydian');
CREATE TYPE practice_goal AS ENUM ('initial', 'recall', 'fluency');
CREATE TYPE member_role AS ENUM ('owner', 'player', 'listener');
CREATE TYPE log_source AS ENUM ('app', 'import');
CREATE TYPE venue_kind AS ENUM ('pub', 'hall');
CREATE DOMAIN rating AS smallint CHECK (VALUE BETWEEN 1 AND 5);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email citext NOT NULL UNIQUE,
    display_name varchar(80),
    is_admin boolean NOT NULL DEFAULT false,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE genres (
    id text PRIMARY KEY,
    name text NOT NULL,
    region text,
    position integer NOT NULL
);

CREATE TABLE tune (
    id bigserial PRIMARY KEY,
    title varchar(200) NOT NULL,
    mode tune_mode,
    genre text REFERENCES genres,
    structure char(12),
    incipit text,
    tags text[] NOT NULL DEFAULT '{}',
    rating rating,
    tempo numeric(5, 2),
    confidence double precision,
    private_for uuid REFERENCES users,
    deleted boolean NOT NULL DEFAULT false,
    published date,
    length interval,
    last_modified_at timestamp(3) NOT NULL
);

CREATE TABLE repertoire (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    name text NOT NULL,
    goal practice_goal NOT NULL DEFAULT 'recall',
    instrument text
);

CREATE TABLE repertoire_tune (
    repertoire_id integer NOT NULL REFERENCES repertoire,
    tune_id bigint NOT NULL REFERENCES tune,
    scheduled timestamptz,
    easiness real,
    PRIMARY KEY (repertoire_id, tune_id)
);

CREATE TABLE practice_log (
    id bigint PRIMARY KEY,
    repertoire_id integer NOT NULL,
    tune_id bigint NOT NULL,
    quality integer,
    practiced timestamptz NOT NULL,
    source log_source NOT NULL,
    note text,
    extra jsonb
);

CREATE TABLE band (
    id uuid PRIMARY KEY,
    name varchar(120) NOT NULL,
    founded integer,
    "contactMail" varchar(255),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    address_street text,
    "addressCity" text
);

CREATE TABLE band_member (
    id integer PRIMARY KEY,
    band_id uuid NOT NULL REFERENCES band,
    user_id uuid REFERENCES users,
    role member_role NOT NULL,
    instruments text[] NOT NULL,
    fee numeric(10, 2),
    joined date
);

CREATE TABLE venue (
    id integer PRIMARY KEY,
    name text NOT NULL,
    kind venue_kind NOT NULL,
    seats smallint,
    opens time
);

CREATE TABLE setlist (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'final')),
    tunes bigint[] NOT NULL,
    venue_id integer REFERENCES venue,
    cover bytea,
    price numeric(8, 2),
    plays bigint NOT NULL,
    starts_at timestamptz,
    details jsonb
);
