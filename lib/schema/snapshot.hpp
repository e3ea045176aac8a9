#pragma once

#include <string>
#include <string_view>

#include "schema/schema.hpp"

namespace lockstep::schema {

struct SnapshotOptions {
    /// Write where each definition stands too, and the warnings; for our own cache, since each
    /// inserted line of a definition would change every line of a snapshot that people keep.
    bool places = false;
};

/// The schema as a snapshot: JSON ("lockstep/snapshot", version 1), one object a line, so that a
/// changed object is a changed line under version control.
std::string to_snapshot_json(Schema const& schema, SnapshotOptions const& options = {});
std::string to_snapshot_yaml(Schema const& schema, SnapshotOptions const& options = {});

/// Reads a snapshot; `file` is for messages. Throws ParseError with line and column. Where the
/// snapshot says nothing of places, an object's place is its line in the snapshot. A snapshot that
/// was edited by hand is taken as it is, with a warning in `Schema::warnings`. What the tool that
/// wrote it did not know (a kind, a property) is unknown.
Schema from_snapshot_json(std::string_view text, std::string const& file);
Schema from_snapshot_yaml(std::string_view text, std::string const& file);

/// The JSON Schema of a snapshot, made from the table of kinds: docs/schemas/snapshot.json.
std::string snapshot_json_schema();

}  // namespace lockstep::schema
