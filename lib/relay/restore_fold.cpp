#include "relay/restore_fold.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/core.h>

namespace lockstep::relay {

namespace {

/// Fills a column that an UPDATE left as it was from what the row was before.
void take_over(RowState& row, std::string const& column, Values const& before) {
    if (auto const found = before.find(column); found != before.end()) {
        row.values.insert_or_assign(column, found->second);
    } else {
        row.unknown.push_back(column);
    }
}

Values values_before(RowState const& before, RowEvent const& event) {
    if (event.whole_before) {
        return parse_values(*event.whole_before);
    }
    // The row of another key is another row.
    return event.comes ? Values{} : before.values;
}

std::string who(RowEvent const& event) {
    return fmt::format("position {} (transaction {}{}{})", event.position, event.transaction,
                       event.client.empty() ? "" : ", client ", event.client);
}

/// What a row was that an UPDATE or DELETE found.
RowState found_by(RowState const& before, RowEvent const& event) {
    if (event.whole_before) {
        return {.kind = RowState::Kind::present,
                .values = parse_values(*event.whole_before),
                .unknown = {}};
    }
    // It was there, whatever we make of what came before.
    return before.kind == RowState::Kind::present ? before : RowState{};
}

}  // namespace

RowState state_after(RowState const& before, RowEvent const& event) {
    if (event.is_gone || !event.data) {
        return {.kind = RowState::Kind::absent, .values = {}, .unknown = {}};
    }
    RowState after{
        .kind = RowState::Kind::present, .values = parse_values(*event.data), .unknown = {}};
    if (!event.unchanged.empty()) {
        auto const old = values_before(before, event);
        for (auto const& column : event.unchanged) {
            take_over(after, column, old);
        }
    }
    return after;
}

RowFolder::RowFolder(std::span<TableTruncate const> truncates, Take take)
    : truncates_(truncates), take_(std::move(take)) {}

void RowFolder::start(Key const& key) {
    in_row_ = true;
    touched_ = false;
    next_truncate_ = 0;
    now_ = {};
    now_elsewhere_ = {};
    plan_ = {};
    plan_.key = key;
}

void RowFolder::first_selected(RowState wanted, ElsewhereKnown elsewhere) {
    touched_ = true;
    bool const is_told = !wanted.unknown.empty() && !elsewhere.key.empty();
    plan_.elsewhere = is_told ? std::move(elsewhere) : ElsewhereKnown{};
    plan_.wanted = std::move(wanted);
}

void RowFolder::pass(TableTruncate const& truncate) {
    // It takes the row that is there, and has nothing to do with one that is not.
    if (now_.kind != RowState::Kind::present) {
        return;
    }
    if (truncate.selected && !touched_) {
        first_selected(now_, now_elsewhere_);
    } else if (!truncate.selected && touched_) {
        plan_.changed_later = fmt::format("position {} (TRUNCATE)", truncate.position);
    }
    now_ = {.kind = RowState::Kind::absent, .values = {}, .unknown = {}};
    if (truncate.selected) {
        plan_.expected = now_;
    }
}

void RowFolder::truncate_before(std::int64_t position) {
    for (; next_truncate_ < truncates_.size() && truncates_[next_truncate_].position < position;
         ++next_truncate_) {
        pass(truncates_[next_truncate_]);
    }
}

void RowFolder::add(RowEvent const& event) {
    if (!in_row_ || event.key != plan_.key) {
        finish();
        start(event.key);
    }
    truncate_before(event.position);
    if (event.selected && !touched_) {
        if (event.comes) {
            first_selected({.kind = RowState::Kind::absent, .values = {}, .unknown = {}}, {});
            plan_.moved_from = event.moved_from;
        } else {
            first_selected(found_by(now_, event), now_elsewhere_);
        }
    } else if (!event.selected && touched_) {
        plan_.changed_later = who(event);
    }
    auto after = state_after(now_, event);
    if (event.comes) {
        now_elsewhere_ = {.key = event.moved_from, .before = event.position};
    }
    now_ = std::move(after);
    if (event.selected) {
        plan_.expected = now_;
    }
}

void RowFolder::finish() {
    if (!std::exchange(in_row_, false)) {
        return;
    }
    truncate_before(std::numeric_limits<std::int64_t>::max());
    if (touched_) {
        take_(std::move(plan_));
    }
}

void RowReplay::start(RowState before) {
    now_ = std::move(before);
    elsewhere_ = {};
    last_position_ = 0;
}

void RowReplay::add(RowEvent const& event) {
    now_ = state_after(now_, event);
    if (event.comes) {
        elsewhere_ = {.key = event.moved_from, .before = event.position};
    }
    last_position_ = event.position;
}

RowState RowReplay::finish() {
    bool const is_truncated = now_.kind == RowState::Kind::present && !truncates_.empty() &&
                              truncates_.back().position > last_position_;
    return is_truncated ? RowState{.kind = RowState::Kind::absent, .values = {}, .unknown = {}}
                        : std::move(now_);
}

}  // namespace lockstep::relay
