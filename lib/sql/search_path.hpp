#pragma once

#include <string>
#include <vector>

#include "sql/cursor.hpp"

namespace lockstep::script {

/// In which schema CREATE puts a name without one, as `SET search_path` and transactions left it.
class SearchPath {
public:
    void follow(std::vector<Token> const& statement);
    /// Empty when it cannot be told.
    std::string const& creation_schema() const { return path_; }

private:
    void read_set(Cursor at);
    void read_set_config(Cursor at);
    void read_transaction(Cursor at);
    void set_path(std::string schema, bool local);

    std::string path_ = "public";
    std::string session_path_ = "public";
    bool in_transaction_ = false;
};

}  // namespace lockstep::script
