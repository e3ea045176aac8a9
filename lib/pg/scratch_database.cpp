#include <fmt/core.h>

#include "base/log.hpp"
#include "pg/scratch_leftovers.hpp"
#include "pg/scratch_server.hpp"

namespace lockstep::pg {

struct ScratchDatabase::State {
    std::string server_url;
    std::string name;
    std::string url;

    ~State() { drop(); }
    void drop() noexcept;
    void drop_subscriptions();
};

// A database that has subscriptions cannot be dropped. They never connected; whatever slot they
// name belongs to somebody else, and is left alone.
void ScratchDatabase::State::drop_subscriptions() {
    Connection connection(url, {.heeds_interrupts = false});
    auto const rows = connection.query(
        sql("SELECT subname FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d "
            "ON d.oid = s.subdbid WHERE d.datname = pg_catalog.current_database()"));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto const subscription = ident(rows.cell(row, 0));
        connection.execute(sql("ALTER SUBSCRIPTION {} DISABLE", subscription));
        connection.execute(sql("ALTER SUBSCRIPTION {} SET (slot_name = NONE)", subscription));
        connection.execute(sql("DROP SUBSCRIPTION {}", subscription));
    }
}

void ScratchDatabase::State::drop() noexcept {
    try {
        // Also when SIGINT came: that is when nothing may be left.
        Connection connection(server_url, {.heeds_interrupts = false});
        auto const statement = sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", ident(name));
        try {
            connection.execute(statement);
        } catch (Error const& error) {
            constexpr std::string_view object_in_use = "55006";
            if (error.sqlstate() != object_in_use) {
                throw;
            }
            drop_subscriptions();
            connection.execute(statement);
        }
    } catch (std::exception const& error) {
        log().warn("could not drop the scratch database {}: {}", name, error.what());
    }
}

ScratchDatabase::ScratchDatabase(std::string const& server_url, std::string const& template_name) {
    Connection connection(server_url);
    auto state = std::make_unique<State>(State{server_url, new_database_name(), {}});
    state->url = with_database(server_url, state->name);
    connection.execute(
        sql("CREATE DATABASE {} TEMPLATE {}", ident(state->name), ident(template_name)));
    state_ = std::move(state);
}

ScratchDatabase::~ScratchDatabase() = default;
ScratchDatabase::ScratchDatabase(ScratchDatabase&&) noexcept = default;
ScratchDatabase& ScratchDatabase::operator=(ScratchDatabase&&) noexcept = default;

std::string const& ScratchDatabase::url() const {
    return state_->url;
}

std::string const& ScratchDatabase::name() const {
    return state_->name;
}

}  // namespace lockstep::pg
