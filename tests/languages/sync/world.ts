// A relay, a local database and a client, for one test.
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import {
  pgliteDatabase, sqliteDatabase, SyncClient,
  type SyncBatch, type SyncConflict, type SyncDatabase, type SyncOptions, type SyncSocketType, type SyncStatus,
} from '../shared/sync-client';
import { Relay, type Row } from './relay';

// Browsers have it, and Node from version 20 on.
(globalThis as { crypto?: unknown }).crypto ??= webcrypto;

/** A new local database with the application's tables. */
export type MakeDatabase = () => Promise<SyncDatabase>;

export async function pglites(): Promise<MakeDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create();
  const schema = readFileSync('sync/schema.sql', 'utf8');
  return async () => {
    // One server for all: to start one takes longer than a test.
    await pglite.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${schema}`);
    return pgliteDatabase(pglite);
  };
}

export async function sqlites(): Promise<MakeDatabase> {
  const { default: init } = await import('@sqlite.org/sqlite-wasm');
  const sqlite = await init();
  const schema = readFileSync('sqlite/schema.sql', 'utf8');
  return async () => {
    const connection = new sqlite.oo1.DB(':memory:');
    connection.exec('PRAGMA foreign_keys = ON');
    connection.exec(schema);
    return sqliteDatabase(connection as never);
  };
}

export class World {
  readonly relay = new Relay();
  readonly batches: SyncBatch[] = [];
  readonly conflicts: SyncConflict[] = [];
  readonly statuses: SyncStatus[] = [];
  client!: SyncClient;
  private url = '';

  constructor(readonly database: SyncDatabase) {}

  async open(options: Partial<SyncOptions> = {}): Promise<this> {
    this.url = await this.relay.listen();
    this.reopen(options);
    return this;
  }

  /** As after a restart of the application. */
  reopen(options: Partial<SyncOptions> = {}): SyncClient {
    this.client = new SyncClient({
      url: this.url, database: this.database, webSocket: WebSocket as unknown as SyncSocketType,
      backoff: { first: 4, most: 20 }, patience: 5000, ...options,
    });
    this.client.onChange((batch) => this.batches.push(batch));
    this.client.onConflict((conflict) => this.conflicts.push(conflict));
    this.client.onStatus((status) => this.statuses.push(status));
    return this.client;
  }

  async started(options: Partial<SyncOptions> = {}): Promise<this> {
    await this.open(options);
    await this.client.start();
    await this.isState('live');
    return this;
  }

  async close(): Promise<void> {
    await this.client.stop();
    await this.relay.close();
  }

  isState(state: SyncStatus['state']): Promise<void> {
    return until(() => this.client.status.state === state, () => `the client is ${state}: ${JSON.stringify(this.client.status)}`);
  }

  /** Has the client come as far as the relay, and are all rows the relay's? */
  async isSame(): Promise<void> {
    await until(() => this.client.status.cursor === this.relay.cursor && this.client.status.pending === 0,
      () => `the client is at ${this.relay.cursor}: ${JSON.stringify(this.client.status)}`);
    await until(async () => (await this.outbox()).every((each) => each.state === 'refused'), 'the outbox is empty');
    for (const [table, rows] of this.relay.tables) {
      equal(await this.rows(table), sorted([...rows.values()].map(comparable)), `rows of ${table}`);
    }
  }

  outbox(): Promise<Row[]> {
    return this.database.query('SELECT * FROM sync_outbox ORDER BY seq');
  }

  errors(): string[] {
    return this.statuses.flatMap(({ error }) => (error === undefined ? [] : [error.message]));
  }

  /** As they are here, read without the client's code. */
  async rows(table: string): Promise<Row[]> {
    const isPostgresql = this.database.dialect === 'postgresql';
    const special = new Map(Object.entries(isPostgresql
      ? { id: 'id::text', number: 'number::text', price: 'price::float8', due: 'due::text', picture: 'picture::text', last_modified_at: 'last_modified_at::text' }
      : { number: 'CAST(number AS TEXT)', picture: "'\\x' || lower(hex(picture))" }));
    const columns = { lists: lists, notes: notes, 'odd "one': odd }[table] ?? [];
    const list = columns.map((name) => `${special.get(name) ?? quoted(name)} AS ${quoted(name)}`).join(', ');
    const rows = await this.database.transaction((tx) => tx.query(`SELECT ${list} FROM ${quoted(table)}`));
    return sorted(rows.map((row) => Object.fromEntries(columns.map((name) => [name, local(name, row[name])]))));
  }

  async titles(): Promise<string[]> {
    return (await this.rows('notes')).map(({ title }) => String(title)).sort();
  }
}

const lists = ['id', 'name', 'deleted', 'last_modified_at'];
const odd = ['a ${x} b', '__proto__', "it's"];
export const notes = ['id', 'list_id', 'title', 'number', 'price', 'weight', 'is_done', 'feeling', 'details', 'tags', 'picture', 'due', 'slug', 'deleted', 'last_modified_at'];
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function local(name: string, value: unknown): unknown {
  if (value === null || value === undefined) {
    return null;
  }
  switch (name) {
    case 'is_done':
    case 'deleted':
      return Boolean(value);
    case 'details':
    case 'tags':
      return typeof value === 'string' ? JSON.parse(value) : value;
    case 'due':
    case 'last_modified_at':
      return new Date(String(value).replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString();
    case 'picture':
      return value === '\\x' ? null : value;
    default:
      return value;
  }
}

function comparable(row: Row): Row {
  const columns = 'name' in row ? lists : 'title' in row ? notes : odd;
  return Object.fromEntries(columns.map((name) => {
    const value = local(name, Object.hasOwn(row, name) ? row[name] : null);
    return [name, name === 'price' && value !== null ? Number(value) : value];
  }));
}

const sorted = (rows: Row[]) => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual, null, 1), JSON.stringify(expected, null, 1)];
  if (a !== b) {
    throw new Error(`${what}: ${a}\nis not\n${b}`);
  }
}

export function holds(text: string | undefined, part: string): void {
  if (!text?.includes(part)) {
    throw new Error(`"${part}" is not in "${text}"`);
  }
}

/** Waits until it is so. */
export async function until(is: () => boolean | Promise<boolean>, what: string | (() => string), seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await is()); ) {
    if (Date.now() > end) {
      throw new Error(`it never was so that ${typeof what === 'string' ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

let last = 0;
/** "00000000-0000-4000-8000-000000000007" */
export const id = (number = ++last + 1000): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const list = (name: string, more: Row = {}): Row => ({
  id: id(), name, deleted: false, last_modified_at: '2026-01-02 03:04:05.678+00', ...more,
});

export const note = (title: string, more: Row = {}): Row => ({
  id: id(), list_id: id(1), title, number: null, price: null, weight: null, is_done: false, feeling: null, details: null, tags: null,
  picture: null, due: null, slug: null, deleted: false, last_modified_at: '2026-01-02 03:04:05.678+00', ...more,
});
