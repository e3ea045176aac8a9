-- from
CREATE TABLE data (id uuid, name text);
CREATE VIEW reader AS SELECT * FROM data;
-- to
CREATE TABLE t_data (id uuid, name text);
CREATE VIEW data AS SELECT * FROM t_data;
CREATE VIEW reader AS SELECT * FROM data;
