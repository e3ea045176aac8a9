-- from
CREATE TABLE parent (id integer, g uuid GENERATED ALWAYS AS ('00000000-0000-0000-0000-000000000000') STORED);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
-- to
CREATE TABLE parent (id integer, g uuid[] GENERATED ALWAYS AS ('{}') STORED);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
