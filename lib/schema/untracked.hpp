#pragma once

#include <string>

namespace lockstep::schema {

/// The query that counts what a database has and no kind speaks for: (what, count), the count over
/// 0. A catalog that no kind of ours reads, as a newer PostgreSQL may have, counts as one.
std::string untracked_query(int server_version);

}  // namespace lockstep::schema
