CREATE TABLE sink.new_in_18 (a integer CONSTRAINT "a is there" NOT NULL, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c integer,
    d integer, CONSTRAINT d_kept NOT NULL d NO INHERIT, e text NOT NULL,
    f integer CHECK (f > 0) NOT ENFORCED);
ALTER TABLE sink.new_in_18 ADD CONSTRAINT c_there NOT NULL c NOT VALID;
COMMENT ON CONSTRAINT "a is there" ON sink.new_in_18 IS 'not null';
CREATE TABLE sink.child_of_18 (g integer) INHERITS (sink.new_in_18);
CREATE TABLE sink.periods (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE sink.uses_periods (id integer, valid daterange, at daterange, FOREIGN KEY (id, PERIOD valid) REFERENCES sink.periods (id, PERIOD valid),
    UNIQUE (id, at WITHOUT OVERLAPS), n integer REFERENCES sink.keys (id) NOT ENFORCED);
