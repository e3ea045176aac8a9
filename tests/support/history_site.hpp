#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/care_site.hpp"

namespace lockstep::tests {

/// A database that is relayed into a history of its own: `sync setup` has run.
class HistorySite : public CareSite {
public:
    /// `more`: keys of the config's `sync`, besides.
    explicit HistorySite(std::string_view tables, std::string_view more = {});

    /// Brings the history up to date (`sync serve --once`).
    void relay() const;
    /// Runs it as one transaction of that client, and returns the transaction's number.
    std::string change(std::string_view statements, std::string_view client = {});
    /// The last position of the history, which is brought up to date first.
    std::string position();
    /// Does it: `sync restore --yes …`, with the history up to date before. The program's output
    /// where it failed, else nothing.
    std::string restore(std::vector<std::string> arguments) const;
    /// The table's rows as text, ordered: "(1,a) (2,b)".
    std::string rows(std::string_view table);
};

}  // namespace lockstep::tests
