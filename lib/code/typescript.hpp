#pragma once

#include <span>

#include "code/definitions.hpp"

namespace lockstep::code {

/// What TypeScript files define, with what they import from one another. A file that does not
/// follow the grammar gives problems, and what can be read of it.
///
/// - Enums: `enum`, unions of texts, the values of a constant (`(typeof X)[keyof typeof X]`,
///   `(typeof X)[number]`), Drizzle's pgEnum. Constants that are not made a type are `constants`.
/// - Records of Terms::language: interfaces and aliases of an object's type. Types are
///   TypeScript's: "string", {"Array", {…}} for all arrays, {"Literal", {"'a'", …}}, {"Record",
///   {…}}, the name of an enum or record; "object", "Function", "tuple" and "?" for the rest.
/// - Records of Terms::drizzle_postgresql and Terms::sqlite: `pgTable` and `sqliteTable`. A type is
/// the builder's name with
///   its options, {"varchar", {{"length", {{"80"}}}}}, {"integer", {{"mode", {{"'timestamp'"}}}}};
///   an array is {"Array", {…}}, a pgEnum's the name of the enum, and a customType's {"customType",
///   {{"'citext'"}}}, as far as it says so. `$type<…>` says nothing of the database.
/// - Records of Terms::typeorm: classes with @Entity, and their bases. A type is what @Column is
///   given, with its options as above, {"enum", {{"Mood"}}}, or else what TypeORM makes of the
///   property's type: "String", "Number", "Boolean", "Date". The column of a relation is {"?"}, of
///   the type that the other table's key has.
Definitions read_typescript(std::span<SourceFile const> files);

}  // namespace lockstep::code
