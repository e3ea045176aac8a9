import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  integer,
  interval,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { COL, TBL } from '../shared/db-constants';
import { PracticeGoal, TUNE_MODES } from '../shared/enums';

const citext = customType<{ data: string }>({
  dataType() {
    return 'citext';
  },
});

export const tuneMode = pgEnum('tune_mode', TUNE_MODES);
export const practiceGoal = pgEnum('practice_goal', PracticeGoal);

const modified = {
  lastModifiedAt: timestamp(COL.LAST_MODIFIED_AT, { precision: 3, mode: 'string' }).notNull(),
};

export const users = pgTable(TBL.USERS, {
  id: uuid(COL.ID).primaryKey().defaultRandom(),
  email: citext('email').notNull().unique(),
  displayName: varchar('display_name', { length: 80 }),
  isAdmin: boolean('is_admin').notNull().default(false),
  settings: jsonb('settings').$type<{ theme?: string }>().notNull().default({}),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const genres = pgTable(TBL.GENRES, {
  id: text().primaryKey(),
  name: text().notNull(),
  region: text(),
  position: integer().notNull(),
});

export const tune = pgTable(
  TBL.TUNE,
  {
    id: bigserial(COL.ID, { mode: 'number' }).primaryKey(),
    title: varchar(COL.TITLE, { length: 200 }).notNull(),
    mode: tuneMode(),
    genre: text('genre').references(() => genres.id),
    structure: char('structure', { length: 12 }),
    incipit: text('incipit'),
    tags: text('tags')
      .array()
      .notNull()
      .default(sql`'{}'`),
    rating: smallint(),
    tempo: numeric('tempo', { precision: 5, scale: 2 }),
    confidence: doublePrecision(),
    privateFor: uuid('private_for').references(() => users.id),
    deleted: boolean().notNull().default(false),
    published: date(),
    length: interval(),
    ...modified,
  },
  (table) => [],
);

export const repertoire = pgTable(TBL.REPERTOIRE, {
  id: integer(COL.ID).primaryKey().generatedAlwaysAsIdentity(),
  userId: uuid(COL.USER_ID)
    .notNull()
    .references(() => users.id),
  name: text('name').notNull(),
  goal: practiceGoal('goal').notNull().default(PracticeGoal.Recall),
  instrument: text('instrument'),
});

export const repertoireTune = pgTable(
  TBL.REPERTOIRE_TUNE,
  {
    repertoireId: integer(COL.REPERTOIRE_ID).references(() => repertoire.id),
    tuneId: bigint(COL.TUNE_ID, { mode: 'bigint' }).references(() => tune.id),
    scheduled: timestamp('scheduled', { withTimezone: true }),
    easiness: real('easiness'),
  },
  (t) => [primaryKey({ columns: [t.repertoireId, t.tuneId] })],
);
