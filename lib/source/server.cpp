#include "source/server.hpp"

#include <fmt/core.h>

#include "base/log.hpp"
#include "pg/connection.hpp"
#include "pg/error.hpp"
#include "source/catalog_read.hpp"
#include "source/load_options.hpp"
#include "source/schema_cache.hpp"
#include "source/server_versions.hpp"

namespace lockstep::source {

namespace {

class ServerSource : public Source {
public:
    explicit ServerSource(std::string url) : url_(std::move(url)) {}

    std::string name() const override { return pg::display_url(url_); }
    bool is_server() const override { return true; }
    std::string url() const override { return url_; }

    schema::Schema load(LoadOptions const& options) override {
        auto& connection = connect(options);
        if (options.progress) {
            options.progress(fmt::format("reading the catalog of {}", name()));
        }
        if (!options.use_cache || !may_ask_for_state_) {
            return read(options, nullptr);
        }
        if (!state_) {
            state_ = ask_for_state(connection);
        }
        auto const cached = state_ ? cache(*state_, options).load(state_->catalogs) : std::nullopt;
        if (cached) {
            auto const entry = cache(*state_, options).look();
            loaded_ = entry ? std::optional(entry->fingerprint) : std::nullopt;
            return *cached;
        }
        return load_and_remember(options);
    }

    int server_version() const override { return connection_ ? connection_->server_version() : 0; }

    std::optional<std::string> loaded_fingerprint() const override { return loaded_; }

    std::optional<std::string> known_fingerprint(LoadOptions const& options) override {
        if (!options.use_cache) {
            return std::nullopt;
        }
        state_ = ask_for_state(connect(options));
        auto const entry = state_ ? cache(*state_, options).look() : std::nullopt;
        if (!entry || entry->guard != state_->catalogs) {
            return std::nullopt;
        }
        return entry->fingerprint;
    }

private:
    pg::Connection& connect(LoadOptions const& options) {
        if (!connection_ || !connection_->is_open()) {
            if (options.progress) {
                options.progress(fmt::format("connecting to {}", name()));
            }
            connection_.emplace(url_, connect_options(options));
            refuse_old_server(name(), connection_->server_version());
        }
        return *connection_;
    }

    static pg::ConnectOptions connect_options(LoadOptions const& options) {
        return {.connect_timeout = std::chrono::seconds(options.connect_timeout_s),
                .statement_timeout = std::chrono::milliseconds(options.statement_timeout_ms)};
    }

    /// Nothing where the role may not read what tells one server from another: then nothing is
    /// remembered of it.
    std::optional<DatabaseState> ask_for_state(pg::Connection& connection) {
        try {
            return read_state(connection);
        } catch (pg::Error const& error) {
            if (error.sqlstate() != "42501") {
                throw;
            }
            log().debug("no cache for {}: {}", name(), error.what());
            may_ask_for_state_ = false;
            return std::nullopt;
        }
    }

    /// The URL says which server (its address may lie behind a pooler), the state which database.
    SchemaCache cache(DatabaseState const& state, LoadOptions const& options) const {
        auto const chosen = digest_of(options);
        return SchemaCache(digest_of({"database", name(), state.identity, to_hex(chosen)}));
    }

    schema::Schema read(LoadOptions const& options, DatabaseState* state) {
        auto const another = [&] { return pg::Connection(url_, connect_options(options)); };
        auto schema = read_catalog(*connection_, options, {.state = state, .another = another});
        if (auto warning = warning_of_new_server(name(), schema.server_version)) {
            schema.warnings.push_back(std::move(*warning));
        }
        return schema;
    }

    /// The schema itself is kept only when the same state is met a second time: writing it costs
    /// more than most databases stay unchanged.
    schema::Schema load_and_remember(LoadOptions const& options) {
        DatabaseState now;
        auto schema = read(options, may_ask_for_state_ ? &now : nullptr);
        if (!may_ask_for_state_) {
            return schema;
        }
        auto const entry = cache(now, options).look();
        bool const again = entry && entry->guard == now.catalogs;
        auto const fingerprint = again ? entry->fingerprint : known_as(schema);
        cache(now, options).store(now.catalogs, again ? &schema : nullptr, fingerprint);
        loaded_ = fingerprint;
        state_ = std::move(now);
        return schema;
    }

    std::string url_;
    std::optional<pg::Connection> connection_;
    std::optional<DatabaseState> state_;
    std::optional<std::string> loaded_;
    bool may_ask_for_state_ = true;
};

}  // namespace

std::unique_ptr<Source> server_source(std::string const& url) {
    return std::make_unique<ServerSource>(url);
}

}  // namespace lockstep::source
