#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"
#include "sql/sql.hpp"

namespace lockstep::schema {

/// One row of a catalog query. A cell is a view: a null pointer for NULL, else text.
struct CatalogRow {
    std::span<std::string_view const> cells;

    std::string_view operator[](std::size_t column) const { return cells[column]; }
};

/// One query of the round that reads a whole schema, and who takes its rows.
struct CatalogStep {
    Sql query;
    std::string_view about;  // for messages: "columns"
    std::function<void(CatalogRow const&)> take;
};

struct CatalogOptions {
    int server_version = 0;                        // as PQserverVersion: 150018
    bool dependencies = false;                     // fill Object::needs
    std::vector<std::string> namespaces;           // only these; empty: all
    std::string unspecified_owner;                 // objects of this role have an unknown owner
    std::function<bool(ObjectId const&)> ignored;  // null: nothing is
};

class CatalogReader;

/// One reading of a server's catalogs: run the queries of `steps()` in that order, in one
/// REPEATABLE READ transaction with an empty search_path, hand each row to its step, then
/// `finish()`. Pure: it knows no connection. The steps refer to this object, which must outlive
/// them.
class CatalogReading {
public:
    explicit CatalogReading(CatalogOptions options);
    ~CatalogReading();
    CatalogReading(CatalogReading const&) = delete;
    CatalogReading& operator=(CatalogReading const&) = delete;

    std::vector<CatalogStep> steps();
    Schema finish();

private:
    std::unique_ptr<CatalogReader> reader_;
};

}  // namespace lockstep::schema
