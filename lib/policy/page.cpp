#include <fmt/core.h>

#include "policy/rules.hpp"

namespace lockstep::policy {

std::string severities_page() {
    std::string page =
        "# Default severities\n\n"
        "Made from the table in `lib/policy/rules.cpp`. *Added* is what the database has and the\n"
        "definitions lack, *removed* the other way round. `*` stands for any run of characters; "
        "the\n"
        "last row that matches wins, then `sync_rules.severity_levels` of the config has its say.\n"
        "A row marked ° holds only for changes that its reason describes. A text that differs "
        "only\n"
        "because something in it was renamed is low.\n\n"
        "| rule | severity | why |\n| --- | --- | --- |\n";
    for (auto const& rule : default_rules()) {
        page += fmt::format("| `{}`{} | {} | {} |\n", rule.rule, rule.when != nullptr ? "°" : "",
                            to_string(rule.severity), rule.why);
    }
    return page;
}

}  // namespace lockstep::policy
