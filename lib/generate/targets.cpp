#include "generate/targets.hpp"

#include <algorithm>
#include <array>

namespace lockstep::generate {

std::span<BuiltIn const> built_ins() {
    // In the order in which they are listed, and written.
    static constexpr auto table = std::to_array<BuiltIn>({
        {"python/enums", "python", "schemas/enums.py", "Enum classes"},
        {"python/entities", "python", "schemas/database/entities.py",
         "TypedDict classes of tables, views and composite types", Select::entities, "TypedDict"},
        {"python/relationships", "python", "schemas/database/relationships.py",
         "TypedDict classes of tables that tie others to each other", Select::relationships,
         "TypedDict"},
        {"python/schema_version", "python", "schemas/schema_version.py",
         "The version that the other files are of", Select::all, "", true},
        {"python/pydantic", "python", "schemas/models.py", "Models of pydantic"},
        {"typescript/constants", "typescript", "shared/db-constants.ts",
         "Names of tables and columns: TBL, COL"},
        {"typescript/types", "typescript", "shared/db-types.ts",
         "Types of rows, and of what is inserted and updated"},
        {"typescript/sync-types", "typescript", "shared/sync-types.ts",
         "Types of requests and responses of POST /api/sync"},
        {"typescript/sync-client", "typescript", "shared/sync-client.ts",
         "A client that keeps PGlite or SQLite in step, offline too"},
        {"typescript/zod", "typescript", "shared/db-zod.ts", "Schemas of zod"},
        {"typescript/schema_version", "typescript", "shared/schema-version.ts",
         "The version that the other files are of", Select::all, "", true},
        {"drizzle/postgresql", "typescript", "worker/src/schema-postgres.ts",
         "Tables of Drizzle for PostgreSQL"},
        {"drizzle/sqlite", "typescript", "src/lib/db/schema-sqlite.ts",
         "Tables of Drizzle for a SQLite twin"},
        {"typeorm/entities", "typescript", "src/entities.ts", "Entities of TypeORM"},
        {"sqlite/schema", "sqlite", "sqlite/schema.sql", "CREATE TABLE for a SQLite twin"},
        {"json/schema", "json", "schemas/database.schema.json", "A JSON Schema of rows"},
        {"json/schema_version", "json", "schemas/schema_version.json",
         "The version that the other files are of", Select::all, "", true},
        {"markdown/tables", "markdown", "docs/database.md", "A page about tables and enums"},
        {"cpp/structs", "cpp", "src/database.hpp", "Structs and enums of C++"},
    });
    return table;
}

BuiltIn const* find_built_in(std::string_view name) {
    auto const all = built_ins();
    auto const found = std::find_if(all.begin(), all.end(),
                                    [&](BuiltIn const& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Target target_of(BuiltIn const& built_in) {
    return {.name = std::string(built_in.name),
            .output = std::string(built_in.output),
            .language = find_language(built_in.language),
            .selection = {built_in.select, {}, built_in.needs},
            .is_version = built_in.is_version};
}

}  // namespace lockstep::generate
