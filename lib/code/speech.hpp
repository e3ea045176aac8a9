#pragma once

#include "code/postgresql_types.hpp"
#include "code/project.hpp"
#include "code/value_types.hpp"

namespace lockstep::code {

/// The type of a column as a definition says it, and as the database has it, both in the terms of
/// the definition. Equal where one fits the other.
struct Wording {
    std::string own;
    std::string database;
};

/// Says what columns are, in the terms of any definition.
class Speech {
public:
    Speech(Definitions const& definitions, schema::Schema const& database, ClassNames const& names,
           Projector const& how)
        : definitions_(&definitions), database_(&database), names_(&names), how_(&how) {}

    /// Of a column of the definitions that the database has, too: `type` is what it is there.
    Wording both(Terms terms, Type const& own, std::string_view type) const;
    std::string own(Terms terms, Type const& type) const;
    /// Of a column that only the database has.
    std::string database(Terms terms, std::string_view type) const;
    /// Does the type say whether there may be NULL? One that takes anything takes that, too.
    bool says_null(Terms terms, Type const& type) const;

private:
    Wording of_language(Type const& own, std::string_view type) const;
    Wording of_orm(Terms terms, Type const& own, std::string_view type) const;
    Wording of_sqlite(Type const& own, std::string_view type) const;
    bool fits_orm(OrmType const& own, std::string_view type) const;
    bool stands_for_unknown(OrmType const& own, std::string_view type) const;
    bool fits_enum(OrmType const& own, std::string_view type) const;
    ValueType value_of(std::string_view type) const {
        return value_type(*database_, type, *names_);
    }

    Definitions const* definitions_;
    schema::Schema const* database_;
    ClassNames const* names_;
    Projector const* how_;
};

/// Drizzle's and SQLite's own types as SQLite keeps them: "integer", and where the definition says
/// what it is used for "timestamp", "boolean", "json", "bigint"; a text of certain values is
/// {"Literal", …}.
Type sqlite_type(Type const& type);

}  // namespace lockstep::code
