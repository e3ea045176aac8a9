#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "code/definitions.hpp"

// What ORMs call their types is nearly what PostgreSQL does: both are compared in its words.
namespace lockstep::code {

/// As the server prints a type: "varchar(80)" is "character varying(80)", "int4[][]" "integer[]",
/// "TIMESTAMPTZ(3)" "timestamp(3) with time zone". Names in quotes stay as they are.
std::string as_the_server_prints(std::string_view type);

/// The same map with what the server calls the types besides, without modifiers: "varchar(80)" is
/// "character varying", "int4[]" "integer[]". Where both stand, the server's name counts.
std::map<std::string, std::string> by_server_names(std::map<std::string, std::string> types);

/// Can a column of an entity have that type? An enum's can besides.
bool is_known_to_typeorm(std::string_view type);

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
