#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"

namespace lockstep::tests {

/// A row's values as texts, by column; those that are NULL are left out.
using Values = std::map<std::string, std::string>;

/// Rows by the texts of their keys.
using TableRows = std::map<std::vector<std::string>, Values>;

/// The table as the history tells it, from its beginning; `key` are the columns of its key.
TableRows replay(pg::Connection& history, std::string const& table,
                 std::vector<std::string> const& key);
/// The table as it is.
TableRows rows_of(pg::Connection& source, std::string const& table,
                  std::vector<std::string> const& key);
/// What differs, some lines of it; empty where nothing does.
std::string difference(TableRows const& replayed, TableRows const& actual);

/// What is wrong with the order of the whole history: positions with gaps or twice, transactions in
/// pieces, ends that go back. Empty where nothing is.
std::string disorder(pg::Connection& history);

/// A checksum over (transaction, end of its commit, rows of published tables), each upon the one
/// before, in the order of commits: of the history, and as another decoder tells it of a slot of
/// test_decoding, which is left as it is.
std::uint64_t chain_of_history(pg::Connection& history);
std::uint64_t chain_of_slot(pg::Connection& source, std::string const& slot,
                            std::vector<std::string> const& tables);

}  // namespace lockstep::tests
