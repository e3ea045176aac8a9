#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lockstep::plan {

/// What a statement may do to a running system.
enum class HazardKind : std::uint8_t {
    data_loss,
    can_fail,
    rewrite,
    scan,
    blocks_reads,
    blocks_writes,
    lock,
    needs_superuser,
    breaks_generated_code,
    touches_replication,
};

/// A row of the table of hazards: the one list of their names.
struct HazardInfo {
    HazardKind kind;
    std::string_view name;      // as in `--allow data-loss`
    std::string_view sentence;  // for people
};

/// All of them, in the order of the enumeration.
std::span<HazardInfo const> hazard_kinds();
HazardInfo const& info(HazardKind kind);
/// The row of that name, or null.
HazardInfo const* find_hazard(std::string_view name);

/// One hazard of one statement.
struct Hazard {
    HazardKind kind = HazardKind::lock;
    std::string on;      // the object, as SQL names it: "public.orders"
    std::string detail;  // of a lock its mode ("ACCESS EXCLUSIVE"); else why, or nothing

    bool operator==(Hazard const&) const = default;
};

/// "lock ACCESS EXCLUSIVE on public.orders".
std::string describe(Hazard const& hazard);

/// The table of hazards as the page in docs/ has it.
std::string hazards_as_markdown();

}  // namespace lockstep::plan
