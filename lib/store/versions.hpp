#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"
#include "store/version_index.hpp"

namespace lockstep::store {

/// Of so many versions in a row at least one is kept by itself, so that reading one takes few
/// steps.
constexpr unsigned longest_run = 16;

/// Below a repository's top, or beside its config.
constexpr std::string_view versions_folder = ".lockstep/versions";

/// What is said of a schema as it is recorded.
struct Recording {
    std::string who;
    std::string now;  // "2026-11-21T03:00:00Z"
    /// How many changes lead from one schema to the other; null: they are not counted. (What a
    /// change is, a layer above this one knows.)
    std::function<std::size_t(schema::Schema const& before, schema::Schema const& after)> changes{};
};

/// The version that a schema has, and whether it is a new one.
struct Recorded {
    Version version;
    bool is_new = false;
};

/// Recorded versions of a schema, in a folder: `index.jsonl`, and a snapshot each, compressed:
/// `000001.full.zst` (`zstd -d` reads it), `000002.delta.zst` (`zstd -d --patch-from` the text of
/// the version before). What is written is there as a whole or not at all, and one process at a
/// time writes. Errors name the file that is wrong.
class Versions {
public:
    explicit Versions(std::filesystem::path folder,
                      std::chrono::milliseconds patience = std::chrono::seconds(10));

    /// All of them, the oldest first; none where nothing was ever recorded.
    std::vector<Version> list() const;
    /// By number ("3"), by tag, or the newest ("LATEST", "latest"). Throws Error(not_found).
    Version find(std::string_view name) const;
    /// The snapshot's JSON. Throws Error(bad_input) when it is damaged, or is not of the
    /// fingerprint that the index says.
    std::string text(Version const& version) const;
    /// The schema, which has no places.
    schema::Schema read(Version const& version) const;

    /// Records the schema (best with dependencies, so that SQL can be made of it later), unless the
    /// newest version has its fingerprint.
    Recorded record(schema::Schema const& schema, Recording const& recording) const;
    /// Gives the version a tag instead of the one that it may have. Throws Error(bad_input) when
    /// the tag is no good, or another version's.
    Version tag(std::string_view name, std::string const& tag) const;

private:
    std::filesystem::path index_file() const { return folder_ / "index.jsonl"; }
    std::filesystem::path file_of(unsigned number, Stored stored) const;
    std::string read_bytes(std::filesystem::path const& file) const;
    std::string unpacked(std::vector<Version> const& versions, unsigned number) const;
    schema::Schema checked(std::string const& text, Version const& version) const;
    Stored write_snapshot(std::string const& text, std::vector<Version> const& versions) const;

    std::filesystem::path folder_;
    std::chrono::milliseconds patience_;
};

/// Records a schema in the folder.
Recorded record(std::filesystem::path const& folder, schema::Schema const& schema,
                Recording const& recording);

}  // namespace lockstep::store
