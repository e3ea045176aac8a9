#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "relay/batch.hpp"

namespace lockstep::relay {

/// The schema versions that the stream has told of, and which changes of tables they explain.
class Versions {
public:
    /// What held when the history was last written; of `is_change`, `lsn` tells when it was last
    /// so.
    void know(VersionNews const& version);

    /// The content of a logical message `lockstep.schema`, in a transaction whose commit record is
    /// at `commit`. What is no such content is no news: whoever may write to the database can send
    /// it.
    std::vector<VersionNews> see(std::string_view content, Lsn commit);

    /// The version that holds for `namespace.name`; empty when none was told.
    std::string_view of(std::string_view table) const;

    /// A table that was seen at `seen` looks another way in the transaction that commits at
    /// `commit`: has a migration told of that?
    bool explain(std::string_view table, Lsn seen, Lsn commit) const;

private:
    struct Told {
        std::string version;
        Lsn changed;
    };
    std::map<std::string, Told, std::less<>> told_;  // by table; empty: all others
};

}  // namespace lockstep::relay
