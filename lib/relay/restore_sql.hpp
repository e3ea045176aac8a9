#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pg/connection.hpp"
#include "relay/present_table.hpp"
#include "relay/restore_fold.hpp"

namespace lockstep::relay {

// A restore is worked out in two temporary tables for each table, which end with the transaction:
//   lockstep_wanted_N   a row for each row of which the history knows what it was
//   lockstep_change_N   those of them that are otherwise now; `kind` is I, U or D. The row is at
//                       `at_key` now, which is another key than it had where that was changed

/// Statements about the restore of one table; `number` tells its temporary tables apart.
class RestoreSql {
public:
    RestoreSql(PresentTable const& table, std::size_t number);

    Sql create_wanted() const;
    Sql copy_wanted() const;
    /// One row of that COPY. What the table has no column for is left out.
    std::string wanted_row(RowPlan const& plan, bool is_checked) const;
    /// Locks the rows that are there.
    Sql lock_rows() const;
    /// Makes lockstep_change_N.
    Sql compare() const;
    /// One row: how many are inserted, updated, deleted, and a text that is the same when the same
    /// is to be done.
    Sql counts() const;
    /// (key as JSON, why) of rows that must not be touched unless that is forced.
    Sql conflicts(std::size_t most) const;
    Sql conflict_count() const;
    /// (column, rows): columns of which the history does not tell what they were.
    Sql untold_columns() const;
    /// `COPY … TO STDOUT` of (at_key as JSON, wanted, present) of a kind.
    Sql copy_changes(char kind, std::size_t most) const;

    /// Columns that an UPDATE must set; one a row.
    Sql changed_columns() const;
    /// Lists of columns, as JSON, of which rows are inserted.
    Sql inserted_columns() const;
    Sql delete_rows() const;
    Sql update_rows(std::span<std::string const> columns) const;
    Sql insert_rows(std::span<std::string const> columns) const;
    /// Columns with a sequence of their own, one a row.
    Sql sequence_columns() const;
    /// Moves the sequence behind a column past the values that are inserted, where it is not.
    Sql move_sequence(std::string_view column) const;
    /// How many rows are not as they are wanted, all the same.
    Sql left_over() const;

private:
    Sql wanted_table() const;
    Sql change_table() const;
    Sql same_key(Sql const& source, Sql const& key_column) const;
    Sql wanted_value(std::string_view column) const;
    Sql is_otherwise() const;
    Sql wanted_beside_present() const;
    Sql follow_moves() const;

    PresentTable const* table_;
    Sql number_;
};

/// The statement that does one of the changes, for people and for psql.
Sql restore_statement(PresentTable const& table, char kind, Key const& key, Values const& wanted,
                      Values const& present);

/// Whether rows of the table are told apart when they are inserted: identity columns take values of
/// their own unless they are told not to.
bool overrides_identity(PresentTable const& table);

/// The tables by their numbers, 0 to count - 1, those that others refer to first. `references`:
/// (who refers, to whom). What refers in a circle stays as it is.
std::vector<std::size_t> parents_first(
    std::size_t count, std::span<std::pair<std::size_t, std::size_t> const> references);

/// As `text[]` reads it.
std::string array_text(std::span<std::string const> texts);
/// `id=42`, `a=1, b=x`.
std::string key_in_words(PresentTable const& table, Key const& key);

}  // namespace lockstep::relay
