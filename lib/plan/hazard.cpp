#include "plan/hazard.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace lockstep::plan {

namespace {

constexpr auto table = std::to_array<HazardInfo>({
    {HazardKind::data_loss, "data-loss", "what is stored in the object is gone afterwards"},
    {HazardKind::can_fail, "can-fail", "rows that are there may make it fail"},
    {HazardKind::rewrite, "rewrite", "the table or index is written anew, row by row"},
    {HazardKind::scan, "scan", "all rows of the table are read"},
    {HazardKind::blocks_reads, "blocks-reads", "nobody can read the table while it runs"},
    {HazardKind::blocks_writes, "blocks-writes", "nobody can write to the table while it runs"},
    {HazardKind::lock, "lock",
     "a lock that others may wait for, or that waits for others; held until the transaction ends"},
    {HazardKind::needs_superuser, "needs-superuser", "only a superuser may run it"},
    {HazardKind::breaks_generated_code, "breaks-generated-code",
     "code that was generated from the old schema, or clients that know it, may fail"},
    {HazardKind::touches_replication, "touches-replication",
     "what subscribers or readers of a slot receive changes, stops, or is a flood"},
});

}  // namespace

std::span<HazardInfo const> hazard_kinds() {
    return table;
}

HazardInfo const& info(HazardKind kind) {
    return table.at(static_cast<std::size_t>(kind));
}

HazardInfo const* find_hazard(std::string_view name) {
    auto const* const at = std::find_if(table.begin(), table.end(),
                                        [&](HazardInfo const& row) { return row.name == name; });
    return at == table.end() ? nullptr : at;
}

std::string describe(Hazard const& hazard) {
    std::string text(info(hazard.kind).name);
    if (hazard.kind == HazardKind::lock) {
        return fmt::format("{} {} on {}", text, hazard.detail, hazard.on);
    }
    if (!hazard.on.empty()) {
        text += fmt::format(" {}", hazard.on);
    }
    return hazard.detail.empty() ? text : fmt::format("{} ({})", text, hazard.detail);
}

std::string hazards_as_markdown() {
    std::string text = "| hazard | means |\n| --- | --- |\n";
    for (auto const& row : table) {
        text += fmt::format("| `{}` | {} |\n", row.name, row.sentence);
    }
    return text;
}

}  // namespace lockstep::plan
