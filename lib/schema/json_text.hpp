#pragma once

#include <string>
#include <string_view>

#include "schema/kind.hpp"
#include "schema/object.hpp"

namespace lockstep::schema {

/// Appends `text` as a JSON string. Only what JSON demands is escaped, so one text has one form.
void append_json(std::string& out, std::string_view text);
/// Appends `list` as a JSON array of strings.
void append_json(std::string& out, TextList list);
/// Appends a value that is not the default as its property has it: a string, an array, true, null.
void append_json(std::string& out, Property const& property, Value value);

}  // namespace lockstep::schema
