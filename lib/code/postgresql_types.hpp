#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "code/definitions.hpp"

// What ORMs call their types is nearly what PostgreSQL does: both are compared in its words.
namespace lockstep::code {

/// As the server prints a type: "varchar(80)" is "character varying(80)", "int4[][]" "integer[]",
/// "TIMESTAMPTZ(3)" "timestamp(3) with time zone". Names in quotes stay as they are.
std::string as_the_server_prints(std::string_view type);

/// What a column of an ORM is in the database.
struct OrmType {
    std::string name;                   // as the server prints it; of an enum what stands for it
    Enum const* enumeration = nullptr;  // which of the definitions it is
    std::vector<std::string> values{};  // of an enum that has no definition
    bool is_array = false;
};

/// Nothing where the definition does not say it.
std::optional<OrmType> orm_type(Type const& type, Terms terms, Definitions const& definitions);

}  // namespace lockstep::code
