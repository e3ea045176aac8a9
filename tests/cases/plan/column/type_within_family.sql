CREATE SCHEMA s;
-- from
CREATE TABLE s.t (a integer DEFAULT 1, b varchar(10) DEFAULT 'x' NOT NULL, c numeric(10,2), d date DEFAULT CURRENT_DATE, e json, f integer[], g timestamp(3));
CREATE INDEX t_b ON s.t (b);
CREATE INDEX t_low ON s.t (lower(b));
ALTER TABLE s.t ADD CONSTRAINT b_check CHECK (b <> '');
-- to
CREATE TABLE s.t (a bigint DEFAULT 1, b text DEFAULT 'x' NOT NULL, c numeric(14,4), d timestamptz DEFAULT CURRENT_DATE, e jsonb, f bigint[], g timestamptz);
CREATE INDEX t_b ON s.t (b);
CREATE INDEX t_low ON s.t (lower(b));
ALTER TABLE s.t ADD CONSTRAINT b_check CHECK (b <> '');
