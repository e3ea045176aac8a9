// The checksum of docs/sync-protocol.md, written a second time, so that two say the same.
function fnv(text: string): number {
  let hash = 2166136261n;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = ((hash ^ BigInt(byte)) * 16777619n) & 0xffffffffn;
  }
  return Number(hash);
}

function text(isNumber: boolean, value: unknown): string {
  if (!isNumber) {
    return value === true ? 't' : value === false ? 'f' : String(value);
  }
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(Number(value));
  return Number.isNaN(Number(value)) ? 'NaN' : bytes.toString('hex');
}

export function hashOf(columns: string[], numbers: string[], row: Record<string, unknown>): number {
  const cells = columns.filter((name) => row[name] !== null && row[name] !== undefined)
    .map((name) => fnv(`${name}\0${text(numbers.includes(name), row[name])}`));
  return fnv(String(cells.reduce((sum, cell) => (sum + cell) % 2 ** 32, 0)));
}
