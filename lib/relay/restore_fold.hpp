#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "relay/history_values.hpp"
#include "relay/row_events.hpp"

namespace lockstep::relay {

/// What the history knows of a row at some moment.
struct RowState {
    enum class Kind : std::uint8_t {
        untold,  // nothing is known: the history speaks of it later alone
        absent,
        present,
    };
    Kind kind = Kind::untold;
    Values values;                     // of `present`: what is known
    std::vector<std::string> unknown;  // columns that were never told

    bool operator==(RowState const&) const = default;
};

/// A value that another row tells: an UPDATE changed the key and left large values as they were.
struct ElsewhereKnown {
    Key key;
    std::int64_t before = 0;  // the row of that key as it was before this position

    bool operator==(ElsewhereKnown const&) const = default;
};

/// A row that is to be brought back, and what is needed to tell whether that is safe.
struct RowPlan {
    Key key;
    RowState wanted;
    ElsewhereKnown
        elsewhere;      // where the unknown columns of `wanted` are told; position 0: nowhere
    Key moved_from;     // it came by an UPDATE of this key, which is the first selected change
    RowState expected;  // as the last of the selected changes left it
    /// The last change of the row after the first selected one that is not selected: `position 12
    /// (transaction 740, client app-2)`. Empty: there is none.
    std::string changed_later;

    bool operator==(RowPlan const&) const = default;
};

/// Goes through the events of one table, row by row, and tells what each was before the first
/// selected event. Rows of which nothing is selected are passed over.
class RowFolder {
public:
    using Take = std::function<void(RowPlan)>;

    /// `truncates` of the table, in order.
    RowFolder(std::span<TableTruncate const> truncates, Take take);

    /// Events of a key come one after another, ordered by position.
    void add(RowEvent const& event);
    void finish();

private:
    void start(Key const& key);
    void truncate_before(std::int64_t position);
    void pass(TableTruncate const& truncate);
    void first_selected(RowState wanted, ElsewhereKnown elsewhere);

    std::span<TableTruncate const> truncates_;
    Take take_;
    bool in_row_ = false;
    bool touched_ = false;
    std::size_t next_truncate_ = 0;
    RowState now_;
    ElsewhereKnown now_elsewhere_;
    RowPlan plan_;
};

/// What each row of a table is at the end of its events: for `verify`.
class RowReplay {
public:
    explicit RowReplay(std::span<TableTruncate const> truncates) : truncates_(truncates) {}

    /// Of a row that was so before the first event.
    void start(RowState before = {});
    void add(RowEvent const& event);
    /// The row after all events, and the TRUNCATEs after the last of them.
    RowState finish();
    /// Where unknown columns of it are told.
    ElsewhereKnown const& elsewhere() const { return elsewhere_; }

private:
    std::span<TableTruncate const> truncates_;
    std::int64_t last_position_ = 0;
    RowState now_;
    ElsewhereKnown elsewhere_;
};

/// The row after an event, from what it was before.
RowState state_after(RowState const& before, RowEvent const& event);

}  // namespace lockstep::relay
