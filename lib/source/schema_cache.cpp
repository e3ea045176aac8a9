#include "source/schema_cache.hpp"

#include <cstring>

#include "base/log.hpp"
#include "schema/fingerprint.hpp"
#include "source/schema_codec.hpp"

// An entry: Header, guard, fingerprint, then the encoded schema. The header's digest covers the
// header's other fields, the guard and the fingerprint, so that the entry can be asked about
// without reading the schema; `body` is the digest of the schema.

namespace lockstep::source {

namespace {

constexpr std::size_t most_schemas = 60;
constexpr std::uintmax_t most_schema_bytes = std::uintmax_t{1} << 30U;
constexpr std::size_t most_verdicts = 1000;
constexpr std::uintmax_t most_verdict_bytes = std::uintmax_t{1} << 20U;
/// What a look reads; guards are short.
constexpr std::size_t longest_head = 4096;

struct Header {
    Digest digest{};
    Digest key{};
    Digest body{};
    std::uint32_t guard_size = 0;
    std::uint32_t fingerprint_size = 0;
};

Digest digest_of_head(Header const& header, std::string_view guard, std::string_view fingerprint) {
    Sha256 hash;
    add_part(hash, tool_identity());
    hash.add({reinterpret_cast<char const*>(header.key.data()), header.key.size()});
    hash.add({reinterpret_cast<char const*>(header.body.data()), header.body.size()});
    add_part(hash, guard);
    add_part(hash, fingerprint);
    return hash.finish();
}

struct Parsed {
    SchemaCache::Entry entry;
    Digest body{};
    std::size_t body_offset = 0;
};

std::optional<Parsed> parse(std::string_view bytes, Digest const& key) {
    Header header;
    if (bytes.size() < sizeof header) {
        return std::nullopt;
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    auto rest = bytes.substr(sizeof header);
    if (header.key != key || header.guard_size > rest.size() ||
        header.fingerprint_size > rest.size() - header.guard_size) {
        return std::nullopt;
    }
    auto const guard = rest.substr(0, header.guard_size);
    auto const fingerprint = rest.substr(header.guard_size, header.fingerprint_size);
    if (header.digest != digest_of_head(header, guard, fingerprint)) {
        return std::nullopt;
    }
    return Parsed{{std::string(guard), std::string(fingerprint)},
                  header.body,
                  sizeof header + header.guard_size + header.fingerprint_size};
}

Digest with_tool(Digest const& key) {
    return digest_of({tool_identity(), {reinterpret_cast<char const*>(key.data()), key.size()}});
}

}  // namespace

SchemaCache::SchemaCache(Digest const& key)
    : files_("schemas", most_schemas, most_schema_bytes), key_(with_tool(key)) {}

std::optional<SchemaCache::Entry> SchemaCache::look() const {
    auto const head = files_.read(key_, longest_head);
    auto parsed = head ? parse(*head, key_) : std::nullopt;
    if (!parsed) {
        return std::nullopt;
    }
    files_.touch(key_);
    return std::move(parsed->entry);
}

std::optional<schema::Schema> SchemaCache::load(std::string_view guard) const {
    auto const bytes = files_.read(key_);
    auto const parsed = bytes ? parse(*bytes, key_) : std::nullopt;
    if (!parsed || parsed->entry.guard != guard) {
        return std::nullopt;
    }
    auto const body = std::string_view(*bytes).substr(parsed->body_offset);
    if (body.empty()) {
        return std::nullopt;
    }
    if (sha256(body) != parsed->body) {
        log().debug("a damaged cache entry is ignored");
        return std::nullopt;
    }
    files_.touch(key_);
    return decode(body);
}

void SchemaCache::store(std::string_view guard, schema::Schema const* schema,
                        std::string_view fingerprint) const {
    auto const body = schema != nullptr ? encode(*schema) : std::string{};
    if (sizeof(Header) + guard.size() + fingerprint.size() > longest_head) {
        return;
    }
    Header header{.key = key_,
                  .body = sha256(body),
                  .guard_size = static_cast<std::uint32_t>(guard.size()),
                  .fingerprint_size = static_cast<std::uint32_t>(fingerprint.size())};
    header.digest = digest_of_head(header, guard, fingerprint);
    std::string bytes(reinterpret_cast<char const*>(&header), sizeof header);
    bytes.append(guard).append(fingerprint).append(body);
    files_.write(key_, bytes);
}

namespace {

CacheFiles verdicts() {
    return {"verdicts", most_verdicts, most_verdict_bytes};
}

Digest verdict(std::string_view definitions, std::string_view database,
               std::string_view policy_key) {
    return digest_of({tool_identity(), "in step", definitions, database, policy_key});
}

}  // namespace

std::string known_as(schema::Schema const& schema) {
    auto fingerprint = schema::fingerprint(schema).schema;
    if (schema.untracked.empty() && schema.warnings.empty()) {
        return fingerprint;
    }
    Sha256 hash;
    for (auto const& untracked : schema.untracked) {
        add_part(add_part(hash, untracked.what), std::to_string(untracked.count));
    }
    add_part(hash, "warnings");
    for (auto const& warning : schema.warnings) {
        add_part(hash, warning);
    }
    return fingerprint + " " + to_hex(hash.finish());
}

bool known_in_step(std::string_view definitions, std::string_view database,
                   std::string_view policy_key) {
    auto const name = verdict(definitions, database, policy_key);
    auto const files = verdicts();
    if (files.read(name) != to_hex(name)) {
        return false;
    }
    files.touch(name);
    return true;
}

void remember_in_step(std::string_view definitions, std::string_view database,
                      std::string_view policy_key) {
    auto const name = verdict(definitions, database, policy_key);
    verdicts().write(name, to_hex(name));
}

}  // namespace lockstep::source
