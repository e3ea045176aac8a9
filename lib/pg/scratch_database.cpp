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
};

void ScratchDatabase::State::drop() noexcept {
    try {
        // Also when SIGINT came: that is when nothing may be left.
        Connection connection(server_url, {.heeds_interrupts = false});
        connection.execute(sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", ident(name)));
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
