#pragma once

#include <set>
#include <string>
#include <string_view>

namespace lockstep::code {

/// The text with a blank for each character that may not stand in an identifier of every language
/// that we write: letters of the usual scripts, digits and `_` may.
std::string with_blanks(std::string_view text);

/// Is it one as it stands: no blank, no digit in front, not empty?
bool is_identifier(std::string_view text);

/// Names that are taken at one place of a program.
class Scope {
public:
    /// The name, or the first of "name_", "name_2", "name_3" … that is free; it is taken now.
    std::string add(std::string name);
    void reserve(std::set<std::string, std::less<>> const& names) {
        taken_.insert(names.begin(), names.end());
    }

private:
    std::set<std::string, std::less<>> taken_;
};

}  // namespace lockstep::code
