#pragma once

#include <string>
#include <string_view>

#include "plan/plan.hpp"

namespace lockstep::plan {

/// Which schema it is, for plans: the fingerprint, with or without the owners of objects, which
/// definitions in files do not know.
struct PlanEnd {
    std::string name;  // of the source
    std::string fingerprint;
};

/// A plan with all that must be known to run it later: what `diff --format sql` writes.
struct PlanFile {
    std::string tool;  // the version that made it: "0.3.0"
    PlanEnd from;
    PlanEnd to;
    bool with_owners = true;  // are owners part of the fingerprints?
    bool online = false;
    /// Patterns of objects that were left out when the schemas were loaded: a line each.
    std::vector<std::string> ignore{};
    std::string proof;  // "proved on PostgreSQL 15", "not proved: …"
    Plan plan;
    bool is_edited = false;  // read: it is not as it was written

    bool is_proved() const { return proof.starts_with("proved"); }
};

/// Does the schema know the owner of every object?
bool knows_owners(schema::Schema const& schema);
std::string plan_fingerprint(schema::Schema const& schema, bool with_owners);

/// SHA-256 over the statements and how they are grouped: which plan it is.
std::string checksum(Plan const& plan);

/// Can it stand in a plan file as it is? Not so with line breaks, or blanks at an end.
bool fits_in_a_line(std::string_view text);

/// A script that psql can run, too; what is more stands in comments `-- lockstep: …`.
std::string to_text(PlanFile const& file);
/// Throws ParseError where it is no such script.
PlanFile read_plan_file(std::string const& name, std::string const& text);

}  // namespace lockstep::plan
