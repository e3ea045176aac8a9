#pragma once

#include <string>
#include <string_view>

// Texts and names of a database, however hostile, as parts of programs.
namespace lockstep::generate {

std::string python_quoted(std::string_view text);
std::string typescript_quoted(std::string_view text);
std::string sql_quoted(std::string_view text);
std::string json_quoted(std::string_view text);
std::string cpp_quoted(std::string_view text);
std::string markdown_quoted(std::string_view text);  // as code: `text`

std::string docstring_line(std::string_view line);      // between """ and """
std::string block_comment_line(std::string_view line);  // between /* and */
std::string line_comment_line(std::string_view line);   // behind --
std::string json_line(std::string_view line);           // between quotes
std::string markdown_line(std::string_view line);

/// Letters, digits and `_` as they are, all else `_`; begins with no digit.
std::string plain_identifier(std::string_view name);
/// The same without `_` in front, which means much in Python's classes, and where it is not the
/// name itself with one behind.
std::string python_identifier(std::string_view name);
std::string sql_identifier(std::string_view name);  // "name"

std::string python_module(std::string_view from, std::string_view to);      // "..enums"
std::string typescript_module(std::string_view from, std::string_view to);  // "'./enums'"

}  // namespace lockstep::generate
