#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/cuttable_socket.hpp"
#include "support/killable_server.hpp"
#include "support/project.hpp"

namespace lockstep::tests {

/// A control and a target database, each on a server of its own behind a network that can be cut,
/// and a repository whose config names them; tables are called by the names given.
class SyncSite {
public:
    enum class Commit { in_one_phase, in_two_phases };
    explicit SyncSite(Commit commit = Commit::in_two_phases);

    /// A project of an organisation of its own, with a table orders (id bigint) at version 1.
    struct Id {
        std::string project;
        std::string organization;
        std::string name_space() const { return "org_" + organization; }
    };
    Id add_project() const;
    /// {"type": "add_column", …} as a request for that version.
    static std::string request(Id const& id, int version, std::string_view change,
                               std::string_view change_id = {});
    /// `add_column`, of type text, to orders.
    static std::string add_column(std::string_view name);

    Outcome apply(std::string const& request, std::vector<std::string> arguments = {}) const;
    /// `sync apply` with what it is to do instead of a request.
    Outcome sync_apply(std::vector<std::string> arguments) const;

    /// The first cell of what it answers; "(none)" where there is no row.
    std::string in_control(std::string_view query) const;
    std::string in_target(std::string_view query) const;

    KillableServer control;
    KillableServer target;
    CuttableSocket to_control;
    CuttableSocket to_target;
    Project project;
};

}  // namespace lockstep::tests
