#include <doctest/doctest.h>

#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("names are followed through imports and exports of all forms, also in circles") {
    CHECK(shown_typescript({
              {"src/types/enums.ts",
               "import { Row } from '../rows';\n"
               "export enum Plan { A = 'a' }\nexport type Id = string;\n"
               "type Hidden = number;\nexport { Hidden as Shown };\n"},
              {"src/types/index.ts",
               "export * from './enums';\nexport * from '../rows';\nexport * as inner from "
               "'./enums.js';\nexport type { Id as Key } from './enums';\n"},
              {"src/types/base.ts", "export default interface Base { id: string }\n"},
              {"src/rows.ts",
               "import Parent from './types/base';\n"
               "import type { Key, Plan as P, Shown } from './types';\n"
               "import { type Id, inner } from './types/index.js';\n"
               "import * as types from \"./types\";\n"
               "import { Decimal as D } from 'decimal.js';\n"
               "export interface Row extends Parent { key: Key; plan: P; shown: Shown; id2: Id;\n"
               "  a: types.Key; b: inner.Id; c: types.inner.Plan; d: D; e: types.Missing }\n"},
          }) ==
          "Plan 2: A=a\n"
          "Base 1 (base): id string\n"
          "Row 6: id string, key string, plan Plan, shown number, id2 string, a string, "
          "b string, c Plan, d Decimal, e Missing\n");
}

TEST_CASE("elements stand in .tsx, casts in .ts, and declarations in .d.ts") {
    CHECK(shown_typescript({
              {"src/User.tsx",
               "import type { Plan } from './types';\n"
               "export interface UserRow { plan: Plan }\n"
               "export const User = (u: UserRow) => <div className=\"u\">{u.plan}</div>;\n"
               "export const pick = <T,>(x: T): T => x;\n"},
              {"src/types.d.ts",
               "export declare enum Plan { A = 'a' }\n"
               "declare global { interface OrderRow { id: string } }\n"
               "export declare const TBL: { readonly X: 'x' };\n"},
              {"src/cast.ts", "const x = <string>(y as unknown);\n"},
          }) ==
          "Plan 1: A=a\n"
          "UserRow 2: plan Plan\n"
          "OrderRow 2: id string\n");
}

TEST_CASE("an import by a path of tsconfig.json is found by how the file's path ends") {
    CHECK(shown_typescript({
              {"shared/db-constants.ts", "export const TBL = { TUNE: 'tune' } as const;\n"},
              {"other/db-constants.ts", "export const TBL = { TUNE: 'wrong' } as const;\n"},
              {"worker/src/schema.ts",
               "import { TBL } from '@shared/db-constants';\n"
               "import { pgTable } from 'drizzle-orm/pg-core';\n"
               "export const tune = pgTable(TBL.TUNE, {});\n"},
          }) == "const TBL 1: TUNE=tune\nconst TBL 1: TUNE=wrong\ntune 3 tune:\n");
}

TEST_CASE("exports that lead in circles lead nowhere") {
    CHECK(shown_typescript({{"a.ts",
                             "export * from './b';\nexport * from './b';\n"
                             "export { X } from './b';\n"},
                            {"b.ts",
                             "export * from './a';\nexport * from './a';\n"
                             "export { X } from './a';\nimport * as me from './b';\n"
                             "interface R { x: X; y: me.me.me.Y }\n"}}) == "R 5: x X, y Y\n");
}

TEST_CASE("a file with an error gives its place, and the rest is read") {
    CHECK(shown_typescript("interface A { x: string }\n"
                           "interface = 3;\n"
                           "interface B { y: number }\n") ==
          "A 1: x string\nB 3: y number\na.ts:2:1: this does not follow TypeScript's grammar\n");
}

}  // namespace
}  // namespace lockstep::tests
