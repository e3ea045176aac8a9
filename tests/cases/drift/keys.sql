-- setup
CREATE TABLE p (a integer, b integer, UNIQUE (a, b));
CREATE TABLE f (x integer, y integer, CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE SET NULL, CONSTRAINT later FOREIGN KEY (y, x) REFERENCES p (a, b) DEFERRABLE);
-- setup since 18
CREATE TABLE periods (id int4range, valid daterange, CONSTRAINT no_overlap UNIQUE (id, valid WITHOUT OVERLAPS));
-- change constraint.on_delete_columns since 15
ALTER TABLE f DROP CONSTRAINT fk; ALTER TABLE f ADD CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p (a, b) ON DELETE SET NULL (y);
-- finds constraint public.f.fk: on_delete_columns has y besides
-- change constraint.initially_deferred
ALTER TABLE f ALTER CONSTRAINT later INITIALLY DEFERRED;
-- finds constraint public.f.later: initially_deferred is on, was off
-- change constraint.period since 18
ALTER TABLE periods DROP CONSTRAINT no_overlap; ALTER TABLE periods ADD CONSTRAINT no_overlap UNIQUE (id, valid);
-- finds constraint public.periods.no_overlap: period is off, was on
