#include "store/versions.hpp"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "schema/fingerprint.hpp"
#include "schema/snapshot.hpp"
#include "schema/snapshot_reader.hpp"
#include "store/compress.hpp"
#include "store/folder_lock.hpp"

namespace lockstep::store {

namespace fs = std::filesystem;

namespace {

Version const* find_in(std::vector<Version> const& versions, std::string_view name) {
    if (to_lower(name) == "latest") {
        return versions.empty() ? nullptr : &versions.back();
    }
    auto const found = std::find_if(versions.begin(), versions.end(), [&](Version const& version) {
        return name == std::to_string(version.number) || (!name.empty() && name == version.tag);
    });
    return found == versions.end() ? nullptr : &*found;
}

std::string near_tag(std::vector<Version> const& versions, std::string_view name) {
    if (name.find_first_not_of("0123456789") == std::string_view::npos) {
        return {};
    }
    std::vector<std::string_view> tags;
    for (auto const& version : versions) {
        if (!version.tag.empty()) {
            tags.push_back(version.tag);
        }
    }
    return did_you_mean(name, tags);
}

/// The version in the list; throws Error(not_found).
std::size_t position(std::vector<Version> const& versions, std::string_view name,
                     fs::path const& folder) {
    if (versions.empty()) {
        throw Error(ExitCode::not_found,
                    fmt::format("no version is recorded in {}", folder.string()),
                    "Record one: lockstep version record");
    }
    auto const* const version = find_in(versions, name);
    if (version == nullptr) {
        throw Error(
            ExitCode::not_found,
            fmt::format("there is no version \"{}\"{}", printable(name), near_tag(versions, name)),
            fmt::format("There are 1 to {}: lockstep version list", versions.size()));
    }
    return version->number - 1;
}

/// The part of a snapshot before its kinds: who wrote it, and its fingerprint.
std::string_view header_of(std::string_view text) {
    return text.substr(0, text.find("\"kinds\""));
}

bool says(std::string_view header, std::string_view key, std::string_view value) {
    return header.find(fmt::format("\"{}\": \"{}\"", key, value)) != std::string_view::npos;
}

/// How many versions in a row, up to the newest, are kept as deltas.
unsigned run_of_deltas(std::vector<Version> const& versions) {
    auto const full = std::find_if(versions.rbegin(), versions.rend(), [](Version const& version) {
        return version.stored == Stored::full;
    });
    return static_cast<unsigned>(std::distance(versions.rbegin(), full));
}

}  // namespace

Versions::Versions(fs::path folder, std::chrono::milliseconds patience)
    : folder_(std::move(folder)), patience_(patience) {}

fs::path Versions::file_of(unsigned number, Stored stored) const {
    return folder_ / fmt::format("{:06}.{}.zst", number, stored == Stored::full ? "full" : "delta");
}

std::vector<Version> Versions::list() const {
    std::error_code error;
    if (!fs::exists(index_file(), error) && !error) {
        return {};
    }
    return read_index(read_text_file(index_file()), index_file().string());
}

Version Versions::find(std::string_view name) const {
    auto versions = list();
    return std::move(versions[position(versions, name, folder_)]);
}

std::string Versions::read_bytes(fs::path const& file) const {
    auto bytes = read_file_if_any(file);
    if (!bytes) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("cannot read {}, which {} lists", file.string(), index_file().string()),
            "Bring it back from version control: git checkout -- " + file.string());
    }
    return std::move(*bytes);
}

/// From the nearest full one on, one delta after the other.
std::string Versions::unpacked(std::vector<Version> const& versions, unsigned number) const {
    auto first = number;
    while (first > 1 && versions[first - 1].stored == Stored::delta) {
        --first;
    }
    std::string text;
    for (auto i = first; i <= number; ++i) {
        auto const stored = versions[i - 1].stored;
        auto const file = file_of(i, stored);
        text = decompress(read_bytes(file), stored == Stored::delta ? text : std::string_view{},
                          file.string());
    }
    return text;
}

schema::Schema Versions::checked(std::string const& text, Version const& version) const {
    auto const file = file_of(version.number, version.stored).string();
    auto const header = header_of(text);
    auto schema = schema::from_snapshot_json(text, file);
    // Another tool may have another canonical form; then what it said itself must do.
    bool const ours = says(header, "tool", schema::snapshot_tool());
    if (!says(header, "fingerprint", version.fingerprint) ||
        (ours && schema::fingerprint(schema).schema != version.fingerprint)) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} is not the snapshot of version {}: its fingerprint is not the "
                                "one that {} says",
                                file, version.number, index_file().string()),
                    "Bring both back from version control: git checkout -- " + folder_.string());
    }
    return schema;
}

std::string Versions::text(Version const& version) const {
    auto text = unpacked(list(), version.number);
    checked(text, version);
    return text;
}

schema::Schema Versions::read(Version const& version) const {
    auto schema = checked(unpacked(list(), version.number), version);
    // Lines of a text that nobody sees would only lead astray.
    schema.files.clear();
    for (auto& object : schema.objects) {
        object.place = {};
    }
    return schema;
}

Stored Versions::write_snapshot(std::string const& text,
                                std::vector<Version> const& versions) const {
    auto const number = static_cast<unsigned>(versions.size()) + 1;
    auto bytes = compress(text);
    auto stored = Stored::full;
    if (!versions.empty() && run_of_deltas(versions) + 1 < longest_run) {
        auto delta = compress(text, unpacked(versions, number - 1));
        if (delta.size() < bytes.size()) {
            bytes = std::move(delta);
            stored = Stored::delta;
        }
    }
    write_file(file_of(number, stored), bytes);
    return stored;
}

Recorded Versions::record(schema::Schema const& schema, Recording const& recording) const {
    FolderLock const lock(folder_, patience_);
    auto versions = list();
    Version version{.number = static_cast<unsigned>(versions.size()) + 1,
                    .date = recording.now,
                    .fingerprint = schema::fingerprint(schema).schema,
                    .who = recording.who};
    if (!versions.empty() && versions.back().fingerprint == version.fingerprint) {
        return {.version = std::move(versions.back()), .is_new = false};
    }
    if (!versions.empty() && recording.changes) {
        version.changes = recording.changes(read(versions.back()), schema);
    }
    // The snapshot first: what the index lists is there.
    version.stored = write_snapshot(schema::to_snapshot_json(schema), versions);
    versions.push_back(version);
    write_file(index_file(), to_index(versions));
    return {.version = std::move(version), .is_new = true};
}

Version Versions::tag(std::string_view name, std::string const& tag) const {
    if (auto const fault = fault_of_tag(tag); !fault.empty()) {
        throw Error(ExitCode::bad_input, fault);
    }
    position(list(), name, folder_);  // before a folder is made for nothing
    FolderLock const lock(folder_, patience_);
    auto versions = list();
    auto& version = versions[position(versions, name, folder_)];
    auto const* const other = find_in(versions, tag);
    if (other != nullptr && other != &version) {
        throw Error(ExitCode::bad_input,
                    fmt::format("the tag {} is that of version {} already", tag, other->number),
                    "A tag names one version, and stays with it.");
    }
    version.tag = tag;
    write_file(index_file(), to_index(versions));
    return version;
}

Recorded record(fs::path const& folder, schema::Schema const& schema, Recording const& recording) {
    return Versions(folder).record(schema, recording);
}

}  // namespace lockstep::store
