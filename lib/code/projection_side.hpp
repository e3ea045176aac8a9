#pragma once

#include "code/project.hpp"

// What projections are made of.
namespace lockstep::code {

/// What may have a class, and what its columns are.
struct Relation {
    schema::Kind const* kind;
    schema::Kind const* column;
    bool needs_class;
};
/// Null for kinds that have none.
Relation const* relation_of(schema::Kind const& kind);
std::span<Relation const> relations();

/// What is said of a key.
struct KeyFacts {
    std::string type;
    std::vector<std::string> columns;
    std::string table;  // that it refers to; packed names
    std::vector<std::string> other_columns;
};

/// Makes a schema in the terms of the language.
class Side {
public:
    void add_enum(schema::Names names, std::vector<std::string> const& values,
                  schema::Place place = {});
    void add(schema::Kind const& kind, schema::Names names, schema::Place place = {});
    void add_column(schema::Kind const& kind, schema::Names whole, std::string_view name,
                    std::string const& type, bool not_null, schema::Place place = {});
    void add_key(schema::Names table, std::string_view name, KeyFacts const& key,
                 schema::Place place = {});
    /// Keys that are not added are not there, rather than unknown.
    void says_keys() { says_keys_ = true; }
    schema::Schema finish(std::vector<std::string> files);

private:
    schema::SchemaBuilder builder_;
    bool says_keys_ = false;
};

/// What is compared with one another.
struct Layer {
    Side ours;
    Side theirs;

    void says_keys() {
        ours.says_keys();
        theirs.says_keys();
    }
    Compared finish(std::vector<std::string> const& files) {
        return {ours.finish(files), theirs.finish({})};
    }
};

}  // namespace lockstep::code
