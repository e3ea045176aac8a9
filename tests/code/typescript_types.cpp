#include <doctest/doctest.h>

#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("an interface: types that may be null, arrays, quoted names, no methods") {
    CHECK(shown_typescript(R"(
export interface ProjectRow {
  readonly id: string; // the key
  a?: number;
  b: string | null;
  c: null | undefined | Date;
  'from-to': boolean;
  "it's\u0021": bigint;
  42: unknown;
  d: string[];
  e: Array<number | null>;
  f: ReadonlyArray<string> | null;
  g: readonly string[][];
  h: Record<string, unknown>;
  i: { [key: string]: number };
  j: { a: string };
  k: [string, number];
  l: () => void;
  m: typeof x;
  n: (string);
  o: ns.Decimal;
  p: Map<string, Date>;
  method(a: string): void;
  new (x: number): ProjectRow;
  [key: string]: any;
}
)") == "ProjectRow 2: id string, a number?, b string?, c Date?, from-to boolean, it's! bigint, "
       "42 unknown, d Array[string], e Array[number | null], f Array[string]?, "
       "g Array[Array[string]], h Record[string, unknown], i Record[string, number], j object, "
       "k tuple, l Function, m ?, n string, o Decimal, p Map[string, Date]\n");
}

TEST_CASE("properties of bases come first, and an interface can change them") {
    CHECK(shown_typescript(R"(
interface Base { id: string; name: string }
interface Dated<T = Date> { at: T }
declare interface Row extends Base, Dated, Dated<string>, Unknown {
  name: string | null
}
export default interface Other extends Omit<Row, 'at' | "id">, Record<'x' | 'y', number> { z: string }
)") == "Base 2 (base): id string, name string\n"
       "Dated 3 (base): at Date\n"
       "Row 4: id string, at string, name string?\n"
       "Other 7: name string?, x number, y number, z string\n");
}

TEST_CASE("an interface in several parts is one; one of the same name in a namespace is another") {
    CHECK(shown_typescript("interface A { x: string }\n"
                           "declare global { interface A { y: string } }\n"
                           "namespace N { export interface A { z: string } }\n"
                           "interface B { a: N.A }\n") ==
          "A 1: x string, y string\nA 3: z string\nB 4: a A\n");
}

TEST_CASE("aliases of an object's type: intersections, and what is made of others") {
    CHECK(shown_typescript(R"(
type User = { id: string; name: string | null; age?: number } & { mail: string };
type Insert = Omit<User, 'id'> & Partial<Pick<User, 'id'>>;
type Update = Partial<User>;
type Full = Readonly<Required<User>>;
type Same = User;
type Mapped = { [K in keyof User]?: User[K] };
type Flags = { [K in 'a' | 'b']: K };
type Page<T> = { items: T[]; first: T | null };
type Users = Page<User>;
type External = Omit<Foreign, 'id'>;
type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
type New = Optional<{ a: string; b: number }, 'b'>;
interface Uses { a: Optional<User, 'id'>; b: Page<string>[] }
)") == "User 2: id string, name string?, age number?, mail string\n"
       "Insert 3: name string?, age number?, mail string, id string?\n"
       "Update 4: id string?, name string?, age number?, mail string?\n"
       "Full 5: id string, name string?, age number, mail string\n"
       "Same 6: id string, name string?, age number?, mail string\n"
       "Mapped 7: id string?, name string?, age number?, mail string?\n"
       "Flags 8: a Literal['a'], b Literal['b']\n"
       "Page 9: items Array[T], first T?\n"
       "Users 10: items Array[User], first User?\n"
       "New 13: a string, b number?\n"
       "Uses 14: a Optional[User, Literal['id']], b Array[Page[string]]\n");
}

TEST_CASE(
    "aliases are what they stand for, save those that are definitions and that go in circles") {
    CHECK(shown_typescript(R"(
type Id = string & { readonly __brand: 'Id' };
type Nullable<T> = T | null;
type Json = string | number | null | { [key: string]: Json | undefined } | Json[];
type A = B | null;
type B = A[] | Id;
type Mood = 'good' | 'bad';
type MaybeMood = Mood | null;
interface Row {
  id: Id; a: Nullable<Id>; json: Json; b: Nullable<Array<Nullable<Row>>>; c: Mood; d: MaybeMood;
  e: 'x' | 'y' | null; f: 'x' | number | 'y'; g: Row['a']; h: Row['c' | 'e']; i: Row['b'][number];
  j: NonNullable<Row['e']>; k: Exclude<Mood, 'bad'>; l: `is_${Mood}`; m: `a${string}`; n: A;
  o: Generated<number>; p: ColumnType<Date, string, never> | null;
}
)") == "Mood 7: good=good bad=bad\n"
       "MaybeMood 8: good=good bad=bad\n"
       "Row 9: id string, a string?, json Json, b Array[Row | null]?, c Mood, d MaybeMood?, "
       "e Literal['x', 'y']?, f Literal['x', 'y'] | number, g string?, h Mood | Literal['x', "
       "'y']?, "
       "i Row?, j Literal['x', 'y'], k Literal['good'], l Literal['is_good', 'is_bad'], m string, "
       "n A, o number, p Date?\n");
}

TEST_CASE("a type of a type of a type: the rows of a generated database") {
    CHECK(shown_typescript(R"(
export type Database = {
  public: {
    Tables: {
      tune: { Row: { id: string; title: string | null; genre: Database['public']['Enums']['genre'] } }
    }
    Enums: { genre: 'jig' | 'reel' }
  }
}
type Tune = Database['public']['Tables']['tune']['Row'];
type Genre = Database['public']['Enums']['genre'];
)") == "Genre 11: jig=jig reel=reel\n"
       "Database 2: public object\n"
       "Tune 10: id string, title string?, genre Literal['jig', 'reel']\n");
}

}  // namespace
}  // namespace lockstep::tests
