// A small relay, as docs/sync-protocol.md describes it, with its database in memory. It can be told
// to be late, to lose answers, to break off and to lie.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { hashOf } from './checksum';

export type Row = Record<string, unknown>;
export type Message = Record<string, unknown>;
type Change = { table_name: string; operation: string; data: Row | null; old_data: Row | null };
type Sent = { id: string; table_name: string; operation: string; data: Row; last_modified_at: string };
type Subscriber = { socket: WebSocket; tables: string[]; prev: string; mode: string; client: string };

const keys: Record<string, string[]> = { lists: ['id'], notes: ['id'], 'odd "one': ['a ${x} b', '__proto__'] };
const unsummed = ['details', 'tags'];
const numbers = ['price', 'weight'];

export class Relay {
  readonly tables = new Map<string, Map<string, Row>>(Object.keys(keys).map((name) => [name, new Map()]));
  /** All that was ever sent, in order. */
  readonly history: Message[] = [];
  readonly outcomes = new Map<string, Message>();
  readonly migrations: Message[] = [];
  readonly reports: Message[] = [];
  readonly requests: string[] = [];
  readonly pushed: Sent[] = [];
  readonly hellos: Message[] = [];
  readonly acks: string[] = [];
  readonly tokens: unknown[] = [];
  epoch = 'e1';
  /** Called before each answer; true: it has answered. */
  meddle: (path: string, request: IncomingMessage, response: ServerResponse, body: string) => boolean = () => false;
  /** What is sent instead of a message. */
  distort: (message: Message, subscriber: Subscriber) => unknown[] = (message) => [message];
  /** Lines of snapshots are cut here. */
  linesOfSnapshots = Infinity;
  hasWebSocket = true;
  /** So far behind the end of a commit is the place that its answer names. */
  lsnBehind = 0;
  /** Is what was pushed sent only later, by `release`? */
  isHeld = false;
  private held: Message[] = [];
  private position = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly connections = new Set<Socket>();
  private readonly subscribers = new Set<Subscriber>();
  private readonly waiting = new Set<() => void>();
  private readonly snapshots = new Map<string, { cursor: string; lsn: string; tables: Map<string, Map<string, Row>> }>();

  async listen(): Promise<string> {
    this.server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.on('close', () => this.connections.delete(socket));
    });
    this.server.on('upgrade', (request, socket, head) => {
      if (this.hasWebSocket) {
        this.sockets.handleUpgrade(request, socket, head, (each) => this.welcome(each));
      } else {
        socket.destroy();
      }
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** All connections break. */
  cut(): void {
    this.connections.forEach((each) => each.destroy());
  }

  get cursor(): string {
    return `${this.epoch}:${this.position}`;
  }

  get lsn(): string {
    return this.lsnAt(0);
  }

  private lsnAt(behind: number): string {
    return `0/${(this.position * 16 + behind).toString(16).toUpperCase()}`;
  }

  /** The cursor of a row in the history from which `cursor` is the next one. */
  private at(cursor: string): number {
    const [epoch, position = ''] = cursor.split(':');
    return epoch === this.epoch && Number(position) <= this.position ? Number(position) : -1;
  }

  // --- The database

  static key(table: string, row: Row): string {
    return JSON.stringify((keys[table] ?? []).map((name) => String(row[name])));
  }

  /** A transaction of somebody. */
  write(changes: { table: string; operation: string; row?: Row; old?: Row }[], more: Message = {}): Message {
    const applied = changes.map(({ table, operation, row = {}, old }) => this.apply(table, operation, row, old));
    this.position += 1;
    return this.publish({ type: 'transaction', transaction_id: String(1000 + this.position), timestamp: new Date().toISOString(), changes: applied, ...more });
  }

  put(table: string, row: Row): Message {
    return this.write([{ table, operation: this.tables.get(table)?.has(Relay.key(table, row)) ? 'UPDATE' : 'INSERT', row }]);
  }

  remove(table: string, row: Row): Message {
    return this.write([{ table, operation: 'DELETE', row }]);
  }

  /** A message of another kind in the history. */
  say(message: Message): Message {
    this.position += 1;
    return this.publish(message);
  }

  private apply(table: string, operation: string, row: Row, old?: Row): Change {
    const rows = this.tables.get(table) ?? new Map<string, Row>();
    const key = Relay.key(table, old ?? row);
    if (operation === 'TRUNCATE') {
      rows.clear();
      return { table_name: table, operation, data: null, old_data: null };
    }
    const before = rows.get(key);
    rows.delete(key);
    if (operation === 'DELETE') {
      return { table_name: table, operation, data: null, old_data: row };
    }
    rows.set(Relay.key(table, row), { ...before, ...row });
    return { table_name: table, operation, data: row, old_data: old ?? null };
  }

  checksum(table: string, rows = this.tables.get(table)): Message {
    const first = [...(rows?.values() ?? [])][0] ?? {};
    const columns = Object.keys(first).filter((name) => !unsummed.includes(name));
    let sum = 0;
    for (const row of rows?.values() ?? []) {
      sum = (sum + hashOf(columns, numbers, row)) >>> 0;
    }
    return { count: rows?.size ?? 0, sum, columns };
  }

  // --- The stream

  private publish(message: Message): Message {
    const placed = { lsn: this.lsn, cursor: this.cursor, ...message };
    this.history.push(placed);
    if (this.isHeld) {
      this.held.push(placed);
    } else {
      this.send(placed);
    }
    return placed;
  }

  release(): void {
    this.isHeld = false;
    this.held.splice(0).forEach((each) => this.send(each));
  }

  private send(message: Message): void {
    this.subscribers.forEach((each) => this.sendTo(each, message));
    this.waiting.forEach((wake) => wake());
  }

  private sendTo(subscriber: Subscriber, message: Message): void {
    if (subscriber.mode === 'signal') {
      subscriber.socket.send(JSON.stringify({ type: 'signal' }));
      return;
    }
    for (const each of this.distort({ ...message, prev: subscriber.prev }, subscriber)) {
      subscriber.socket.send(typeof each === 'string' ? each : JSON.stringify(each));
    }
    subscriber.prev = String(message.cursor);
  }

  heartbeat(more: Message = {}): void {
    this.send({ type: 'heartbeat', cursor: this.cursor, lsn: this.lsnAt(this.lsnBehind), ...more });
  }

  tell(message: Message): void {
    this.subscribers.forEach(({ socket }) => socket.send(JSON.stringify(message)));
  }

  /** With the checksums of all tables. */
  sum(): void {
    this.heartbeat({ prev: this.cursor, checksums: Object.fromEntries([...this.tables.keys()].map((name) => [name, this.checksum(name)])) });
  }

  get listeners(): number {
    return this.subscribers.size;
  }

  private welcome(socket: WebSocket): void {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.type === 'hello') {
        this.subscribe(socket, message);
      } else if (message.type === 'ack') {
        this.acks.push(String(message.cursor));
      } else if (message.type === 'token') {
        this.tokens.push(message.token);
      }
    });
  }

  private subscribe(socket: WebSocket, hello: Message): void {
    this.hellos.push(hello);
    const cursor = String(hello.cursor);
    const at = this.at(cursor);
    if (at < 0) {
      socket.send(JSON.stringify({ type: 'must_refetch', reason: `there is no ${cursor}` }));
      return;
    }
    socket.send(JSON.stringify({ type: 'subscribed', cursor, heartbeat: 20 }));
    const subscriber = { socket, tables: hello.tables as string[], prev: cursor, mode: String(hello.mode), client: String(hello.client_id) };
    this.subscribers.add(subscriber);
    socket.on('close', () => this.subscribers.delete(subscriber));
    this.after(cursor).filter(() => subscriber.mode !== 'signal').forEach((each) => this.sendTo(subscriber, each));
  }

  private after(cursor: string): Message[] {
    const at = this.at(cursor);
    return this.history.filter((each) => this.at(String(each.cursor)) > at && !this.held.includes(each));
  }

  // --- HTTP

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    this.requests.push(`${request.method} ${url.pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    // A page of another origin may ask, as a real relay can be told to let it.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    const text = Buffer.concat(chunks).toString();
    if (request.method === 'OPTIONS' || this.meddle(url.pathname, request, response, text)) {
      response.end();
      return;
    }
    const body = text === '' ? {} : (JSON.parse(text) as Message);
    const answer = (value: unknown, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    switch (url.pathname) {
      case '/api/snapshot':
        return this.snapshot(url.searchParams, response, answer);
      case '/api/changes':
        return this.changes(url.searchParams, answer);
      case '/api/sync':
        return this.sync(body, answer);
      case '/api/migrations/pending':
        return answer(this.migrations);
      case '/api/migrations/status':
        this.reports.push(body);
        return answer({ success: true });
      default:
        return answer({ error: { code: 'not_found', message: 'there is nothing here' } }, 404);
    }
  }

  private snapshot(query: URLSearchParams, response: ServerResponse, answer: (value: unknown, status: number) => void): void {
    const asked = query.get('snapshot');
    if (asked !== null && !this.snapshots.has(asked)) {
      return answer({ error: { code: 'gone', message: 'there is no such snapshot' } }, 410);
    }
    const id = asked ?? `s${this.snapshots.size + 1}`;
    const copy = this.snapshots.get(id) ?? {
      cursor: this.cursor, lsn: this.lsn, tables: new Map([...this.tables].map(([name, rows]) => [name, new Map(rows)])),
    };
    this.snapshots.set(id, copy);
    const names = JSON.parse(query.get('tables') ?? '[]') as string[];
    const tables = Object.fromEntries(names.map((name) => [name, this.checksum(name, copy.tables.get(name))]));
    const lines: unknown[] = [{ type: 'snapshot', snapshot: id, cursor: copy.cursor, lsn: copy.lsn, schema_version: '1', tables }];
    for (const table of names) {
      copy.tables.get(table)?.forEach((row) => lines.push({ type: 'row', table, row }));
      lines.push({ type: 'table_end', table });
    }
    lines.push({ type: 'end' });
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    const isTorn = lines.length > this.linesOfSnapshots;
    response.write(lines.slice(0, this.linesOfSnapshots).map((line) => JSON.stringify(line) + '\n').join('') + (isTorn ? '{"type":"ro' : ''),
      () => (isTorn ? response.destroy() : response.end()));
  }

  forgetSnapshots(): void {
    this.snapshots.clear();
  }

  private async changes(query: URLSearchParams, answer: (value: unknown) => void): Promise<void> {
    const cursor = query.get('cursor') ?? '';
    if (this.at(cursor) < 0) {
      return answer({ messages: [{ type: 'must_refetch', reason: `there is no ${cursor}` }] });
    }
    if (this.after(cursor).length === 0 && Number(query.get('wait')) > 0) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(wake, Number(query.get('wait')) * 1000);
        this.waiting.add(wake);
      });
    }
    let prev = cursor;
    answer({ messages: this.after(cursor).map((each) => {
      const message = { ...each, prev };
      prev = String(each.cursor);
      return message;
    }) });
  }

  /** Last write wins, by the row; what was answered once is answered the same again. */
  private sync(body: Message, answer: (value: unknown) => void): void {
    const sent = body.changes as Sent[];
    const isNew = (change: Sent) => !this.outcomes.has(change.id);
    const winners = sent.filter((change) => isNew(change) && this.judge(change));
    if (winners.length > 0) {
      const changes = winners.map((change) => this.winner(change));
      const { transaction_id } = this.write(changes, { client_id: body.client_id });
      const lsn = this.lsnAt(this.lsnBehind);
      winners.forEach(({ id }) => this.outcomes.set(id, { id, status: 'applied', transaction_id, lsn }));
    }
    const cursor = typeof body.cursor === 'string' ? body.cursor : undefined;
    const pulled = (cursor === undefined ? [] : this.after(cursor)).flatMap((each) => ((each.changes ?? []) as Change[])
      .map(({ table_name, operation, data, old_data }) => ({ id: String(each.cursor), table_name, operation, data: data ?? old_data })));
    answer({ outcomes: sent.map(({ id }) => this.outcomes.get(id)), changes: pulled, transaction_id: null, cursor: this.cursor, timestamp: new Date().toISOString() });
  }

  private judge(change: Sent): boolean {
    this.pushed.push(change);
    const row = this.tables.get(change.table_name)?.get(Relay.key(change.table_name, change.data));
    if (change.data.name === 'forbidden') {
      this.outcomes.set(change.id, { id: change.id, status: 'ignored', reason: 'no rule allows it' });
      return false;
    }
    if (row !== undefined && Date.parse(String(row.last_modified_at)) > Date.parse(change.last_modified_at)) {
      this.outcomes.set(change.id, { id: change.id, status: 'conflict', reason: 'the row is newer', row });
      return false;
    }
    return true;
  }

  /** What a client may write in ISO 8601, PostgreSQL writes in its own way. */
  private static asPostgresql(name: string, value: unknown): unknown {
    const isTime = typeof value === 'string' && (name === 'due' || name === 'last_modified_at');
    return isTime ? new Date(value).toISOString().replace('T', ' ').replace(/\.?0*Z$/, '+00') : value;
  }

  private winner({ table_name, operation, data }: Sent) {
    const row = this.tables.get(table_name)?.get(Relay.key(table_name, data));
    const isTombstone = operation === 'DELETE' && keys[table_name]?.[0] === 'id';
    const defaults = keys[table_name]?.[0] === 'id' ? { deleted: isTombstone, ...(table_name === 'notes' && !row ? { is_done: false } : {}) } : {};
    const given = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, Relay.asPostgresql(name, value)]));
    return { table: table_name, operation: isTombstone || (row && operation === 'INSERT') ? 'UPDATE' : operation, row: { ...row, ...defaults, ...given } };
  }
}
