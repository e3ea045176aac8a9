// What goes to the relay: changes made here, online and offline.
import { list, note, holds, equal, until, id, World, type MakeDatabase } from './world';

const fresh = { list_id: id(1) };

export const writing: Record<string, (make: MakeDatabase) => Promise<void>> = {
  async 'a row is seen at once, pushed, and its echo dropped when the stream brings it'(make) {
    const world = await new World(await make()).started();
    world.relay.isHeld = true;
    world.relay.lsnBehind = 8;
    const key = await world.client.insert('notes', {
      ...fresh, title: 'mine', number: 42, price: 1.5, is_done: true, feeling: 'happy', details: { a: [1] }, tags: ['x', 'y"'], picture: '\\x00ff',
      due: '2026-11-21T03:00:00.123Z',
    });
    equal(await world.titles(), ['mine'], 'seen here');
    await until(async () => (await world.outbox())[0]?.state === 'applied', 'it is answered');
    equal(world.relay.pushed.length, 1, 'pushed');
    const [entry] = await world.outbox();
    equal([entry?.table_name, entry?.operation, entry?.transaction_id], ['notes', 'INSERT', '1001'], 'what waits for the stream');
    world.relay.release();
    await world.isSame();
    equal(world.relay.tables.get('notes')?.get(JSON.stringify([key.id]))?.['number'], '42', 'what the relay has');
    equal(world.batches.map(({ origin }) => origin), ['refetch', 'local', 'remote'], 'events');
    world.relay.sum();
    world.relay.put('lists', list('after'));
    await world.isSame();
    equal(world.errors(), [], 'errors');
    await world.close();
  },

  async 'what is written offline is kept over a restart, and pushed in its order'(make) {
    const world = await new World(await make()).started();
    const there = note('there');
    world.relay.put('notes', there);
    await world.isSame();
    await world.client.stop();
    const { id: mine } = await world.client.insert('notes', { ...fresh, title: 'mine' });
    await world.client.update('notes', { id: mine, title: 'mine, later' });
    await world.client.update('notes', { id: String(there['id']), title: 'changed' });
    await world.client.delete('notes', { id: String(there['id']) });
    equal(await world.titles(), ['changed', 'mine, later'], 'seen here');
    equal((await world.rows('notes')).map(({ deleted }) => deleted).sort(), [false, true], 'a tombstone');
    const client = world.reopen();
    equal((await world.outbox()).length, 4, 'changes that wait');
    await client.start();
    await world.isSame();
    equal(new Set(world.relay.hellos.map(({ client_id }) => client_id)).size, 1, 'clients that the relay knows');
    equal(world.relay.pushed.map(({ operation, data }) => `${operation} ${data.title ?? ''}`), ['INSERT mine', 'UPDATE mine, later', 'UPDATE changed', 'DELETE '], 'pushed');
    equal((await world.rows('notes')).map(({ deleted }) => deleted).sort(), [false, true], 'a tombstone');
    await world.close();
  },

  async 'a lost answer is asked for again, and nothing is done twice'(make) {
    const world = await new World(await make()).started();
    let lost = 2;
    world.relay.meddle = (path, _, response) => {
      if (path === '/api/sync' && lost > 0) {
        lost -= 1;
        // It does all that it should, and the connection breaks.
        response.writeHead = (() => (response.destroy(), response)) as typeof response.writeHead;
      }
      return false;
    };
    await world.client.insert('lists', { name: 'once' });
    await world.isSame();
    equal(world.relay.pushed.length, 1, 'changes applied');
    equal(world.relay.requests.filter((each) => each === 'POST /api/sync').length >= 3, true, 'asked again');
    await world.close();
  },

  async 'of two writes the later one wins, and the other is taken back and told'(make) {
    const world = await new World(await make()).started();
    const row = list('theirs', { last_modified_at: '2026-01-01 00:00:00+00' });
    world.relay.put('lists', row);
    await world.isSame();
    world.relay.isHeld = true; // they win before we know it
    world.relay.put('lists', { ...row, name: 'theirs, later', last_modified_at: '2999-01-01 00:00:00+00' });
    await world.client.update('lists', { id: String(row['id']), name: 'ours' });
    equal((await world.rows('lists'))[0]?.['name'], 'ours', 'seen here');
    await until(() => world.conflicts.length > 0, 'it is told');
    const [conflict] = world.conflicts;
    equal([conflict?.status, conflict?.table, conflict?.data, conflict?.row].map((each) => (each as { name?: string })?.name ?? each),
      ['conflict', 'lists', 'ours', 'theirs, later'], 'the conflict');
    equal((await world.rows('lists'))[0]?.['name'], 'theirs', 'taken back');
    world.relay.release();
    await world.isSame();
    // Ours comes after what we have seen, though our clock is far behind it.
    await world.client.update('lists', { id: String(row['id']), name: 'ours after all' });
    await world.isSame();
    equal((await world.rows('lists'))[0]?.['name'], 'ours after all', 'in the end');
    await world.client.insert('lists', { name: 'forbidden' });
    await until(() => world.conflicts.length > 1, 'it is told');
    equal([world.conflicts[1]?.status, world.conflicts[1]?.reason], ['ignored', 'no rule allows it'], 'why');
    await world.isSame();
    await world.close();
  },

  async 'a change lies upon what others change in the meantime'(make) {
    const world = await new World(await make()).started();
    const row = note('v1', { last_modified_at: '2026-01-01 00:00:00+00' });
    world.relay.put('notes', row);
    await world.isSame();
    world.relay.meddle = (path, _, response) => path === '/api/sync' && !!response.writeHead(503, { 'Retry-After': '0' });
    await world.client.update('notes', { id: String(row['id']), title: 'ours' });
    const { id: other } = await world.client.insert('notes', { ...fresh, title: 'slugged', slug: 'taken' });
    world.relay.write([{ table: 'notes', operation: 'UPDATE', row: { id: row.id, title: 'theirs', number: '7', last_modified_at: '2026-01-03 00:00:00+00' } }]);
    world.relay.put('notes', note('first', { slug: 'taken' }));
    await until(() => world.client.status.cursor === world.relay.cursor, 'they are here');
    const rows = await world.rows('notes');
    equal(rows.map(({ title, number }) => `${title} ${number}`).sort(), ['first null', 'ours 7'], 'both are seen, but what contradicts');
    equal(world.client.status.pending, 2, 'what waits');
    world.relay.meddle = () => false;
    const first = [...(world.relay.tables.get('notes')?.values() ?? [])].find(({ title }) => title === 'first');
    world.relay.put('notes', { ...first, slug: null });
    await world.isSame();
    equal((await world.titles()).includes('slugged'), true, `${other} is there`);
    await world.close();
  },

  async 'the stream may bring a transaction before its answer comes'(make) {
    const world = await new World(await make()).started();
    let answer: (() => void) | undefined;
    world.relay.meddle = (path, _, response) => {
      if (path === '/api/sync' && answer === undefined) {
        const end = response.end.bind(response) as (text: string) => void;
        response.end = ((text: string) => {
          answer = () => end(text);
          return response;
        }) as typeof response.end;
      }
      return false;
    };
    world.relay.lsnBehind = 8;
    await world.client.insert('lists', { name: 'early' });
    await until(() => world.client.status.cursor === 'e1:1', 'the stream brings it');
    equal((await world.outbox()).length, 1, 'what waits for its answer');
    await until(() => answer !== undefined, 'there is an answer');
    answer?.();
    await until(async () => (await world.outbox())[0]?.state === 'applied', 'it is answered');
    world.relay.heartbeat();
    await world.isSame();
    await world.close();
  },

  async 'an answer that the snapshot already holds waits for nothing'(make) {
    const world = await new World(await make()).started();
    world.relay.isHeld = true;
    await world.client.insert('lists', { name: 'in the snapshot' });
    await until(async () => (await world.outbox())[0]?.state === 'applied', 'it is answered');
    world.relay.tell({ type: 'must_refetch', reason: 'lost' });
    await world.isSame();
    await world.close();
  },

  async 'what the relay cannot take hinders nothing else, and is not lost'(make) {
    const world = await new World(await make()).started();
    await world.client.stop();
    for (const name of ['a', 'poison', 'b', 'c']) {
      await world.client.insert('lists', { name });
    }
    let isRefused = true;
    world.relay.meddle = (path, _, response, body) => path === '/api/sync' && isRefused && body.includes('poison')
      && !!response.writeHead(400).end('{"error": {"code": "bad_request", "message": "poisonous"}}');
    await world.reopen().start();
    await world.isSame();
    const [conflict] = world.conflicts;
    equal([world.conflicts.length, conflict?.status], [1, 'refused'], 'told');
    holds(conflict?.reason, '/api/sync: 400 poisonous');
    equal((await world.rows('lists')).map(({ name }) => name).sort(), ['a', 'b', 'c'], 'seen');
    isRefused = false;
    await world.client.retry(conflict?.id ?? '');
    await world.isSame();
    equal((await world.rows('lists')).length, 4, 'in the end');
    await world.close();
  },

  async 'what contradicts the local table is refused at once, and not kept'(make) {
    const world = await new World(await make()).started();
    const { id: mine } = await world.client.insert('lists', { name: 'a' });
    const wrong = [
      world.client.insert('lists', { id: mine, name: 'again' }),
      world.client.insert('lists', { name: null as never }),
      world.client.update('lists', { id: id(404), name: 'nobody' }),
      world.client.delete('lists', { id: id(404) }),
      world.client.insert('odd "one', { 'a ${x} b': 1 } as never),
      world.client.insert('keyless' as never, { line: 'x' } as never),
    ];
    const outcomes = await Promise.allSettled(wrong);
    equal(outcomes.map(({ status }) => status), wrong.map(() => 'rejected'), 'outcomes');
    const reasons = outcomes.map((each) => (each.status === 'rejected' ? String(each.reason) : ''));
    holds(reasons[0], 'there is a row of that key in lists already');
    holds(reasons[2], 'there is no row of that key in lists');
    holds(reasons[5], 'there is no table keyless with a primary key to sync');
    await world.isSame();
    const odd = await world.client.insert('odd "one', Object.fromEntries([['a ${x} b', 2], ['__proto__', 'p']]) as never);
    await world.client.update('odd "one', { ...odd, "it's": 'changed' });
    await world.isSame();
    await world.client.delete('odd "one', odd);
    await world.isSame();
    equal(await world.rows('odd "one'), [], 'it has no tombstone');
    await world.close();
  },
};
