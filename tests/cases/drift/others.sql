-- setup
CREATE SCHEMA s;
CREATE EXTENSION hstore WITH SCHEMA s;
CREATE EXTENSION citext;
UPDATE pg_extension SET extversion = '9' WHERE extname = 'citext';
CREATE TYPE pair AS (a integer, b text);
CREATE FUNCTION eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq_2(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION cmp(pair, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = ===);
CREATE OPERATOR !== (FUNCTION = eq_2, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = !==);
CREATE OPERATOR <<< (FUNCTION = eq, LEFTARG = pair, RIGHTARG = pair);
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR FAMILY fam_2 USING btree;
CREATE OPERATOR CLASS cls FOR TYPE pair USING btree FAMILY fam AS OPERATOR 3 ===, FUNCTION 1 cmp(pair, pair);
CREATE OPERATOR FAMILY fam_gin USING gin;
CREATE OPERATOR CLASS cls_gin FOR TYPE integer[] USING gin FAMILY fam_gin AS OPERATOR 1 && (anyarray, anyarray), STORAGE integer;
CREATE FUNCTION to_int(pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (pair AS integer) WITH FUNCTION to_int(pair);
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE FUNCTION conv_f(integer, integer, cstring, internal, integer) RETURNS void LANGUAGE c AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE tpl (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION conf (PARSER = pg_catalog."default");
CREATE FUNCTION ts_2(internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_nexttoken';
CREATE TABLE t (a integer PRIMARY KEY, b integer, c text);
CREATE TABLE t_2 (a integer);
CREATE TABLE t_3 (a integer);
REVOKE UPDATE ON t_3 FROM CURRENT_USER;
CREATE PUBLICATION pub FOR TABLE t;
CREATE PUBLICATION pub_2;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=' PUBLICATION a, b WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION with_slot CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = 'slot_1');
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION on_ddl_2() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER ev ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER ev_2 ON ddl_command_end EXECUTE FUNCTION on_ddl();
GRANT SELECT, INSERT ON t TO drift_role;
REVOKE EXECUTE ON FUNCTION on_ddl() FROM PUBLIC;
GRANT USAGE ON SCHEMA s TO drift_role;
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role GRANT SELECT ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE drift_super REVOKE UPDATE ON TABLES FROM drift_super;
ALTER DEFAULT PRIVILEGES FOR ROLE drift_super GRANT SELECT ON TABLES TO drift_role WITH GRANT OPTION;
-- setup since 15
CREATE PUBLICATION pub_schema FOR TABLES IN SCHEMA s;

-- change extension.added
CREATE EXTENSION pg_trgm;
-- finds extension pg_trgm was added
-- change extension.removed
DROP EXTENSION hstore;
-- finds extension hstore was removed
-- change extension.comment
COMMENT ON EXTENSION hstore IS 'another';
-- finds extension hstore: comment is another, was data type for storing sets of (key, value) pairs
-- change extension.schema
ALTER EXTENSION citext SET SCHEMA s;
-- finds extension citext: schema is s, was public
-- change extension.version
UPDATE pg_extension SET extversion = '0.1' WHERE extname = 'citext';
-- finds extension citext: version is 0.1, was 9
-- change operator.added
CREATE OPERATOR >>> (FUNCTION = eq, LEFTARG = pair, RIGHTARG = pair);
-- finds operator public.">>>"."public.pair"."public.pair" was added
-- change operator.removed
DROP OPERATOR <<< (pair, pair);
-- finds operator public."<<<"."public.pair"."public.pair" was removed
-- change operator.owner
ALTER OPERATOR <<< (pair, pair) OWNER TO drift_role;
-- finds operator public."<<<"."public.pair"."public.pair": owner is drift_role, was lockstep_scratch
-- change operator.comment
COMMENT ON OPERATOR <<< (pair, pair) IS 'less';
-- finds operator public."<<<"."public.pair"."public.pair": comment is less, was not set
-- change operator.function
DROP OPERATOR <<< (pair, pair); CREATE OPERATOR <<< (FUNCTION = eq_2, LEFTARG = pair, RIGHTARG = pair);
-- finds operator public."<<<"."public.pair"."public.pair": function is public.eq_2, was public.eq
-- change operator.commutator
DROP OPERATOR <<< (pair, pair); CREATE OPERATOR <<< (FUNCTION = eq, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = <<<);
-- finds operator public."<<<"."public.pair"."public.pair": commutator is OPERATOR(public.<<<), was not set
-- change operator.negator
UPDATE pg_operator SET oprnegate = '!==(pair,pair)'::regoperator WHERE oid = '<<<(pair,pair)'::regoperator;
-- finds operator public."<<<"."public.pair"."public.pair": negator is OPERATOR(public.!==), was not set
-- change operator.restrict
ALTER OPERATOR <<< (pair, pair) SET (RESTRICT = eqsel);
-- finds operator public."<<<"."public.pair"."public.pair": restrict is eqsel, was not set
-- change operator.join
ALTER OPERATOR <<< (pair, pair) SET (JOIN = eqjoinsel);
-- finds operator public."<<<"."public.pair"."public.pair": join is eqjoinsel, was not set
-- change operator.hashes
UPDATE pg_operator SET oprcanhash = true WHERE oid = '<<<(pair,pair)'::regoperator;
-- finds operator public."<<<"."public.pair"."public.pair": hashes is on, was off
-- change operator.merges
UPDATE pg_operator SET oprcanmerge = true WHERE oid = '<<<(pair,pair)'::regoperator;
-- finds operator public."<<<"."public.pair"."public.pair": merges is on, was off
-- change operator family.added
CREATE OPERATOR FAMILY fam_3 USING hash;
-- finds operator family public.fam_3.hash was added
-- change operator family.removed
DROP OPERATOR FAMILY fam_2 USING btree;
-- finds operator family public.fam_2.btree was removed
-- change operator family.owner
ALTER OPERATOR FAMILY fam USING btree OWNER TO drift_role;
-- finds operator family public.fam.btree: owner is drift_role, was lockstep_scratch
-- change operator family.comment
COMMENT ON OPERATOR FAMILY fam USING btree IS 'fam';
-- finds operator family public.fam.btree: comment is fam, was not set
-- change operator family.members
ALTER OPERATOR FAMILY fam_2 USING btree ADD OPERATOR 1 < (integer, bigint);
-- finds operator family public.fam_2.btree: members has OPERATOR 1 pg_catalog.<(integer,bigint) besides
-- change operator class.added
CREATE OPERATOR CLASS cls_2 FOR TYPE pair USING btree FAMILY fam_2 AS FUNCTION 1 cmp(pair, pair);
-- finds operator class public.cls_2.btree was added
-- change operator class.removed
DROP OPERATOR CLASS cls USING btree;
-- finds operator class public.cls.btree was removed
-- change operator class.owner
ALTER OPERATOR CLASS cls USING btree OWNER TO drift_role;
-- finds operator class public.cls.btree: owner is drift_role, was lockstep_scratch
-- change operator class.comment
COMMENT ON OPERATOR CLASS cls USING btree IS 'cls';
-- finds operator class public.cls.btree: comment is cls, was not set
-- change operator class.type
UPDATE pg_opclass SET opcintype = 'bigint[]'::regtype WHERE opcname = 'cls_gin';
-- finds operator class public.cls_gin.gin: type is bigint[], was integer[]
-- change operator class.default
UPDATE pg_opclass SET opcdefault = true WHERE opcname = 'cls';
-- finds operator class public.cls.btree: default is on, was off
-- change operator class.family
DROP OPERATOR CLASS cls USING btree; CREATE OPERATOR CLASS cls FOR TYPE pair USING btree FAMILY fam_2 AS OPERATOR 3 ===, FUNCTION 1 cmp(pair, pair);
-- finds operator class public.cls.btree: family is public.fam_2, was public.fam
-- change operator class.storage
UPDATE pg_opclass SET opckeytype = 'bigint'::regtype WHERE opcname = 'cls_gin';
-- finds operator class public.cls_gin.gin: storage is bigint, was integer
-- change operator class.members
DROP OPERATOR CLASS cls USING btree; CREATE OPERATOR CLASS cls FOR TYPE pair USING btree FAMILY fam AS OPERATOR 3 !==, FUNCTION 1 cmp(pair, pair);
-- finds operator class public.cls.btree: members has OPERATOR 3 public.!==(public.pair,public.pair) besides and lacks OPERATOR 3 public.===(public.pair,public.pair)
-- change cast.added
CREATE CAST (text AS pair) WITH INOUT;
-- finds cast text."public.pair" was added
-- change cast.removed
DROP CAST (pair AS integer);
-- finds cast "public.pair"."integer" was removed
-- change cast.comment
COMMENT ON CAST (pair AS integer) IS 'cast';
-- finds cast "public.pair"."integer": comment is cast, was not set
-- change cast.context
DROP CAST (pair AS integer); CREATE CAST (pair AS integer) WITH FUNCTION to_int(pair) AS IMPLICIT;
-- finds cast "public.pair"."integer": context is IMPLICIT, was not set
-- change cast.method
UPDATE pg_cast SET castmethod = 'i' WHERE castsource = 'pair'::regtype;
-- finds cast "public.pair"."integer": method is WITH INOUT, was WITH FUNCTION public.to_int(public.pair)
-- change conversion.added
CREATE CONVERSION conv_2 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- finds conversion public.conv_2 was added
-- change conversion.removed
DROP CONVERSION conv;
-- finds conversion public.conv was removed
-- change conversion.owner
ALTER CONVERSION conv OWNER TO drift_role;
-- finds conversion public.conv: owner is drift_role, was lockstep_scratch
-- change conversion.comment
COMMENT ON CONVERSION conv IS 'conv';
-- finds conversion public.conv: comment is conv, was not set
-- change conversion.from
UPDATE pg_conversion SET conforencoding = pg_char_to_encoding('LATIN2') WHERE conname = 'conv';
-- finds conversion public.conv: from is LATIN2, was LATIN1
-- change conversion.to
UPDATE pg_conversion SET contoencoding = pg_char_to_encoding('LATIN2') WHERE conname = 'conv';
-- finds conversion public.conv: to is LATIN2, was UTF8
-- change conversion.function
UPDATE pg_conversion SET conproc = 'conv_f'::regproc WHERE conname = 'conv';
-- finds conversion public.conv: function is public.conv_f, was iso8859_1_to_utf8
-- change conversion.default
DROP CONVERSION conv; CREATE DEFAULT CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- finds conversion public.conv: default is on, was off
-- change text search parser.added
CREATE TEXT SEARCH PARSER prs_2 (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- finds text search parser public.prs_2 was added
-- change text search parser.removed
DROP TEXT SEARCH PARSER prs;
-- finds text search parser public.prs was removed
-- change text search parser.comment
COMMENT ON TEXT SEARCH PARSER prs IS 'prs';
-- finds text search parser public.prs: comment is prs, was not set
-- change text search parser.start
UPDATE pg_ts_parser SET prsstart = 'prsd_end'::regproc WHERE prsname = 'prs';
-- finds text search parser public.prs: start is prsd_end, was prsd_start
-- change text search parser.get_token
DROP TEXT SEARCH PARSER prs; CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = ts_2, END = prsd_end, LEXTYPES = prsd_lextype);
-- finds text search parser public.prs: get_token is public.ts_2, was prsd_nexttoken
-- change text search parser.end
UPDATE pg_ts_parser SET prsend = 'prsd_lextype'::regproc WHERE prsname = 'prs';
-- finds text search parser public.prs: end is prsd_lextype, was prsd_end
-- change text search parser.headline
DROP TEXT SEARCH PARSER prs; CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
-- finds text search parser public.prs: headline is prsd_headline, was not set
-- change text search parser.lexeme_types
UPDATE pg_ts_parser SET prslextype = 'prsd_end'::regproc WHERE prsname = 'prs';
-- finds text search parser public.prs: lexeme_types is prsd_end, was prsd_lextype
-- change text search template.added
CREATE TEXT SEARCH TEMPLATE tpl_2 (LEXIZE = dsimple_lexize);
-- finds text search template public.tpl_2 was added
-- change text search template.removed
DROP TEXT SEARCH TEMPLATE tpl;
-- finds text search template public.tpl was removed
-- change text search template.comment
COMMENT ON TEXT SEARCH TEMPLATE tpl IS 'tpl';
-- finds text search template public.tpl: comment is tpl, was not set
-- change text search template.init
DROP TEXT SEARCH TEMPLATE tpl; CREATE TEXT SEARCH TEMPLATE tpl (INIT = dsimple_init, LEXIZE = dsimple_lexize);
-- finds text search template public.tpl: init is dsimple_init, was not set
-- change text search template.lexize
DROP TEXT SEARCH TEMPLATE tpl; CREATE TEXT SEARCH TEMPLATE tpl (LEXIZE = dispell_lexize);
-- finds text search template public.tpl: lexize is dispell_lexize, was dsimple_lexize
-- change text search dictionary.added
CREATE TEXT SEARCH DICTIONARY dict_2 (TEMPLATE = pg_catalog.simple);
-- finds text search dictionary public.dict_2 was added
-- change text search dictionary.removed
DROP TEXT SEARCH DICTIONARY dict;
-- finds text search dictionary public.dict was removed
-- change text search dictionary.owner
ALTER TEXT SEARCH DICTIONARY dict OWNER TO drift_role;
-- finds text search dictionary public.dict: owner is drift_role, was lockstep_scratch
-- change text search dictionary.comment
COMMENT ON TEXT SEARCH DICTIONARY dict IS 'dict';
-- finds text search dictionary public.dict: comment is dict, was not set
-- change text search dictionary.template
DROP TEXT SEARCH DICTIONARY dict; CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = tpl);
-- finds text search dictionary public.dict: template is public.tpl, was pg_catalog.simple
-- change text search dictionary.options
ALTER TEXT SEARCH DICTIONARY dict (accept = false);
-- finds text search dictionary public.dict: options is accept = 'false', was not set
-- change text search configuration.added
CREATE TEXT SEARCH CONFIGURATION conf_2 (PARSER = pg_catalog."default");
-- finds text search configuration public.conf_2 was added
-- change text search configuration.removed
DROP TEXT SEARCH CONFIGURATION conf;
-- finds text search configuration public.conf was removed
-- change text search configuration.owner
ALTER TEXT SEARCH CONFIGURATION conf OWNER TO drift_role;
-- finds text search configuration public.conf: owner is drift_role, was lockstep_scratch
-- change text search configuration.comment
COMMENT ON TEXT SEARCH CONFIGURATION conf IS 'conf';
-- finds text search configuration public.conf: comment is conf, was not set
-- change text search configuration.parser
DROP TEXT SEARCH CONFIGURATION conf; CREATE TEXT SEARCH CONFIGURATION conf (PARSER = prs);
-- finds text search configuration public.conf: parser is public.prs, was pg_catalog."default"
-- change text search configuration.mappings
ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR word WITH simple;
-- finds text search configuration public.conf: mappings has word=simple besides

-- change publication.added
CREATE PUBLICATION pub_3 FOR TABLE t_2;
-- finds publication pub_3 was added
-- change publication.removed
DROP PUBLICATION pub;
-- finds publication pub was removed
-- change publication.owner
ALTER PUBLICATION pub OWNER TO drift_super;
-- finds publication pub: owner is drift_super, was lockstep_scratch
-- change publication.comment
COMMENT ON PUBLICATION pub IS 'pub';
-- finds publication pub: comment is pub, was not set
-- change publication.all_tables
DROP PUBLICATION pub_2; CREATE PUBLICATION pub_2 FOR ALL TABLES;
-- finds publication pub_2: all_tables is on, was off
-- change publication.publish
ALTER PUBLICATION pub SET (publish = 'insert');
-- finds publication pub: publish is insert, was insert, update, delete, truncate
-- change publication.via_root
ALTER PUBLICATION pub SET (publish_via_partition_root = true);
-- finds publication pub: via_root is on, was off
-- change publication.generated_columns since 18
ALTER PUBLICATION pub SET (publish_generated_columns = stored);
-- finds publication pub: generated_columns is stored, was not set
-- change publication table.added
ALTER PUBLICATION pub ADD TABLE t_2;
-- finds publication table pub.public.t_2 was added
-- change publication table.removed
ALTER PUBLICATION pub DROP TABLE t;
-- finds publication table pub.public.t was removed
-- change publication table.columns since 15
ALTER PUBLICATION pub SET TABLE t (a, b);
-- finds publication table pub.public.t: columns has a, b besides
-- change publication table.where since 15
ALTER PUBLICATION pub SET TABLE t WHERE (a > 5);
-- finds publication table pub.public.t: where is (a > 5), was not set
-- change publication schema.added since 15
ALTER PUBLICATION pub_schema ADD TABLES IN SCHEMA public;
-- finds publication schema pub_schema.public was added
-- change publication schema.removed since 15
ALTER PUBLICATION pub_schema DROP TABLES IN SCHEMA s;
-- finds publication schema pub_schema.s was removed
-- change subscription.added
CREATE SUBSCRIPTION sub_2 CONNECTION 'dbname=' PUBLICATION a WITH (connect = false, slot_name = NONE);
-- finds subscription sub_2 was added
-- change subscription.removed
DROP SUBSCRIPTION sub;
-- finds subscription sub was removed
-- change subscription.owner
ALTER SUBSCRIPTION sub OWNER TO drift_super;
-- finds subscription sub: owner is drift_super, was lockstep_scratch
-- change subscription.comment
COMMENT ON SUBSCRIPTION sub IS 'sub';
-- finds subscription sub: comment is sub, was not set
-- change subscription.publications
ALTER SUBSCRIPTION sub SET PUBLICATION a, c WITH (refresh = false);
-- finds subscription sub: publications has c besides and lacks b
-- change subscription.slot
UPDATE pg_subscription SET subslotname = 'slot_2' WHERE subname = 'with_slot';
-- finds subscription with_slot: slot is slot_2, was slot_1
-- change subscription.no_slot
ALTER SUBSCRIPTION sub SET (slot_name = 'sub');
-- finds subscription sub: no_slot is off, was on
-- change subscription.synchronous_commit
ALTER SUBSCRIPTION sub SET (synchronous_commit = 'on');
-- finds subscription sub: synchronous_commit is on, was not set
-- change subscription.binary since 14
ALTER SUBSCRIPTION sub SET (binary = true);
-- finds subscription sub: binary is on, was off
-- change subscription.two_phase since 15
UPDATE pg_subscription SET subtwophasestate = 'p' WHERE subname = 'sub';
-- finds subscription sub: two_phase is on, was off
-- change subscription.disable_on_error since 15
ALTER SUBSCRIPTION sub SET (disable_on_error = true);
-- finds subscription sub: disable_on_error is on, was off
-- change subscription.no_password_required since 16
ALTER SUBSCRIPTION sub SET (password_required = false);
-- finds subscription sub: no_password_required is on, was off
-- change subscription.run_as_owner since 16
ALTER SUBSCRIPTION sub SET (run_as_owner = true);
-- finds subscription sub: run_as_owner is on, was off
-- change subscription.origin since 16
ALTER SUBSCRIPTION sub SET (origin = none);
-- finds subscription sub: origin is none, was not set
-- change subscription.failover since 17
UPDATE pg_subscription SET subfailover = true WHERE subname = 'sub';
-- finds subscription sub: failover is on, was off
-- change event trigger.added
CREATE EVENT TRIGGER ev_3 ON sql_drop EXECUTE FUNCTION on_ddl();
-- finds event trigger ev_3 was added
-- change event trigger.removed
DROP EVENT TRIGGER ev;
-- finds event trigger ev was removed
-- change event trigger.owner
ALTER EVENT TRIGGER ev OWNER TO drift_super;
-- finds event trigger ev: owner is drift_super, was lockstep_scratch
-- change event trigger.comment
COMMENT ON EVENT TRIGGER ev IS 'ev';
-- finds event trigger ev: comment is ev, was not set
-- change event trigger.event
DROP EVENT TRIGGER ev_2; CREATE EVENT TRIGGER ev_2 ON ddl_command_start EXECUTE FUNCTION on_ddl();
-- finds event trigger ev_2: event is ddl_command_start, was ddl_command_end
-- change event trigger.tags
DROP EVENT TRIGGER ev; CREATE EVENT TRIGGER ev ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION on_ddl();
-- finds event trigger ev: tags has DROP TABLE besides
-- change event trigger.function
DROP EVENT TRIGGER ev_2; CREATE EVENT TRIGGER ev_2 ON ddl_command_end EXECUTE FUNCTION on_ddl_2();
-- finds event trigger ev_2: function is public.on_ddl_2, was public.on_ddl
-- change event trigger.enabled
ALTER EVENT TRIGGER ev DISABLE;
-- finds event trigger ev: enabled is DISABLE, was not set

-- change grant.added
GRANT UPDATE ON t_2 TO drift_role;
-- finds grant public.t_2.drift_role."table" was added
-- change grant.removed
REVOKE ALL ON t FROM drift_role;
-- finds grant public.t.drift_role."table" was removed
-- change grant.privileges
REVOKE INSERT ON t FROM drift_role;
-- finds grant public.t.drift_role."table": privileges lacks INSERT
-- change grant.privileges
GRANT CREATE ON SCHEMA s TO drift_role;
-- finds grant s.drift_role.schema: privileges has ALL besides and lacks USAGE
-- change grant.added
REVOKE EXECUTE ON FUNCTION on_ddl_2() FROM PUBLIC;
-- finds grant public.on_ddl_2."".public.function was added
-- change grant.removed
GRANT EXECUTE ON FUNCTION on_ddl() TO PUBLIC;
-- finds grant public.on_ddl."".public.function was removed
-- change grant.grantable
GRANT UPDATE ON t TO drift_role WITH GRANT OPTION;
-- finds grant public.t.drift_role."table": grantable has UPDATE besides
-- change grant.revoked
REVOKE DELETE ON t_3 FROM CURRENT_USER;
-- finds grant public.t_3.lockstep_scratch."table": revoked has DELETE besides
-- change default privilege.added
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role IN SCHEMA s GRANT SELECT ON TABLES TO PUBLIC;
-- finds default privilege drift_role.s."TABLES".public was added
-- change default privilege.removed
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role REVOKE SELECT ON TABLES FROM PUBLIC;
-- finds default privilege drift_role.""."TABLES".public was removed
-- change default privilege.privileges
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role GRANT INSERT ON TABLES TO PUBLIC;
-- finds default privilege drift_role.""."TABLES".public: privileges has INSERT besides
-- change default privilege.privileges
ALTER DEFAULT PRIVILEGES FOR ROLE drift_role GRANT UPDATE ON TABLES TO PUBLIC;
-- finds default privilege drift_role.""."TABLES".public: privileges has UPDATE besides
-- change default privilege.revoked
ALTER DEFAULT PRIVILEGES FOR ROLE drift_super REVOKE DELETE ON TABLES FROM drift_super;
-- finds default privilege drift_super.""."TABLES".drift_super: revoked has DELETE besides
-- change default privilege.grantable
ALTER DEFAULT PRIVILEGES FOR ROLE drift_super GRANT INSERT ON TABLES TO drift_role WITH GRANT OPTION;
-- finds default privilege drift_super.""."TABLES".drift_role: grantable has INSERT besides
