#include "code/definitions.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lockstep::code {

namespace {

/// Constants that hold names of the database.
constexpr auto names_of_tables =
    std::to_array<std::string_view>({"TBL", "TABLE", "TABLES", "TABLE_NAMES", "DB_TABLES"});
constexpr auto names_of_columns =
    std::to_array<std::string_view>({"COL", "COLUMN", "COLUMNS", "COLUMN_NAMES", "DB_COLUMNS"});

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

template <typename T>
T const* find(std::vector<T> const& all, std::string_view name) {
    auto const found =
        std::find_if(all.begin(), all.end(), [&](T const& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::string to_string(Type const& type) {
    std::vector<std::string> parts;
    for (auto const& each : type.of) {
        parts.push_back(to_string(each));
    }
    if (type.name == "|") {
        return join(parts, " | ");
    }
    return parts.empty() ? type.name : type.name + "[" + join(parts, ", ") + "]";
}

Enum const* Definitions::find_enum(std::string_view name) const {
    return find(enums, name);
}

Record const* Definitions::find_record(std::string_view name) const {
    return find(records, name);
}

bool holds_names_of_tables(std::string_view constant) {
    return is_one_of(names_of_tables, constant);
}

bool holds_names_of_columns(std::string_view constant) {
    return is_one_of(names_of_columns, constant);
}

}  // namespace lockstep::code
