#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::apply {

/// Finds out which values a type takes, by trying.
class MadeUpValues {
public:
    explicit MadeUpValues(pg::Connection& copy) : copy_(copy) {}

    /// Texts that the type takes, best first. In them `%` stands for a number, `#` for two digits
    /// from 01 to 28 (see `with_number`). `type` is as format_type() prints it.
    std::vector<std::string> const& of_type(std::string const& type);
    /// Those of the texts that the type takes.
    std::vector<std::string> fitting(std::string const& type,
                                     std::vector<std::string> const& texts);

private:
    std::vector<std::string> own_values(std::string const& type);

    pg::Connection& copy_;
    std::map<std::string, std::vector<std::string>> known_;  // by type
};

/// The text with the number in place of its marks.
std::string with_number(std::string_view text, std::size_t number);

/// The constants in expressions, and what lies beside them: of `total >= 10`, 10, 9, 11, and texts
/// of such lengths.
std::vector<std::string> constants_of(std::vector<std::string> const& expressions);

}  // namespace lockstep::apply
