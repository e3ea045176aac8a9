#pragma once

#include "code/naming.hpp"
#include "code/type_map.hpp"
#include "schema/schema.hpp"

namespace lockstep::code {

/// The classes of a database's tables (with views and composite types) and of its enums.
struct ClassNames {
    NameMap tables;
    NameMap enums;
};

ClassNames class_names(schema::Schema const& schema, config::Naming const& naming);

/// What a column of that type holds: `text` is as the server prints it ("public.mood[]",
/// "numeric(10,2)"), domains are what they are made of.
ValueType value_type(schema::Schema const& schema, std::string_view text, ClassNames const& names);

/// The type that a domain, or an array of one, is made of: "public.email" → "text".
std::string without_domains(schema::Schema const& schema, std::string_view text);

}  // namespace lockstep::code
