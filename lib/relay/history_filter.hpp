#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relay/history_key.hpp"
#include "relay/history_moment.hpp"
#include "relay/history_tables.hpp"

namespace lockstep::relay {

/// Which entries of the history are meant; all that is said must hold.
struct HistoryFilter {
    std::vector<std::string> tables;      // patterns of names as table_name has them
    std::vector<KeyPart> key;             // its columns are named
    std::vector<std::string> clients;     // client ids
    std::vector<std::string> operations;  // INSERT, …
    std::optional<Moment> since;
    std::optional<Moment> until;
    std::optional<std::int64_t> transaction;
    std::optional<std::int64_t> from_position;
    std::optional<std::int64_t> to_position;
};

/// A table as the history names it: "public.orders" is orders.
std::string history_table_name(std::string_view name);

/// The condition of a WHERE. A key's row is told by inserts, updates and deletes, and a TRUNCATE
/// takes it, too.
Sql history_condition(HistoryFilter const& filter);

/// `COPY (…) TO STDOUT` of the next entries after a position, at most so many, in order.
Sql history_page(HistoryNames const& names, HistoryFilter const& filter, std::int64_t after,
                 std::int64_t count);
/// The position of the entry from which on there are no more than `count`; NULL: there are fewer.
Sql position_of_last(HistoryNames const& names, HistoryFilter const& filter, std::int64_t count);

}  // namespace lockstep::relay
