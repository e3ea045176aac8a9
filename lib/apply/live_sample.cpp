#include "apply/live_sample.hpp"

#include <algorithm>

#include "pg/error.hpp"
#include "schema/names.hpp"

namespace lockstep::apply {

namespace {

constexpr std::size_t keys_at_a_time = 100;
// A chain of references (a list, a tree) may lead through a whole table.
constexpr std::size_t most_referenced = 10'000;

using Key = std::vector<RowValue>;

class Sampler {
public:
    Sampler(LiveRows& live, std::vector<RowTable> const& tables) : live_(live), tables_(tables) {}

    LiveSample sample(std::size_t most) {
        for (auto const& table : tables_) {
            attempt(table.names, [&] { take(live_.first(table, most)); });
        }
        while (!fresh_.empty()) {
            auto const [table, rows] = *fresh_.begin();
            fresh_.erase(fresh_.begin());
            follow(*find(table), rows);
        }
        return std::move(sample_);
    }

private:
    RowTable const* find(std::string const& names) const {
        auto const at = std::find_if(tables_.begin(), tables_.end(),
                                     [&](RowTable const& table) { return table.names == names; });
        return at == tables_.end() ? nullptr : &*at;
    }

    template <typename Read>
    void attempt(std::string const& table, Read const& read) {
        try {
            read();
        } catch (pg::Error const& error) {
            sample_.unread.emplace(table, error.server().message);
            sample_.cut_short.insert(table);
        }
    }

    /// Those that are new, of tables that are copied.
    void take(std::vector<LiveRow> rows) {
        for (auto& row : rows) {
            if (find(row.table) != nullptr && places_.insert({row.table, row.place}).second) {
                fresh_[row.table].push_back(sample_.rows[row.table].size());
                sample_.rows[row.table].push_back(std::move(row));
            }
        }
    }

    void follow(RowTable const& table, std::vector<std::size_t> const& rows) {
        for (auto const& reference : table.references) {
            std::set<Key> keys;
            for (auto const row : rows) {
                auto key = key_of(table, reference, sample_.rows[table.names][row]);
                if (!key.empty() && asked_[reference.target + schema::pack(reference.referenced)]
                                        .insert(key)
                                        .second) {
                    keys.insert(std::move(key));
                }
            }
            read_referenced(reference, {keys.begin(), keys.end()});
        }
    }

    /// Empty where a column is null: such a row references nothing.
    static Key key_of(RowTable const& table, RowReference const& reference, LiveRow const& row) {
        Key key;
        for (auto const& column : reference.columns) {
            auto const at = std::find(table.columns.begin(), table.columns.end(), column);
            auto const index = static_cast<std::size_t>(at - table.columns.begin());
            if (at == table.columns.end() || !row.values[index]) {
                return {};
            }
            key.push_back(row.values[index]);
        }
        return key;
    }

    void read_referenced(RowReference const& reference, std::vector<Key> const& keys) {
        auto const target = std::find_if(tables_.begin(), tables_.end(), [&](auto const& table) {
            return table.is_part_of(reference.target);
        });
        for (std::size_t i = 0; i < keys.size(); i += keys_at_a_time) {
            if (target == tables_.end() || sample_.rows[target->names].size() > most_referenced) {
                sample_.cut_short.insert(reference.target);
                return;
            }
            auto const end = std::min(keys.size(), i + keys_at_a_time);
            std::vector<Key> const some(keys.begin() + static_cast<std::ptrdiff_t>(i),
                                        keys.begin() + static_cast<std::ptrdiff_t>(end));
            attempt(reference.target, [&] {
                take(live_.referenced(reference, target->names != reference.target, target->columns,
                                      some));
            });
        }
    }

    LiveRows& live_;
    std::vector<RowTable> const& tables_;
    LiveSample sample_;
    std::set<std::pair<std::string, std::string>> places_;
    std::map<std::string, std::vector<std::size_t>> fresh_;  // not yet followed
    std::map<std::string, std::set<Key>> asked_;             // by the columns referenced
};

}  // namespace

LiveSample sample_live_rows(LiveRows& live, std::vector<RowTable> const& tables, std::size_t most) {
    return Sampler(live, tables).sample(most);
}

}  // namespace lockstep::apply
