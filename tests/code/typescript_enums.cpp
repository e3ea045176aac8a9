#include <doctest/doctest.h>

#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("an enum: names in quotes, constants, escapes; numbers are no texts of a database") {
    CHECK(shown_typescript(R"(
const FREE = 'free';
export enum Plan {
  Free = FREE, // nothing
  Pro = "p\x72\u006f\u{21}",
  'Team-Big' = `team`,
  Other = 'ot' + 'her',
  Emoji = '\ud83d\ude00',
}
declare const enum Mood { Good = 'good' }
enum Number { A, B = 2 }
enum Mixed { A, B = 'b', C = elsewhere.C }
)") == "Plan 3: Free=free Pro=pro! Team-Big=team Other=other Emoji=\xF0\x9F\x98\x80\n"
       "Mood 10: Good=good\n"
       "Mixed 12: B=b\n"
       "a.ts:12:26: the value of C is not known from these files\n");
}

TEST_CASE("a union of texts is an enum, however long") {
    CHECK(shown_typescript("export type A = | 'x' | \"y z\";\n"
                           "type B = ('u' | 'v') | null;\n"
                           "type C = A | B | 'c';\n"
                           "type D = 'a' | 1;\ntype E = string;\ntype F = null;\n") ==
          "A 1: x=x y z=y z\nB 2: u=u v=v\nC 3: x=x y z=y z u=u v=v c=c\n");
    std::string many = "type A = 'v0'";
    for (int i = 1; i < 3'000; ++i) {
        many += " | 'v" + std::to_string(i) + "'";
    }
    CHECK(shown_typescript(many).ends_with(" v2998=v2998 v2999=v2999\n"));
}

TEST_CASE("the type of a constant's values is an enum, the constant none besides") {
    CHECK(shown_typescript(R"(
export const Plan = { Free: 'free', Pro: 'pro' } as const;
export type Plan = (typeof Plan)[keyof typeof Plan];
const moods = ['good', 'bad'] as const satisfies string[];
type Mood = typeof moods[number];
const all = Object.freeze({ A: 'a', ...Plan } as const);
type All = (typeof all)[keyof typeof all];
type Paid = (typeof Plan)['Pro'];
enum Role { Admin = 'admin', User = 'user' }
type RoleText = `${Role}`;
type Admin = Role.Admin;
type Keys = keyof typeof Plan;
)") == "Plan 3: Free=free Pro=pro\n"
       "Mood 5: good=good bad=bad\n"
       "All 7: A=a Free=free Pro=pro\n"
       "Paid 8: Pro=pro\n"
       "Role 9: Admin=admin User=user\n"
       "RoleText 10: admin=admin user=user\n"
       "Admin 11: admin=admin\n");
}

TEST_CASE("other constants are constants: names of tables and columns") {
    CHECK(shown_typescript(R"(
const PREFIX = 'app';
export const TBL = { TUNE: 'tune', USER: `${PREFIX}_user`, [PREFIX]: 'x', limit: 10 };
export const COL = { ID: 'id', TUNE: { TITLE: 'title' }, TITLE: TBL.TUNE } as const;
const number = { a: 1 };
const call = f({ a: 'b' });
)") == "const TBL 3: TUNE=tune USER=app_user app=x\n"
       "const COL.TUNE 4: TITLE=title\n"
       "const COL 4: ID=id TITLE=tune\n");
}

}  // namespace
}  // namespace lockstep::tests
