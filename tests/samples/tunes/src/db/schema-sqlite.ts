import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { COL, TBL } from '../../shared/db-constants';
import { TUNE_MODES } from '../../shared/enums';

export const genres = sqliteTable(TBL.GENRES, {
  id: text('id').primaryKey().notNull(),
  name: text('name').notNull(),
  region: text('region'),
  position: integer('position').notNull(),
});

export const tune = sqliteTable(TBL.TUNE, {
  id: integer(COL.ID).primaryKey(),
  title: text(COL.TITLE).notNull(),
  mode: text('mode', { enum: TUNE_MODES }),
  genre: text('genre'),
  structure: text('structure'),
  incipit: text('incipit'),
  tags: text('tags', { mode: 'json' }).$type<string[]>().notNull(),
  rating: integer('rating'),
  tempo: real('tempo'),
  confidence: real('confidence'),
  privateFor: text('private_for'),
  deleted: integer('deleted', { mode: 'boolean' }).notNull().default(false),
  published: text('published'),
  length: text('length'),
  lastModifiedAt: integer(COL.LAST_MODIFIED_AT, { mode: 'timestamp_ms' }).notNull(),
});

export const repertoireTune = sqliteTable(
  TBL.REPERTOIRE_TUNE,
  {
    repertoireId: integer(COL.REPERTOIRE_ID).notNull(),
    tuneId: integer(COL.TUNE_ID).notNull(),
    scheduled: text('scheduled'),
    easiness: real('easiness'),
  },
  (t) => [primaryKey({ columns: [t.repertoireId, t.tuneId] })],
);
