// Connections, and changes of the schema.
import { list, note, holds, equal, until, id, World, type MakeDatabase } from './world';

const migration = (more: object = {}) => ({
  type: 'migration', schema_version: '2',
  migration: {
    migrationName: '002_colour', timestamp: 2, upQueries: ["ALTER TABLE lists ADD COLUMN colour text DEFAULT 'red'"],
    downQueries: ['ALTER TABLE lists DROP COLUMN colour'], ...more,
  },
});

const colours = async (world: World) => (await world.database.query('SELECT colour FROM lists ORDER BY name')).map(({ colour }) => colour);

export const living: Record<string, (make: MakeDatabase) => Promise<void>> = {
  async 'by long poll where there is no WebSocket'(make) {
    const world = await new World(await make()).open();
    world.relay.hasWebSocket = false;
    world.relay.put('lists', list('a'));
    await world.client.start();
    await world.isState('polling');
    world.relay.put('lists', list('b'));
    await world.isSame();
    await world.client.insert('lists', { name: 'c' });
    await world.isSame();
    world.relay.epoch = 'e2';
    world.relay.put('lists', list('d'));
    await world.isSame();
    await world.close();
  },

  async 'by signals, when something is there'(make) {
    const world = await new World(await make()).started({ mode: 'signal' });
    world.relay.put('lists', list('a'));
    await world.isSame();
    world.relay.cut();
    world.relay.put('lists', list('b'));
    await world.isSame();
    await world.client.insert('lists', { name: 'c' });
    await world.isSame();
    await world.close();
  },

  async 'once, where nothing is to stay connected'(make) {
    const world = await new World(await make()).open();
    world.relay.put('lists', list('a'));
    await world.client.sync();
    await world.isSame();
    await world.client.insert('lists', { name: 'b' });
    world.relay.put('lists', list('c'));
    await world.client.sync();
    await world.client.sync();
    equal((await world.rows('lists')).map(({ name }) => name).sort(), ['a', 'b', 'c'], 'rows');
    equal(world.client.status.cursor, world.relay.cursor, 'the cursor');
    equal(world.relay.listeners, 0, 'nothing is connected');
    await world.close();
  },

  async 'with a token that is renewed while it is connected'(make) {
    let count = 0;
    const world = await new World(await make()).open({ token: () => `token ${++count}` });
    const headers: unknown[] = [];
    world.relay.meddle = (_, request) => !headers.push(request.headers.authorization);
    await world.client.start();
    await world.isState('live');
    equal(headers.slice(0, 2), ['Bearer token 1', 'Bearer token 2'], 'tokens of calls');
    holds(String(world.relay.hellos[0]?.token), 'token ');
    world.relay.tell({ type: 'token_expiring', seconds: 60 });
    await until(() => world.relay.tokens.length === 1, 'a new token is sent');
    equal(world.relay.tokens[0], `token ${count}`, 'the newest');
    world.relay.meddle = (_, __, response) => !!response.writeHead(401).end('{"error": {"code": "unauthorized", "message": "expired"}}');
    world.relay.cut();
    await until(() => world.client.status.error?.code === 'unauthorized', 'it is told');
    world.relay.meddle = () => false;
    await world.isState('live');
    equal(world.client.status.error, undefined, 'and is over');
    await world.close();
  },

  async 'silence is noticed, and what the relay says of its state is told'(make) {
    const world = await new World(await make()).started({ patience: 150 });
    world.relay.tell({ type: 'subscribed', cursor: world.relay.cursor, heartbeat: 0.05 });
    await until(() => world.client.status.error?.code === 'silent', 'it is told');
    await world.isState('live');
    world.relay.tell({ type: 'error', code: 'shutting_down', message: 'back in a minute', retry_after: 0 });
    await until(() => world.errors().includes('back in a minute'), 'it is told');
    await world.isState('live');
    world.relay.tell({ type: 'error', code: 'client_too_old', message: 'please reload' });
    await world.isState('failed');
    await world.client.start();
    await world.isState('live');
    await world.close();
  },

  async 'an application with more tables, or less, gets just those'(make) {
    const world = await new World(await make()).started({ tables: ['lists'] });
    const { relay } = world;
    relay.put('notes', note('unseen'));
    relay.put('lists', list('a'));
    await until(() => world.client.status.cursor === relay.cursor, 'it is here');
    equal(await world.titles(), [], 'notes');
    await world.client.stop();
    await world.reopen().start();
    await world.isState('live');
    await world.isSame();
    equal(world.batches.at(-1)?.changes.map(({ table }) => table), ['notes', 'odd "one'], 'what was fetched');
    await world.client.stop();
    await world.client.insert('notes', { list_id: id(1), title: 'left behind' });
    await world.reopen({ tables: ['lists'] }).start();
    relay.put('lists', list('b'));
    await until(async () => (await world.outbox()).length === 0, 'it is pushed all the same');
    relay.put('notes', note('unseen again'));
    await world.client.stop();
    await world.reopen().start();
    await world.isState('live');
    await world.isSame();
    await world.close();
  },

  async 'migrations come in order with the data, also when changes wait here'(make) {
    const world = await new World(await make()).started();
    world.relay.put('lists', list('a'));
    await world.isSame();
    world.relay.meddle = (path, _, response) => path === '/api/sync' && !!response.writeHead(503);
    await world.client.insert('lists', { name: 'b' });
    world.relay.say(migration());
    world.relay.put('lists', list('c', { colour: 'green' }));
    await until(() => world.client.status.cursor === world.relay.cursor, 'they are here');
    equal(await colours(world), ['red', 'red', 'green'], 'colours');
    world.relay.meddle = () => false;
    await world.isSame();
    await until(() => world.relay.reports.length === 1, 'it is reported');
    equal({ ...world.relay.reports[0], client_id: '' }, { client_id: '', migrationName: '002_colour', applied: true, error: null }, 'the report');
    // The relay still has it for us; it is done already.
    world.relay.migrations.push(migration().migration);
    world.relay.cut();
    world.relay.put('lists', list('d', { colour: 'blue' }));
    await world.isSame();
    equal((await world.database.query('SELECT * FROM migration_changes')).length, 1, 'entries');
    world.relay.migrations.pop();
    world.relay.say(migration({ operation: 'revert' }));
    world.relay.put('lists', list('e'));
    await world.isSame();
    equal(world.relay.reports.at(-1)?.applied, false, 'reverted');
    await world.close();
  },

  async 'a migration that fails is tried again, told, and then waited for'(make) {
    const world = await new World(await make()).open();
    world.relay.migrations.push(migration({ upQueries: ['CREATE TABLE half (a text)', 'ALTER TABLE nowhere ADD COLUMN x text'] }).migration);
    await world.client.start();
    await world.isState('failed');
    holds(world.client.status.error?.message, 'the migration 002_colour has failed too often: ');
    equal([...new Set(world.relay.reports.map(({ applied }) => applied))], [false], 'reports');
    holds(String(world.relay.reports[0]?.error), 'nowhere');
    const [row] = await world.database.query('SELECT attempts, max_attempts, error FROM migration_changes');
    equal([row?.attempts, row?.max_attempts], [3, 3], 'attempts');
    await world.database.exec('CREATE TABLE nowhere (a text)');
    await world.client.start();
    await world.isState('live');
    equal(world.relay.reports.at(-1)?.applied, true, 'in the end');
    await world.close();
  },

  async 'tables that are not here are named, and a migration may make them'(make) {
    const world = await new World(await make()).open();
    await world.database.exec('DROP TABLE lists' + (world.database.dialect === 'sqlite' ? '' : ' CASCADE'));
    world.relay.put('lists', list('a'));
    await world.client.start();
    await until(() => world.errors().some((each) => each.includes('the local database has no table lists')), 'it is told');
    world.relay.migrations.push(migration({ upQueries: ['CREATE TABLE lists (id text PRIMARY KEY, name text, deleted boolean, last_modified_at text)'] }).migration);
    await world.isState('live');
    equal((await world.database.query('SELECT name FROM lists')).length, 1, 'rows');
    await world.close();
  },

  /** SEED=… for others. */
  async 'many changes of many sides end the same everywhere'(make) {
    const world = await new World(await make()).started();
    const { relay, client } = world;
    const keys: string[] = [];
    let seed = Number(process.env['SEED'] ?? 7);
    const random = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
    for (let step = 0; step < 150; ++step) {
      const old = keys[random(Math.max(1, keys.length))];
      const at = new Date(Date.now() + random(200) - 100).toISOString();
      switch (random(8)) {
        case 0:
          keys.push((await client.insert('lists', { name: `ours ${step}` })).id);
          break;
        case 1:
          await (old && client.update('lists', { id: old, name: `ours ${step}` }).catch(() => undefined));
          break;
        case 2:
          await (old && client.delete('lists', { id: old }).catch(() => undefined));
          break;
        case 3: {
          const row = list(`theirs ${step}`, { last_modified_at: at });
          keys.push(String(row['id']));
          relay.put('lists', row);
          break;
        }
        case 4: {
          const row = relay.tables.get('lists')?.get(JSON.stringify([old]));
          if (row) {
            relay.put('lists', { ...row, name: `theirs ${step}`, last_modified_at: at });
          }
          break;
        }
        case 5:
          relay.put('notes', note(`n${step}`));
          break;
        case 6:
          relay.cut();
          break;
        default:
          relay.heartbeat({ prev: relay.cursor });
          await new Promise((resolve) => setTimeout(resolve, random(10)));
      }
    }
    await until(() => ['live', 'polling'].includes(client.status.state), 'it is connected');
    relay.heartbeat();
    await world.isSame();
    relay.sum();
    await world.isSame();
    equal(world.errors().filter((each) => each.includes('differ')), [], 'checksums');
    equal(world.batches.filter(({ origin, changes }) => origin === 'refetch' && changes.length > 1).length, 1, 'fetches of all');
    await world.close();
  },
};
