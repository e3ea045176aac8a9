#include "relay/verify_compare.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

std::uint64_t hash_of(std::string_view text) {
    auto const digest = sha256(text);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < sizeof hash; ++i) {
        hash = hash << 8U | digest.at(i);
    }
    return hash;
}

std::string as_json(Values const& values) {
    std::string out = "{";
    for (auto const& [name, value] : values) {
        out += out.size() == 1 ? "" : ",";
        schema::append_json(out, name);
        out += ':';
        append_value(out, JsonForm::text, value);
    }
    return out + "}";
}

class Comparer {
public:
    explicit Comparer(CompareOptions const& options) : options_(options) {}

    void only_told(ToldRow const& told) {
        if (told.whole || told.state.kind == RowState::Kind::present) {
            result_.history_sum += hash_of(told.whole ? *told.whole : as_json(told.state.values));
            ++result_.compared;
            differ({.what = Difference::What::missing, .key = told.key, .columns = {}});
        }
    }
    void only_found(FoundRow const& found) {
        if (!options_.is_complete) {
            ++result_.not_told;
            return;
        }
        extra(found);
    }
    void both(ToldRow const& told, FoundRow const& found) {
        if (told.whole && *told.whole == found.json) {
            same(found.json);
        } else if (!told.whole && told.state.kind != RowState::Kind::present) {
            extra(found);
        } else {
            compare_columns(told, found);
        }
    }
    Comparison finish() { return std::move(result_); }

private:
    void same(std::string_view row) {
        ++result_.compared;
        auto const hash = hash_of(row);
        result_.table_sum += hash;
        result_.history_sum += hash;
    }
    void extra(FoundRow const& found) {
        ++result_.compared;
        result_.table_sum += hash_of(found.json);
        differ({.what = Difference::What::extra, .key = found.key, .columns = {}});
    }
    void differ(Difference difference) {
        if (result_.differing++ < options_.most_named) {
            result_.differences.push_back(std::move(difference));
        }
    }
    /// Columns that one side does not have are not compared: they came or went since.
    void compare_columns(ToldRow const& told, FoundRow const& found) {
        auto const values = told.whole ? parse_values(*told.whole) : told.state.values;
        auto const present = parse_values(found.json);
        Difference difference{.what = Difference::What::different, .key = found.key, .columns = {}};
        std::size_t in_both = 0;
        for (auto const& [name, value] : present) {
            auto const was = values.find(name);
            if (was == values.end()) {
                continue;
            }
            ++in_both;
            if (was->second != value) {
                difference.columns.push_back(name);
            }
        }
        result_.partly += in_both < present.size() ? 1 : 0;
        if (difference.columns.empty()) {
            same(found.json);
            return;
        }
        ++result_.compared;
        result_.table_sum += hash_of(as_json(present));
        result_.history_sum += hash_of(as_json(values));
        differ(std::move(difference));
    }

    CompareOptions const& options_;
    Comparison result_;
};

}  // namespace

std::optional<ToldRow> ToldRows::next() {
    if (!ahead_) {
        return std::nullopt;
    }
    ToldRow row{.key = ahead_->key, .whole = {}, .state = {}};
    bool const is_truncated = !truncates_.empty() && truncates_.back().position > ahead_->position;
    if (ahead_->data && ahead_->unchanged.empty() && !is_truncated) {
        auto const first = std::move(*ahead_);
        ahead_ = next_();
        if (!ahead_ || ahead_->key != row.key) {
            row.whole = first.data;
            return row;
        }
        row.state = state_after({}, first);
    }
    RowReplay replay(truncates_);
    replay.start(std::move(row.state));
    for (; ahead_ && ahead_->key == row.key; ahead_ = next_()) {
        replay.add(*ahead_);
    }
    row.state = replay.finish();
    return row;
}

Comparison compare_rows(std::function<std::optional<ToldRow>()> const& told,
                        std::function<std::optional<FoundRow>()> const& found,
                        CompareOptions const& options) {
    Comparer comparer(options);
    auto left = told();
    auto right = found();
    while (left || right) {
        if (!right || (left && left->key < right->key)) {
            comparer.only_told(*left);
            left = told();
        } else if (!left || right->key < left->key) {
            comparer.only_found(*right);
            right = found();
        } else {
            comparer.both(*left, *right);
            left = told();
            right = found();
        }
    }
    return comparer.finish();
}

}  // namespace lockstep::relay
