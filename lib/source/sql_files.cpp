#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "source/definitions.hpp"
#include "source/load_options.hpp"
#include "source/run_script.hpp"
#include "source/schema_cache.hpp"

namespace lockstep::source {

namespace fs = std::filesystem;

namespace {

class SqlSource : public Source {
public:
    SqlSource(std::string name, std::function<script::Script()> read)
        : name_(std::move(name)), read_(std::move(read)) {}

    std::string name() const override { return name_; }

    schema::Schema load(LoadOptions const& options) override {
        auto const entry = valid_entry(options);
        if (entry) {
            if (auto schema = cache(options).load(entry->guard)) {
                return std::move(*schema);
            }
        }
        std::string guard;
        auto schema = run_in_scratch(script(), options, guard);
        if (options.use_cache && !guard.empty()) {
            cache(options).store(guard, &schema, known_as(schema));
        }
        return schema;
    }

    std::optional<std::string> known_fingerprint(LoadOptions const& options) override {
        auto const entry = valid_entry(options);
        return entry ? std::optional(entry->fingerprint) : std::nullopt;
    }

    std::vector<Directive> directives() override {
        std::vector<Directive> found;
        for (auto const& directive : script().directives) {
            auto const& file = script().files[directive.file];
            found.push_back({directive.text, place_at(file.name, file.text, directive.offset)});
        }
        return found;
    }

private:
    script::Script const& script() {
        if (!script_) {
            script_ = read_();
        }
        return *script_;
    }

    std::optional<SchemaCache::Entry> valid_entry(LoadOptions const& options) {
        if (!options.use_cache) {
            return std::nullopt;
        }
        auto entry = cache(options).look();
        return entry && guard_holds(entry->guard, options) ? std::move(entry) : std::nullopt;
    }

    SchemaCache cache(LoadOptions const& options) { return SchemaCache(key(options)); }

    /// All that decides what comes of the script, save the server's version: that is the guard.
    Digest key(LoadOptions const& options) {
        Sha256 hash;
        add_part(hash, "definitions");
        add_part(hash, to_hex(digest_of(options)));
        add_part(hash, options.scratch.url);
        add_part(hash, options.scratch.binaries);
        add_part(hash, options.scratch.setup);
        char const* const chosen = std::getenv("LOCKSTEP_PG_BIN");
        add_part(hash, chosen == nullptr ? "" : chosen);
        add_part(hash, std::to_string(options.server_major));
        add_part(hash, join(options.scratch.extensions, "\n"));
        for (auto const& file : script().files) {
            add_part(hash, file.name);
            add_part(hash, file.text);
        }
        return hash.finish();
    }

    std::string name_;
    std::function<script::Script()> read_;
    std::optional<script::Script> script_;
};

}  // namespace

std::unique_ptr<Source> sql_source(std::string name, std::function<script::Script()> read) {
    return std::make_unique<SqlSource>(std::move(name), std::move(read));
}

script::SplitOptions including(std::shared_ptr<Files const> const& files) {
    return {.include = [files](std::string const& from, std::string const& name, bool relative) {
        fs::path path = name;
        if (relative && path.is_relative()) {
            path = fs::path(from).parent_path() / path;
        }
        auto normal = path.lexically_normal().string();
        auto text = files->read(normal);
        return script::ScriptFile{std::move(normal), std::move(text)};
    }};
}

std::unique_ptr<Source> sql_files_source(std::string const& path,
                                         std::shared_ptr<Files const> const& files) {
    return sql_source(files->prefix() + path, [path, files] {
        bool const folder = files->is_folder(path);
        auto const paths = folder ? files->below(path, ".sql") : std::vector{path};
        if (paths.empty()) {
            throw Error(ExitCode::not_found,
                        fmt::format("{}{} holds no .sql file", files->prefix(), path));
        }
        script::Script script;
        for (auto const& file : paths) {
            // A folder's files are one after the other, as `cat *.sql | psql` would run them, but
            // each may name a database of its own.
            script.database.clear();
            split_into(script, file, files->read(file), including(files));
        }
        return script;
    });
}

std::unique_ptr<Source> empty_source() {
    return sql_source("empty:", [] { return script::Script(); });
}

bool looks_like_snapshot(std::string_view path) {
    return path.ends_with(".json") || path.ends_with(".yaml") || path.ends_with(".yml");
}

std::unique_ptr<Source> file_source(std::string const& path,
                                    std::shared_ptr<Files const> const& files) {
    if (files->is_folder(path)) {
        return sql_files_source(path, files);
    }
    if (!files->is_file(path)) {
        return nullptr;
    }
    return looks_like_snapshot(path) ? snapshot_source(path, files) : sql_files_source(path, files);
}

}  // namespace lockstep::source
