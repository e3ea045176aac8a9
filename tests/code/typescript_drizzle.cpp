#include <doctest/doctest.h>

#include "code/typescript.hpp"
#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("Drizzle: a table of PostgreSQL with its columns, their types and names") {
    CHECK(shown_typescript(R"(
import { pgTable, uuid, varchar as text80, pgEnum, relations } from 'drizzle-orm/pg-core';
import * as pg from 'drizzle-orm/pg-core';
export const moods = pgEnum('mood', ['good', 'bad']);
export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text80('full_name', { length: 80 }).notNull().$type<'a' | 'b'>(),
  tags: pg.text().array().notNull(),
  grid: pg.integer('grid').array(3).array(),
  at: pg.timestamp({ withTimezone: true, mode: 'string' }).defaultNow(),
  mood: moods('mood').default('good'),
  number: pg.bigserial({ mode: 'number' }),
  seq: pg.integer().generatedAlwaysAsIdentity(),
  owner: uuid('owner_id').references((): AnyPgColumn => users.id, { onDelete: 'cascade' }),
}, (table) => [index('x').on(table.name)]).enableRLS();
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
)") == "moods 4 mood: good=good bad=bad\n"
       "users 5 users: id uuid, full_name varchar[length[80]], tags Array[text], "
       "grid Array[Array[integer]]?, at timestamp[withTimezone[true], mode['string']]?, "
       "mood moods?, number bigserial[mode['number']], seq integer, owner_id uuid?\n");
}

TEST_CASE("Drizzle: columns by a function, namespaces, keys of several columns") {
    CHECK(shown_typescript(R"(
const auth = pgSchema('auth');
export const role = auth.enum('role', ['a']);
export const a = auth.table('a', (t) => ({ id: t.integer().notNull(), role: role() }));
export const b = pgTable('b', function (t) { return { id: t.integer(), c: t.text('d') }; },
  (table) => ({ pk: primaryKey({ columns: [table.id, table.c] }) }));
export const c = pgTable('c', { id: integer(), x: integer() }, (t) => [primaryKey(t.id)]);
const citext = customType<{ data: string }>({ dataType() { return 'citext'; } });
const other = customType({ dataType: (config) => 'vec' });
const vague = customType({ dataType(config) { return `x${config}`; } });
export default pgTable('d', { a: citext().notNull(), b: other(), c: vague('c') });
)") == "role 3 auth.role: a=a\n"
       "a 4 auth.a: id integer, role role?\n"
       "b 5 b: id integer, d text\n"
       "c 7 c: id integer, x integer?\n"
       "default 11 d: a customType['citext'], b customType['vec']?, c vague?\n");
}

TEST_CASE("Drizzle: tables of SQLite by the constants of the application") {
    CHECK(shown_typescript({
              {"shared/db-constants.ts",
               "export const TBL = { TUNE: 'tune' } as const;\n"
               "export const COL = { ID: 'id', DELETED: 'deleted', KIND: 'kind' } as const;\n"
               "export const KINDS = ['jig', 'reel'] as const;\n"},
              {"src/lib/db/columns.ts",
               "import { integer } from 'drizzle-orm/sqlite-core';\n"
               "import { COL } from '../../../shared/db-constants';\n"
               "export const timestamps = { at: integer('at', { mode: 'timestamp' }).notNull() };\n"
               "export const deleted = () => integer(COL.DELETED, { mode: 'boolean' });\n"
               "export function flags() { return { [COL['DELETED']]: deleted().notNull() } }\n"},
              {"src/lib/db/schema-sqlite.ts",
               "import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
               "import { TBL, COL, KINDS } from '../../../shared/db-constants';\n"
               "import { timestamps, flags, deleted } from './columns';\n"
               "export const tune = sqliteTable(TBL.TUNE, {\n"
               "  id: text(COL.ID).primaryKey(),\n"
               "  kind: text(COL.KIND, { enum: KINDS }),\n"
               "  ...timestamps,\n  ...flags(),\n  gone: deleted(),\n});\n"},
          }) ==
          "const TBL 1: TUNE=tune\nconst COL 2: ID=id DELETED=deleted KIND=kind\n"
          "tune 4 tune: id text, kind text[enum['jig', 'reel']]?, "
          "at integer[mode['timestamp']], deleted integer[mode['boolean']], "
          "deleted integer[mode['boolean']]?\n");
}

TEST_CASE("Drizzle: enums by what the application has; tables with a prefix") {
    CHECK(shown_typescript(R"(
enum Role { Admin = 'admin' }
const moods = ['good', 'bad'] as const;
export const roleEnum = pgEnum('role', Role);
export const roles = pgEnum('roles', Object.values(Role) as [string, ...string[]]);
export const moodEnum = pgEnum('mood', moods);
const createTable = pgTableCreator((name) => `app_${name}`);
export const x = createTable('x', { id: integer().notNull() });
)") == "Role 2: Admin=admin\n"
       "roleEnum 4 role: admin=admin\n"
       "roles 5 roles: admin=admin\n"
       "moodEnum 6 mood: good=good bad=bad\n"
       "x 8 app_x: id integer\n");
}

TEST_CASE("Drizzle: what cannot be known is told with its place") {
    CHECK(shown_typescript("import { TBL, more, special } from './missing';\n"
                           "export const a = pgTable(TBL.A, {});\n"
                           "export const b = pgTable('b', { id: integer(), ...more,\n"
                           "  c: special, d: text(TBL.D) });\n"
                           "export const e = pgTable('e', more);\n"
                           "export const f = pgEnum('f', more);\n") ==
          "b 3 b: id integer?\n"
          "e 5 e:\n"
          "a.ts:2:14: the name of this table is not known from these files\n"
          "a.ts:3:48: ...more is no column that is known from these files\n"
          "a.ts:4:6: special is no column that is known from these files\n"
          "a.ts:4:18: text(TBL.D) is no column that is known from these files\n"
          "a.ts:5:14: the columns of this table are not known from these files\n"
          "a.ts:6:14: the name or the values of this enum are not known from these files\n");
}

TEST_CASE("a record says whose names its types have") {
    code::SourceFile const file{"a.ts",
                                "const a = pgTable('a', {});\nconst b = sqliteTable('b', {});\n"
                                "@Entity() class C {}\ninterface D { x: string }\n"};
    std::vector<code::Terms> terms;
    for (auto const& record : code::read_typescript(std::span(&file, 1)).records) {
        terms.push_back(record.terms);
    }
    CHECK(terms == std::vector{code::Terms::drizzle_postgresql, code::Terms::sqlite,
                               code::Terms::typeorm, code::Terms::language});
}

}  // namespace
}  // namespace lockstep::tests
