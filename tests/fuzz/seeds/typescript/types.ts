import type { Base as B, Mood } from './b';
import * as ns from './b';
export interface Row<T = string> extends B, Omit<ns.Other, 'a' | 'b'> {
  readonly id: T; a?: Mood | null; 'q-q': Array<number>[]; r: Record<string, unknown>;
  s: Row['a']; t: `x_${Mood}`; u: (typeof X)[keyof typeof X]; m(): void; [key: string]: unknown;
}
type Up = Partial<Row> & { [K in keyof Row]?: Row[K] };
const X = { A: 'a', ...Y, ['B' + 'c']: `b` } as const;
type Json = string | null | Json[] | { [k: string]: Json };
// b.ts
export interface Base { x: Date }
export default interface Other { a: string; c: bigint }
export enum Mood { Good = 'good', Bad = "b\u{61}d", Odd = Mood.Good }
export * from './a'; export { Base as Basis } from './a';
declare module 'x' { interface Base { y: string } }
namespace N { export type Z = Exclude<Mood, 'good'> }
