// tsx sync/run.ts pglite|sqlite [PART OF A NAME]: a line for each test, and exit code 1 if one fails.
import { copying } from './copying';
import { living } from './living';
import { pglites, sqlites } from './world';
import { writing } from './writing';

async function run(): Promise<boolean> {
  const [kind, only = ''] = process.argv.slice(2);
  const make = await (kind === 'pglite' ? pglites() : sqlites());
  let isGood = true;
  for (const [name, test] of Object.entries({ ...copying, ...writing, ...living })) {
    if (name.includes(only)) {
      const error = await test(make).then(() => undefined, (each: Error) => each);
      console.log(error === undefined ? `ok: ${name}` : `NOT OK: ${name}: ${error.stack}`);
      isGood &&= error === undefined;
    }
  }
  return isGood;
}

run().then((isGood) => process.exit(isGood ? 0 : 1), (error: Error) => {
  console.log(error.stack);
  process.exit(1);
});
