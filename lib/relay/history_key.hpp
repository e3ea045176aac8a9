#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::relay {

/// One column of a row's key, as a user writes it.
struct KeyPart {
    std::string column;  // empty: not named
    std::string value;

    bool operator==(KeyPart const&) const = default;
};

/// `42`, `a=1,b=x`, `"last name"='Smith, Ann'`: quoted as SQL quotes names or texts, whichever it
/// is, with a quote of that kind twice. So `sync history` prints them. Columns are named all of
/// them or none. Throws Error(bad_input).
std::vector<KeyPart> parse_key(std::string_view text);

bool is_named(std::span<KeyPart const> key);

/// The values in the order of the table's key columns; `table` is for the message. Throws
/// Error(bad_input) when the parts are not those columns.
std::vector<std::string> key_values(std::span<KeyPart const> key,
                                    std::span<std::string const> columns, std::string_view table);

}  // namespace lockstep::relay
