import { SyncClient, sqliteDatabase, pgliteDatabase, type SyncSocketType } from '../shared/sync-client';
import { PGlite } from '@electric-sql/pglite';
declare const sqliteWasm: import('@sqlite.org/sqlite-wasm').Database;
declare function wa(sql: string, parameters: readonly unknown[]): Promise<unknown[]>;
declare const prepared: { prepare(sql: string): { all(...p: (string | number | null)[]): Record<string, unknown>[]; run(...p: unknown[]): { changes: number }; readonly reader: boolean }; exec(sql: string): void };
const a = pgliteDatabase(new PGlite());
const b = sqliteDatabase(sqliteWasm);
const c = sqliteDatabase(wa);
const d = sqliteDatabase(prepared);
const client = new SyncClient({ url: 'x', database: a ?? b ?? c ?? d, webSocket: WebSocket });
const ok: SyncSocketType = WebSocket;
void client.insert('notes', { list_id: 'x', title: 'a' }).then(({ id }) => client.update('notes', { id, is_done: true }));
client.onChange(({ changes }) => {
  for (const change of changes) {
    if (change.table === 'notes' && change.operation === 'INSERT') {
      const title: string | undefined = change.row.title;
      void title;
    }
  }
});
// @ts-expect-error: there is no such table
void client.insert('note', {});
// @ts-expect-error: a title is no number
void client.insert('notes', { list_id: 'x', title: 7 });
// @ts-expect-error: a title is missing
void client.insert('notes', { list_id: 'x' });
// @ts-expect-error: nobody knows which row
void client.update('notes', { title: 'x' });
// @ts-expect-error: it has no primary key
void client.insert('keyless', { line: 'x' });
// @ts-expect-error: the key has two columns
void client.delete('odd "one', { 'a ${x} b': 1 });
void ok;
