#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "relay/relations.hpp"

namespace lockstep::relay {

/// How a type's values stand in the history's `data` and `old_data`, which are jsonb: such that
/// `data ->> column` is what `SELECT column::text` prints, and null is NULL, for every type. So
/// json and jsonb are texts, too: a JSON null is none of SQL, and json keeps its blanks.
enum class JsonForm : std::uint8_t {
    text,     // a string of what the type's output function prints
    number,   // integers, oid, numeric: the same digits; NaN and infinities as text
    boolean,  // true, false
};

/// By the OID of the type itself: of a domain, an enum, an array it is `text`. Floating-point
/// numbers are text too, because jsonb would write 1e+300 as 301 digits.
JsonForm json_form(Oid type);

/// A value cannot be written as JSON: no UTF-8, binary, or not what its type prints.
class ValueError : public Error {
public:
    explicit ValueError(std::string const& message);
};

/// Appends a value as JSON. Throws ValueError, also for one that was not told (unchanged).
void append_json_value(std::string& out, JsonForm form, Cell const& cell);

/// Writes the rows of one relation as JSON objects; what can be known beforehand is.
class JsonRows {
public:
    explicit JsonRows(Relation const& relation);

    /// Columns whose value was not told are left out.
    void append(std::string& out, Tuple row) const;
    /// Of the row before, when only its replica identity is told (its columns are never null): the
    /// others are left out.
    void append_key(std::string& out, Tuple old) const;
    /// The names of the columns that `append` leaves out, as a JSON array; false, and nothing
    /// appended, when there are none.
    bool append_unchanged(std::string& out, Tuple row) const;

private:
    struct Column {
        std::string name;   // as a JSON string
        std::string label;  // with a colon
        JsonForm form = JsonForm::text;
    };

    void append_columns(std::string& out, Tuple row, bool told_only) const;
    void append_value(std::string& out, Column const& column, Cell const& cell) const;

    std::string name_;
    std::vector<Column> columns_;
};

}  // namespace lockstep::relay
