-- A small application that works offline, with a value of each kind.
CREATE TYPE mood AS ENUM ('happy', 'so-so');
CREATE TABLE lists (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    last_modified_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    list_id uuid NOT NULL REFERENCES lists ON DELETE CASCADE,
    title text NOT NULL,
    number bigint,
    price numeric(20, 4),
    weight double precision,
    is_done boolean NOT NULL DEFAULT false,
    feeling mood,
    details jsonb,
    tags text[],
    picture bytea,
    due timestamp with time zone,
    slug text UNIQUE,
    deleted boolean NOT NULL DEFAULT false,
    last_modified_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE "odd ""one" (
    "a ${x} b" integer NOT NULL,
    "__proto__" text NOT NULL,
    "it's" text,
    PRIMARY KEY ("a ${x} b", "__proto__")
);
CREATE TABLE keyless (line text);
