import { pgTable as table, text } from 'drizzle-orm/pg-core';
import { TBL, COL, stamps } from './b';
export const mood = pgEnum('mood', ['good', 'bad']);
export const users = table(TBL.USER, { id: text(COL['ID']).primaryKey(), ...stamps(),
  m: mood().notNull().array(), n: varchar('n', { length: 80, enum: moods }).$type<'a'>() },
  (t) => [primaryKey({ columns: [t.id, t.m] })]);
export const s = pgSchema('s').table('x', (t) => ({ id: t.integer() })).enableRLS();
const make = sqliteTableCreator((n) => `p_${n}`);
export default make('y', { c: citext() });
const citext = customType({ dataType() { return 'citext'; } });
// b.ts
export const TBL = { USER: 'user' };
export const COL = Object.freeze({ ID: 'id', N: { A: TBL.USER } });
export const moods = Object.values(COL);
export function stamps() { return { at: timestamp('at', { withTimezone: true }) } }
