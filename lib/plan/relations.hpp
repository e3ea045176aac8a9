#pragma once

#include <map>
#include <set>
#include <string>

#include "schema/schema.hpp"

namespace lockstep::plan {

/// A schema's relations by their packed names, and how they hang together.
class Relations {
public:
    explicit Relations(schema::Schema const& schema);

    bool has(std::string const& relation) const;
    /// Has it rows of its own on disk? (Not so a view, a partitioned table, a foreign table.)
    bool holds_rows(std::string const& relation) const;
    schema::Object const* column(std::string const& table, std::string const& name) const;
    /// Is it a domain that not all values of its base type are of?
    bool is_limited(std::string_view type) const;
    /// The table of an index, of the index of a key, or of statistics; empty when there is none.
    std::string table_of_index(std::string const& index) const;
    /// Partitions and children, and theirs.
    std::set<std::string> below(std::string const& table) const;
    /// The table that the foreign key references; nothing for another constraint.
    std::set<std::string> referenced(std::string const& table, std::string const& constraint) const;
    /// What DROP TABLE locks besides: what the table references, and what it is a partition of.
    std::set<std::string> around(std::string const& table) const;
    bool is_published(std::string const& table) const;
    /// Is it the index, or the primary key, that identifies rows to subscribers?
    bool is_identity(std::string const& table, std::string const& index) const;
    /// Has it a valid check of that expression?
    bool has_valid_check(std::string const& table, std::string const& expression) const;

private:
    schema::Object const* relation(std::string const& names) const;
    void add(schema::Object const& object);

    schema::Schema const* schema_;
    std::map<std::string, std::set<std::string>> children_;
    std::map<std::string, std::string> tables_of_indexes_;
    std::set<std::string> published_;  // tables and namespaces
    bool all_published_ = false;
};

}  // namespace lockstep::plan
