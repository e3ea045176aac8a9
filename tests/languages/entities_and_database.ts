// What TypeORM would change in a database to make it what its entities say: a statement a line.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import * as entities from './src/entities';

async function main(): Promise<void> {
  const [host, username, database] = process.argv.slice(2);
  const source = new DataSource({
    type: 'postgres',
    host: host!,
    username: username!,
    database: database!,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    entities: Object.values(entities).filter((each) => typeof each === 'function'),
  });
  await source.initialize();
  const changes = await source.driver.createSchemaBuilder().log();
  for (const change of changes.upQueries) {
    console.log(change.query);
  }
  await source.destroy();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
