#include "code/checks.hpp"

#include <doctest/doctest.h>

#include "code/python.hpp"
#include "code/sqlite.hpp"
#include "code/typescript.hpp"

namespace lockstep::tests {
namespace {

std::string told(code::Definitions const& definitions) {
    std::string text;
    for (auto const& problem : definitions.problems) {
        text += to_string(problem.place) + ": " + problem.message + "\n";
    }
    for (auto const& problem : code::check(definitions)) {
        text += to_string(problem.place) + ": " + problem.message + "\n";
    }
    return text;
}

std::string python(std::string text) {
    code::SourceFile const file{"a.py", std::move(text)};
    return told(code::read_python(std::span(&file, 1)));
}

std::string typescript(std::string text) {
    code::SourceFile const file{"a.ts", std::move(text)};
    return told(code::read_typescript(std::span(&file, 1)));
}

std::string sqlite(std::string text) {
    return told(code::read_sqlite_script({"a.sql", std::move(text)}));
}

TEST_CASE("SQLAlchemy: relations and foreign keys that lead nowhere, or to another type") {
    CHECK(python(R"(
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from .elsewhere import Team

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[list["Order"]] = relationship(back_populates="user")
    team: Mapped["Team"] = relationship()

class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("users.uid"))
    user: Mapped["Usr"] = relationship(back_populates="orders")
)") == "a.py:18:53: Order.user_id is str, and User.id, which it refers to, is int\n"
       "a.py:19:53: Order.item_id refers to item, which is defined nowhere\n"
       "a.py:20:54: Order.other_id refers to User.uid, and there is no such column\n"
       "a.py:21:27: Order.user refers to Usr, which is defined nowhere; did you mean \"User\"?\n");
}

TEST_CASE("Drizzle: references that lead nowhere, or to another type") {
    CHECK(typescript(R"(
import { integer, pgTable, serial, uuid } from 'drizzle-orm/pg-core';
import { teams } from './teams';
export const users = pgTable('users', { id: serial('user_id').primaryKey() });
export const orders = pgTable('orders', {
  good: integer('good').references(() => users.id),
  bad: uuid('bad').references(() => users.id),
  none: integer('none').references(() => user.id),
  column: integer('column').references(() => users.uid),
  team: integer('team').references(() => teams.id),
});
)") == "a.ts:7:37: orders.bad is uuid, and users.user_id, which it refers to, is integer\n"
       "a.ts:8:42: orders.none refers to user, which is defined nowhere; did you mean \"users\"?\n"
       "a.ts:9:46: orders.column refers to users.uid, and there is no such column\n");
}

TEST_CASE("TypeORM: relations to what is no entity") {
    CHECK(typescript(R"(
import { Team } from './team';
@Entity() class User {
  @PrimaryColumn() id: number;
  @OneToMany(() => Post, (post) => post.user) posts: Post[];
  @ManyToOne(() => Team) team: Team;
  @ManyToOne('Usr') friend: User;
}
@Entity() class Post {
  @PrimaryColumn() id: number;
  @ManyToOne(() => User) user: User;
  @OneToOne(() => Cover) @JoinColumn() cover: unknown;
}
)") == "a.ts:7:14: User.friend refers to Usr, which is defined nowhere; did you mean \"User\"?\n"
       "a.ts:12:13: Post.cover refers to Cover, which is defined nowhere\n");
}

TEST_CASE("SQLite: foreign keys to nowhere, to another affinity, and in a circle") {
    CHECK(sqlite("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT NOT NULL REFERENCES b (id),\n"
                 "  c INT REFERENCES none (id));\n"
                 "CREATE TABLE b (id INTEGER PRIMARY KEY,\n"
                 "  a INT NOT NULL REFERENCES a (id), me INT NOT NULL REFERENCES b (id));\n") ==
          "a.sql:2:3: a.c refers to none, which is defined nowhere\n"
          "a.sql:1:41: a.b is text, and b.id, which it refers to, is integer\n"
          "a.sql:4:3: a, b need one another: each has a foreign key to the next that may not be "
          "NULL, so none can have a first row\n");
}

TEST_CASE("a value that one enum spells in two ways") {
    CHECK(python("from enum import Enum\nclass Status(str, Enum):\n    A = 'in_progress'\n"
                 "    B = 'In Progress'\n    C = 'done'\n") ==
          "a.py:4:5: Status spells a value in two ways: 'in_progress' and 'In Progress'\n");
}

TEST_CASE("Python: unknown types are told at their place, once") {
    CHECK(python(R"(
from __future__ import annotations
import typing as t
from decimal import Decimal
from typing import TypedDict, Optional

class Base(TypedDict):
    price: Decmal

class OrderRow(Base):
    note: Optional["Nothing"]
    at: t.Optional[str]
    inner: Inner
    class Inner: ...

class PartRow(Base):
    order: OrderRow
)") == "a.py:8:12: unknown type \"Decmal\"; did you mean \"Decimal\"?\n"
       "a.py:11:21: unknown type \"Nothing\"\n");
}

TEST_CASE("TypeScript: a type that is nearly one that is known") {
    CHECK(typescript("type Mood = 'a' | 'b';\n"
                     "export interface DayRow {\n  mood: Mod;\n  at: Dat;\n  url: URL;\n"
                     "  name: strin;\n}\n") ==
          "a.ts:3:3: unknown type \"Mod\"; did you mean \"Mood\"?\n"
          "a.ts:4:3: unknown type \"Dat\"; did you mean \"Date\"?\n"
          "a.ts:6:3: unknown type \"strin\"; did you mean \"string\"?\n");
}

}  // namespace
}  // namespace lockstep::tests
