// What comes from the relay: snapshots and the stream.
import { list, note, holds, equal, until, id, World, type MakeDatabase } from './world';
import type { Message } from './relay';

const wealth = {
  number: '9007199254740993', price: '12345678.9012', weight: 0.1, is_done: true, feeling: 'so-so',
  details: { a: [1, null, { 'b"': 'ü ✓ \\ \' ${x}' }] }, tags: ['a', 'b"c', 'd,{}', '', 'NULL'], picture: '\\x00ff68',
  due: '2026-11-21 03:00:00.123456+00', slug: "it's",
};

export const copying: Record<string, (make: MakeDatabase) => Promise<void>> = {
  async 'a snapshot is copied, with values of all kinds'(make) {
    const world = await new World(await make()).open();
    world.relay.put('notes', note('rich', wealth));
    world.relay.put('notes', note('poor'));
    world.relay.put('lists', list('all'));
    world.relay.put('odd "one', Object.fromEntries([['a ${x} b', 1], ['__proto__', 'p'], ["it's", 'so']]));
    await world.client.start();
    await world.isSame();
    equal(world.batches.map(({ origin }) => origin), ['refetch'], 'all at once');
    world.relay.sum();
    world.relay.put('lists', list('after'));
    await world.isSame();
    equal(world.errors(), [], 'errors');
    await world.close();
  },

  async 'a stream is followed, each transaction as one'(make) {
    const world = await new World(await make()).started();
    const { relay } = world;
    const first = note('first', wealth);
    relay.put('notes', first);
    relay.put('notes', { ...first, title: 'changed' });
    relay.write([{ table: 'notes', operation: 'UPDATE', row: { id: first.id, is_done: false, slug: 'part' } }]);
    relay.write([{ table: 'notes', operation: 'INSERT', row: note('a', { id: id(7) }) }, { table: 'notes', operation: 'INSERT', row: note('b') }, { table: 'lists', operation: 'INSERT', row: list('l') }]);
    relay.write([{ table: 'notes', operation: 'UPDATE', row: note('moved', { id: id(8) }), old: { id: id(7) } }]);
    await world.isSame();
    relay.remove('notes', first);
    relay.write([{ table: 'lists', operation: 'TRUNCATE' }]);
    await world.isSame();
    equal(world.batches.map(({ origin, changes }) => `${origin} ${changes.map((each) => each.operation)}`).slice(1),
      ['remote INSERT', 'remote UPDATE', 'remote UPDATE', 'remote INSERT,INSERT,INSERT', 'remote UPDATE', 'remote DELETE', 'remote TRUNCATE'], 'events');
    await until(() => relay.acks.at(-1) === relay.cursor, 'what is applied is acknowledged');
    const said: Message[] = [];
    relay.distort = (message) => (said.push(message), said);
    relay.put('notes', note('said twice'));
    relay.put('notes', note('said after it'));
    relay.put('lists', list('said after both'));
    await world.isSame();
    equal(world.errors(), [], 'errors');
    await world.close();
  },

  async 'what came while it was away is not lost, and nothing comes twice'(make) {
    const world = await new World(await make()).started();
    for (let round = 0; round < 5; ++round) {
      world.relay.put('notes', note(`before ${round}`));
      world.relay.cut();
      world.relay.put('notes', note(`after ${round}`));
      await world.isSame();
    }
    await world.client.stop();
    world.relay.put('notes', note('late'));
    await world.reopen().start();
    await world.isSame();
    equal(world.batches.filter(({ origin }) => origin === 'refetch').length, 1, 'fetches of all');
    await world.close();
  },

  async 'a gap is asked for again, and fetched as a whole where it stays'(make) {
    const world = await new World(await make()).started();
    let lost = 1;
    world.relay.distort = (message) => (lost-- > 0 ? [] : [message]);
    world.relay.put('notes', note('lost'));
    world.relay.put('notes', note('told'));
    await world.isSame();
    equal(world.batches.filter(({ origin }) => origin === 'refetch').length, 1, 'fetches of all');
    holds(world.errors().join('\n'), 'the stream goes on after e1:1, and the local copy ends at e1:0');
    world.relay.distort = (message) => (message.cursor === 'e1:3' ? [] : [message]);
    world.relay.put('notes', note('never'));
    world.relay.put('notes', note('told'));
    await world.isSame();
    equal(world.batches.filter(({ origin }) => origin === 'refetch').length, 2, 'fetches of all');
    await world.close();
  },

  async 'a change of a row that is not there fetches the table again'(make) {
    const world = await new World(await make()).started();
    const row = note('there');
    world.relay.put('notes', row);
    await world.isSame();
    await world.database.query(`DELETE FROM notes`);
    world.relay.write([{ table: 'notes', operation: 'UPDATE', row: { id: row.id, title: 'changed' } }]);
    await world.isSame();
    equal(world.batches.at(-1), { origin: 'refetch', changes: [{ table: 'notes', operation: 'REFETCH' }] }, 'what was fetched');
    await world.close();
  },

  async 'must_refetch is obeyed, for one table and for all, and the rest goes on'(make) {
    const world = await new World(await make()).started();
    const { relay } = world;
    relay.put('notes', note('a'));
    relay.put('lists', list('b'));
    await world.isSame();
    relay.tables.get('notes')?.clear(); // unseen by the stream
    const asked: string[] = [];
    relay.meddle = (path, request) => path === '/api/snapshot' && !asked.push(String(request.url));
    relay.tell({ type: 'must_refetch', reason: 'lost', tables: ['notes'] });
    relay.put('lists', list('c'));
    await world.isSame();
    holds(asked.join(' '), 'after=e1%3A2');
    equal(world.batches.filter(({ origin }) => origin === 'refetch').at(-1)?.changes, [{ table: 'notes', operation: 'REFETCH' }], 'what was fetched');
    relay.epoch = 'e2';
    relay.tables.get('lists')?.clear();
    relay.put('notes', note('d'));
    relay.cut();
    await world.isSame();
    await world.close();
  },

  async 'a table further than the rest waits for it'(make) {
    const world = await new World(await make()).started();
    const { relay } = world;
    const row = note('v1');
    relay.put('notes', row);
    await world.isSame();
    relay.isHeld = true;
    relay.put('notes', { ...row, title: 'v2' });
    relay.put('notes', { ...row, title: 'v3' });
    relay.tell({ type: 'must_refetch', reason: 'lost', tables: ['notes'] });
    await until(async () => (await world.titles())[0] === 'v3', 'the table is fetched');
    await world.isState('live');
    const seen: string[] = [];
    world.client.onChange(() => void world.titles().then(([title]) => seen.push(String(title))));
    relay.put('lists', list('x'));
    relay.release();
    await world.isSame();
    equal(seen.every((title) => title === 'v3'), true, `never back: ${seen}`);
    await world.close();
  },

  async 'a torn snapshot goes on with the tables that are missing'(make) {
    const world = await new World(await make()).open();
    const { relay } = world;
    for (let i = 0; i < 1200; ++i) {
      relay.put('notes', note(`n${i}`));
    }
    relay.put('lists', list('l'));
    relay.linesOfSnapshots = 700;
    const asked: string[] = [];
    relay.meddle = (path, request) => {
      if (path === '/api/snapshot') {
        asked.push(new URL(request.url ?? '', 'http://x').searchParams.get('tables') ?? '');
        relay.linesOfSnapshots = asked.length >= 3 ? Infinity : 700;
      }
      return false;
    };
    await world.client.start();
    await world.isSame();
    equal(asked, ['["lists","notes","odd \\"one"]', '["notes","odd \\"one"]', '["notes","odd \\"one"]'], 'tables asked for');
    equal(world.batches.length, 1, 'nothing is seen before all is there');
    await world.close();
  },

  async 'a snapshot that is gone is begun anew'(make) {
    const world = await new World(await make()).open();
    world.relay.put('lists', list('old'));
    world.relay.put('notes', note('n'));
    world.relay.linesOfSnapshots = 4;
    await world.client.start();
    await until(() => world.errors().length > 0, 'it is torn');
    await world.client.stop();
    world.relay.forgetSnapshots();
    world.relay.linesOfSnapshots = Infinity;
    world.relay.put('lists', list('new'));
    await world.reopen().start();
    await world.isSame();
    await world.close();
  },

  async 'ill-formed messages are told, and nothing is lost by them'(make) {
    const world = await new World(await make()).started();
    const wrong: (string | ((message: Message) => unknown))[] = [
      'no json', '[]', 'null', '7', '{}', '{"type":7}', '{"type":"later","cursor":"e1:9"}', '{"type":"transaction"}',
      (message) => ({ ...message, cursor: 'x' }), (message) => ({ ...message, cursor: { toString: 1 } }), (message) => ({ ...message, prev: -1 }),
      (message) => ({ ...message, lsn: '0/XYZ' }), (message) => ({ ...message, changes: {} }), (message) => ({ ...message, changes: [null] }),
      (message) => ({ ...message, changes: [{ table_name: 'notes', operation: 'DROP' }] }),
      (message) => ({ ...message, changes: [{ table_name: 'notes', operation: 'INSERT', data: [] }] }),
      (message) => ({ ...message, changes: [{ table_name: 'notes', operation: 'INSERT', data: { title: 'no key' } }] }),
      (message) => ({ ...message, changes: [{ table_name: 'notes', operation: 'DELETE' }] }),
      (message) => ({ ...message, changes: [...(message.changes as []), { table_name: 'notes', operation: 'INSERT', data: { id: id(5), title: null, list_id: null } }] }),
      (message) => ({ ...message, transaction_id: null }), (message) => ({ ...message, checksums: { notes: { count: 'x' } } }),
    ];
    for (const each of wrong) {
      const count = world.errors().length;
      let isWrong = true;
      world.relay.distort = (message) => {
        const sent = isWrong ? (typeof each === 'string' ? each : each(message)) : message;
        isWrong = false;
        return [sent];
      };
      world.relay.put('notes', note(`n${count}`, { slug: `s${count}` }));
      await until(() => world.errors().length > count, `${each} is told`);
      await world.isSame();
    }
    equal(world.batches.filter(({ origin }) => origin === 'refetch').length, 1, 'fetches of all');
    holds(world.errors()[0], 'the relay sent a message that is no JSON: "no json"');
    holds(world.errors().join('\n'), 'a message.changes[0].operation is "DROP", not one of INSERT, UPDATE, DELETE, TRUNCATE');
    holds(world.errors().join('\n'), 'a row of notes lacks its key (id)');
    world.relay.distort = (message) => ['{"type":"news","text":"of tomorrow"}', message];
    world.relay.put('notes', note('last'));
    await world.isSame();
    await world.close();
  },

  async 'ill-formed answers are told, and nothing is lost by them'(make) {
    const world = await new World(await make()).open();
    world.relay.put('notes', note('there'));
    world.relay.put('lists', list('there'));
    const meta = (more: object) => JSON.stringify({ type: 'snapshot', snapshot: 's', cursor: 'e1:2', tables: {}, ...more }) + '\n';
    const sums = { lists: { count: 1, sum: 1, columns: ['id'] }, notes: world.relay.checksum('notes'), 'odd "one': world.relay.checksum('odd "one') };
    const wrong: [path: string, status: number, body: string][] = [
      ['/api/migrations/pending', 200, '{}'], ['/api/migrations/pending', 200, '[{"migrationName":"x","upQueries":[7]}]'],
      ['/api/migrations/pending', 502, '<html>Bad gateway</html>'],
      ['/api/snapshot', 200, ''], ['/api/snapshot', 200, '\n'], ['/api/snapshot', 200, 'null\n'], ['/api/snapshot', 200, '{"type":"row"}\n'],
      ['/api/snapshot', 200, meta({ cursor: 7 })], ['/api/snapshot', 200, meta({ tables: { lists: {} } })], ['/api/snapshot', 200, meta({}) + '{"type":"end"}\n'],
      ['/api/snapshot', 200, meta({}) + '{"type":"rows"}\n'], ['/api/snapshot', 200, meta({}) + '{"type":"row","table":"others","row":{}}\n'],
      ['/api/snapshot', 200, meta({}) + '{"type":"row","table":"lists","row":{"name":"no key"}}\n'],
      ['/api/snapshot', 200, meta({ tables: sums }) + '{"type":"row","table":"lists","row":{"id":"x"}}\n{"type":"table_end","table":"lists"}\n'],
      ['/api/snapshot', 403, '{"error": {"code": "forbidden", "message": "no rule for notes"}}'],
      ['/api/sync', 200, 'null'], ['/api/sync', 200, '{"outcomes":[]}'], ['/api/sync', 200, '{"outcomes":[{"id":"x","status":"applied"}]}'],
      ['/api/sync', 500, '{"error": 7}'],
    ];
    world.relay.meddle = (path, _, response) => {
      const at = wrong.findIndex(([each]) => each === path);
      const [answer] = at < 0 ? [] : wrong.splice(at, 1);
      return answer !== undefined && !!response.writeHead(answer[1]).end(answer[2]);
    };
    await world.client.insert('lists', { name: 'ours' });
    await world.client.start();
    await until(() => wrong.length === 0, 'all of them are told', 30);
    await world.isSame();
    const errors = world.errors().join('\n');
    holds(errors, 'the answer of /api/migrations/pending is {}, not a list');
    holds(errors, '/api/migrations/pending: 502 <html>Bad gateway</html>');
    holds(errors, 'the snapshot ends without lists, notes, odd "one');
    holds(errors, "the snapshot's rows of lists are not those that it tells of");
    holds(errors, '/api/snapshot: 403 no rule for notes');
    holds(errors, 'the answer of /api/sync.outcomes is [], not what became of the changes that were sent');
    await world.close();
  },

  async 'a table whose checksum is another one is fetched again, alone, and not for ever'(make) {
    const world = await new World(await make()).started();
    const { relay } = world;
    relay.put('notes', note('a', wealth));
    relay.put('lists', list('b'));
    await world.isSame();
    await world.database.query(`UPDATE notes SET title = 'drifted'`);
    relay.sum();
    await until(() => world.batches.some(({ origin, changes }) => origin === 'refetch' && changes.length === 1), 'it is fetched');
    await world.isSame();
    const wrong = () => relay.heartbeat({ prev: relay.cursor, checksums: { lists: { count: 99, sum: 1, columns: ['id'] } } });
    await until(() => {
      if (world.client.status.state === 'live') {
        wrong();
      }
      return world.errors().some((each) => each.includes('also after they were fetched again'));
    }, 'it gives up');
    await world.isState('live');
    const count = world.batches.length;
    wrong();
    relay.put('notes', note('goes on'));
    await world.isSame();
    equal(world.batches.length, count + 1, 'what happened since');
    await world.close();
  },

  async 'a transaction in parts is applied when its last one is there'(make) {
    const world = await new World(await make()).started();
    let isTorn = true;
    world.relay.distort = (message) => {
      const parts = ((message.changes ?? []) as unknown[]).map((change, index, all) => ({ ...message, changes: [change], part: index + 1, last: index + 1 === all.length }));
      if (isTorn) {
        isTorn = false;
        setTimeout(() => world.relay.cut(), 20);
        return parts.slice(0, 2);
      }
      return parts;
    };
    const rows = [1, 2, 3, 4].map((number) => ({ table: 'notes', operation: 'INSERT', row: note(`p${number}`) }));
    world.relay.write([...rows, { table: 'notes', operation: 'DELETE', row: rows[0]?.row ?? {} }]);
    await world.isSame();
    equal(world.batches.map(({ changes }) => changes.length), [3, 1], 'what is told');
    let missing = 2;
    world.relay.distort = (message) => {
      const parts = [1, 2, 3].map((part) => ({ ...message, changes: [(message.changes as unknown[])[part - 1]], part, last: part === 3 }));
      const sent = parts.filter(({ part }) => part !== missing);
      missing = 0;
      return sent;
    };
    world.relay.write([1, 2, 3].map((number) => ({ table: 'lists', operation: 'INSERT', row: list(`l${number}`) })));
    await world.isSame();
    holds(world.errors().join(' '), 'part 3 of a transaction came after part 1');
    await world.close();
  },
};
