#pragma once

#include <string>
#include <vector>

#include "relay/setup.hpp"

namespace lockstep::relay {

/// What came of tables that were made since the publication was.
struct NewTables {
    std::vector<TableName> published;
    std::vector<std::string> left_out;  // a sentence each: which, and why
};

/// For a running relay, now and then: what `sync.tables` names and the publication lacks joins it,
/// unless `sync.new_tables` says otherwise. A table joins that we own and that has a replica
/// identity; nothing leaves. A table that is locked at the moment joins the next time.
NewTables publish_new_tables(pg::Connection& source, SetupOptions const& options);

}  // namespace lockstep::relay
