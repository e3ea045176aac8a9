#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

// What definitions in a programming language say of a database, in the language's own terms.
namespace lockstep::code {

/// A type as the language writes it, taken apart: `list[str]` is {"list", {{"str"}}}. Module
/// prefixes are left out ("typing.List" is "List"); a union is {"|", …}, a literal {"Literal",
/// …} with its values as they are meant.
struct Type {
    std::string name;
    std::vector<Type> of{};

    bool operator==(Type const&) const = default;
};

/// As the language writes it: "list[str]".
std::string to_string(Type const& type);

/// A field of a class, an attribute, a property: what stands for a column.
struct Field {
    std::string name;  // of the column
    Type type;         // without what says that there may be none
    bool nullable = false;
    TextPlace place;

    bool operator==(Field const&) const = default;
};

/// Whose names the types of a record's fields have: "text" is no type of TypeScript, and an
/// "integer" of SQLite may be a timestamp.
enum class Terms { language, drizzle_postgresql, sqlite, typeorm };

/// A foreign key that a definition names, or a relation of an ORM.
struct Reference {
    std::string field;          // whose column refers; empty where none does
    std::string record;         // the class that is meant, or empty
    std::string table;          // the table, where no class is named; may have a namespace
    std::string other_field{};  // there; empty: its key
    TextPlace place{};

    bool operator==(Reference const&) const = default;
};

/// A primary key, a unique constraint or a foreign key.
struct Key {
    std::string type;  // as PostgreSQL has it: "PRIMARY KEY"
    std::vector<std::string> columns;
    std::string table{};                       // that a foreign key refers to
    std::vector<std::string> other_columns{};  // there; empty: its key
    TextPlace place{};

    bool operator==(Key const&) const = default;
};

/// A class, an interface, a table of an ORM: what may stand for a table.
struct Record {
    std::string name;   // of the class
    std::string table;  // where the definition says it; may have a namespace
    std::vector<Field> fields;
    TextPlace place;
    bool is_base = false;  // others inherit from it
    Terms terms = Terms::language;
    std::vector<Reference> references{};
    std::vector<Key> keys{};
    bool has_all_keys = false;  // else it says nothing of them

    bool operator==(Record const&) const = default;
};

struct Member {
    std::string name;
    std::string value;
    TextPlace place;

    bool operator==(Member const&) const = default;
};

struct Enum {
    std::string name;  // of the class or alias
    std::string type;  // of the database, where the definition says it
    std::vector<Member> members;
    TextPlace place;
    /// An alias of Literal, or a union: what its values are, whatever it is called.
    bool is_alias = false;
    /// Only the name of the type is known, not which namespace it is in: TypeORM looks for it.
    bool in_any_space = false;

    bool operator==(Enum const&) const = default;
};

/// What is wrong with a definition by itself.
struct Problem {
    TextPlace place;
    std::string message;

    bool operator==(Problem const&) const = default;
};

/// Where the definitions of a name are: there may be very many.
struct DefinitionIndex;

struct Definitions {
    std::vector<Enum> enums;      // in the order of files and lines
    std::vector<Record> records;  // the same
    /// Objects of texts that no type is made of: the names of tables and columns that an
    /// application keeps at one place (`TBL`, `COL`); those in another are "COL.TUNE".
    std::vector<Enum> constants{};
    std::vector<Problem> problems;

    Enum const* find_enum(std::string_view name) const;
    Record const* find_record(std::string_view name) const;

    mutable std::shared_ptr<DefinitionIndex const> index{};  // made by the first that looks
};

/// What a constant's name says that it holds: the names of tables ("TBL"), or of columns ("COL").
bool holds_names_of_tables(std::string_view constant);
bool holds_names_of_columns(std::string_view constant);

/// A file of definitions: its path, as it is shown, and all of its text.
struct SourceFile {
    std::string path;
    std::string text;
};

}  // namespace lockstep::code
