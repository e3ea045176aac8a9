#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "schema/schema.hpp"
#include "source/cache_files.hpp"

namespace lockstep::source {

/// A schema that was loaded before. It holds as long as its guard does: a text that tells in what
/// state the source was (the hash of a server's catalogs, which server program was used, …).
class SchemaCache {
public:
    /// `key` tells the source and all options that its schema depends on.
    explicit SchemaCache(Digest const& key);

    struct Entry {
        std::string guard;
        std::string fingerprint;
    };
    /// Without loading the schema itself. Nothing when there is none, or a damaged one.
    std::optional<Entry> look() const;
    /// The schema, if there is one under this guard.
    std::optional<schema::Schema> load(std::string_view guard) const;
    /// Without a schema only the fingerprint is kept, which takes no time.
    void store(std::string_view guard, schema::Schema const* schema,
               std::string_view fingerprint) const;

private:
    CacheFiles files_;
    Digest key_;
};

/// What a schema is known by in the cache: its fingerprint, and where there is more to tell of it
/// (objects that are not tracked, warnings) a digest of that too, so that it is told every time.
std::string known_as(schema::Schema const& schema);

/// Definitions and database of these fingerprints were compared before under this policy, and
/// nothing was found. (Fingerprints of schemas that differ only in what one of them does not know
/// are not equal, so equal fingerprints alone would not tell.)
bool known_in_step(std::string_view definitions, std::string_view database,
                   std::string_view policy_key);
void remember_in_step(std::string_view definitions, std::string_view database,
                      std::string_view policy_key);

}  // namespace lockstep::source
