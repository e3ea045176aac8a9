#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "relay/restore_fold.hpp"

namespace lockstep::relay {

/// A row as the history tells it.
struct ToldRow {
    Key key;
    /// The JSON text, where one event tells all of the row; else `state` does.
    std::optional<std::string> whole;
    RowState state;
};

/// Makes rows of events: those of one key follow one another.
class ToldRows {
public:
    using Next = std::function<std::optional<RowEvent>()>;

    ToldRows(Next next, std::span<TableTruncate const> truncates)
        : next_(std::move(next)), truncates_(truncates), ahead_(next_()) {}

    /// Nothing at the end.
    std::optional<ToldRow> next();

private:
    Next next_;
    std::span<TableTruncate const> truncates_;
    std::optional<RowEvent> ahead_;
};

/// A row as the table has it now: `json` as row_json writes it.
struct FoundRow {
    Key key;
    std::string json;
};

struct Difference {
    enum class What : std::uint8_t {
        missing,    // the history tells it, the table has it not
        extra,      // the table has it; the history tells that it is gone, or never was there
        different,  // in `columns`
    };
    What what = What::different;
    Key key;
    std::vector<std::string> columns;

    bool operator==(Difference const&) const = default;
};

/// What came of comparing a table with its history.
struct Comparison {
    std::size_t compared = 0;   // rows that both sides speak of, or should
    std::size_t partly = 0;     // of these: some columns were never told, and not compared
    std::size_t not_told = 0;   // rows of the table of which the history never speaks
    std::size_t differing = 0;  // all differences
    std::vector<Difference> differences;  // the first of them
    /// Sums of the rows' hashes, in whatever order: the same when the rows are.
    std::uint64_t table_sum = 0;
    std::uint64_t history_sum = 0;
};

struct CompareOptions {
    /// A row of which the history never speaks is a difference: the table was empty when it began.
    bool is_complete = false;
    std::size_t most_named = 20;
};

/// Goes through both sides, which come ordered by key, and holds a row of each.
Comparison compare_rows(std::function<std::optional<ToldRow>()> const& told,
                        std::function<std::optional<FoundRow>()> const& found,
                        CompareOptions const& options);

}  // namespace lockstep::relay
