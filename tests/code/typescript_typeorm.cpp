#include <doctest/doctest.h>

#include "code/typescript_typeorm_names.hpp"
#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

TEST_CASE("TypeORM: columns by their decorators, with their names, types and options") {
    CHECK(shown_typescript(R"(
import { Entity, Column as Col, BaseEntity } from 'typeorm';
import * as orm from 'typeorm';
export enum Mood { Good = 'good' }
@Entity({ name: 'users', schema: 'app' })
export class User extends BaseEntity {
  @orm.PrimaryGeneratedColumn('uuid') id!: string;
  @Col({ type: 'varchar', length: 80, name: "full_name", nullable: true })
  private readonly name?: string | null = null;
  @Col('numeric', { precision: 10, scale: 2 }) price: string;
  @Col('text', { array: true }) tags: string[];
  @Col({ type: 'enum', enum: Mood, enumName: 'mood', default: Mood.Good }) mood: Mood;
  @Col({ type: 'enum', enum: ['a', 'b'] }) letter: string;
  @Col() plain: string;
  @Col({ nullable: true }) count: number | null;
  @Col() at: Date;
  @Col() other: Mood;
  @Col() unknown: Whatever;
  @Col({ type: Boolean }) flag;
  @Col(() => Number) number: any;
  @orm.CreateDateColumn({ type: 'timestamptz' }) created: Date;
  @orm.DeleteDateColumn() deleted?: Date;
  @orm.VersionColumn() version: number;
  notStored: string;
  static x: string;
  get full() { return this.name; }
}
)") == "Mood 4 mood: Good=good\n"
       "User 6 app.users: id uuid, full_name varchar[length[80]]?, "
       "price numeric[precision[10], scale[2]], tags Array[text], mood enum[Mood], "
       "letter enum['a', 'b'], plain String, count Number?, at Date, other String, "
       "unknown Object, flag Boolean, number Number, created timestamptz, deleted timestamp?, "
       "version integer\n");
}

TEST_CASE("TypeORM: columns of base classes and of embedded ones") {
    CHECK(shown_typescript({
              {"base.ts",
               "export abstract class Base { @PrimaryGeneratedColumn() id: number;\n"
               "  @Column() note: string }\n"
               "export class Name { @Column() first: string; @Column('text') lastName: string }\n"
               "export abstract class Unused { @Column() x: string }\n"},
              {"user.ts",
               "import { Base, Name } from './base';\n"
               "@Entity()\nexport default class UserProfile extends Base {\n"
               "  @Column({ type: 'text', nullable: true }) note: string;\n"
               "  @Column(() => Name) name: Name;\n"
               "  @Column(() => Name, { prefix: 'old_name' }) before: Name;\n"
               "  @Column(() => Name, { prefix: false }) bare: Name;\n}\n"},
          }) ==
          "Base 1 (base): id integer, note String\n"
          "UserProfile 3 user_profile: id integer, note text?, nameFirst String, "
          "nameLastname text, oldNameFirst String, oldNameLastname text, first String, "
          "lastName text\n");
}

TEST_CASE("TypeORM: a relation has a column where it keeps a key, of a type that is not said") {
    CHECK(shown_typescript(R"(
@Entity('users') class User {
  @PrimaryColumn('uuid') uid: string;
  @OneToMany(() => Post, (post) => post.user) posts: Post[];
  @OneToOne(() => Post) @JoinColumn() first: Post;
  @OneToOne(() => Post, (post) => post.editor) edits: Post;
}
@Entity('posts') class Post {
  @PrimaryGeneratedColumn() id: number;
  @ManyToOne(() => User) @JoinColumn({ name: 'user_id' }) user: User;
  @Column({ name: 'user_id' }) userId: string;
  @ManyToOne(() => User, { nullable: false }) editor: User;
  @ManyToOne(() => User) @JoinColumn({ referencedColumnName: 'mail' }) writer: User;
  @ManyToMany(() => User) @JoinTable() readers: User[];
  @ManyToOne(() => User) @JoinColumn([{ name: 'a_id' }, { referencedColumnName: 'b' }]) ab: User;
}
)") == "User 2 users: uid uuid, firstId ??\n"
       "Post 8 posts: id integer, user_id String, editorUid ?, writerMail ??, "
       "a_id ??, abB ??\n");
}

TEST_CASE("TypeORM: entities that share a table are that table") {
    CHECK(shown_typescript(R"(
@Entity() @TableInheritance({ column: { type: 'text', name: 'kind' } })
class Content { @PrimaryGeneratedColumn() id: number; @Column() title: string }
@ChildEntity() class Photo extends Content { @Column() size: string; @Column() title: string }
@ChildEntity() class Large extends Photo { @Column('int') width: number }
)") == "Content 3 content (base): id integer, title String, kind text, size String?, width int?\n");
}

TEST_CASE("TypeORM: what cannot be known is told with its place") {
    CHECK(shown_typescript("@Entity(names.A)\nclass A extends Mixed(Base) { @Column() a: string }\n"
                           "abstract class B extends Elsewhere { @Column() b: string }\n"
                           "@Entity('c') class C extends B {}\n") ==
          "A 2 a: a String\n"
          "B 3 (base): b String\n"
          "C 4 c: b String\n"
          "a.ts:2:7: the name of this table is not known from these files\n"
          "a.ts:2:17: what A inherits is not known from these files\n"
          "a.ts:3:26: what B inherits is not known from these files\n");
}

TEST_CASE("TypeORM's own names of tables and columns") {
    using namespace code::typescript;
    CHECK(snake_case("UserProfile") == "user_profile");
    CHECK(snake_case("HTTPServer2Log") == "http_server2_log");
    CHECK(camel_case("user_id") == "userId");
    CHECK(camel_case("Author_uid") == "authorUid");
    CHECK(embedded_name("", "firstName") == "firstName");
    CHECK(embedded_name("full_name", "firstName") == "fullNameFirstname");
}

}  // namespace
}  // namespace lockstep::tests
