#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.hpp"
#include "support/killable_server.hpp"
#include "support/project.hpp"

namespace lockstep::tests {

/// A database of its own on a server that decodes WAL, and a repository whose config names it as
/// what is to be relayed; the slot is named after the database.
class CareSite {
public:
    /// `tables`: SQL that is run in it. `more`: keys of the config's `sync`, besides: `"a": 1`.
    explicit CareSite(std::string_view tables = {}, std::string_view more = {});
    ~CareSite();
    CareSite(CareSite const&) = delete;
    CareSite& operator=(CareSite const&) = delete;

    /// Writes the config anew.
    void configure(std::string_view more) const;
    void configure_slot(std::string_view slot, std::string_view more = {}) const;
    /// `lockstep sync …`, as the role where one is given.
    Outcome sync(std::vector<std::string> arguments, std::string const& role = {}) const;
    /// Any other command, and how it is run.
    Outcome lockstep(std::vector<std::string> const& arguments, std::string const& role = {}) const;
    RunOptions options(std::string const& role = {}) const;
    /// A walsender that reads the slot, as long as what is returned lives.
    std::shared_ptr<void> start_reader() const;
    void run(std::string_view statements);
    /// The first cell; "(none)" where there is no row, "(null)" for NULL.
    std::string value(std::string_view query);
    std::string url(std::string const& role = {}) const;
    std::string const& name() const { return name_; }

    /// The server that all of them share.
    static KillableServer& server();

private:
    std::string name_;
    pg::Connection connection_;
    Project project_;
};

}  // namespace lockstep::tests
