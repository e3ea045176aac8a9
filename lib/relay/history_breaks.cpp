#include "relay/history_breaks.hpp"

#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::relay {

std::vector<std::string> history_breaks(pg::Connection& history, std::string const& slot) {
    std::vector<std::string> sentences;
    if (history.query(sql("SELECT to_regclass('lockstep.relay_epoch')")).is_null(0, 0)) {
        return sentences;
    }
    // The first epoch is how it began.
    std::array<pg::Parameter, 1> const parameters{slot};
    auto const rows = history.query(
        sql("SELECT position, reason FROM lockstep.relay_epoch WHERE slot = $1 AND epoch > (SELECT "
            "min(epoch) FROM lockstep.relay_epoch WHERE slot = $1) ORDER BY epoch"),
        parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        sentences.push_back(fmt::format("after position {} the history has a gap: {}",
                                        rows.cell(i, 0), printable(rows.cell(i, 1))));
    }
    return sentences;
}

}  // namespace lockstep::relay
