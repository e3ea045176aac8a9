#include "code/definitions.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

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

using Numbers = std::unordered_map<std::string, std::size_t>;

template <typename T>
Numbers numbers_of(std::vector<T> const& all) {
    Numbers numbers;
    for (std::size_t i = 0; i < all.size(); ++i) {
        numbers.try_emplace(all[i].name, i);
    }
    return numbers;
}

}  // namespace

struct DefinitionIndex {
    std::size_t enum_count = 0;
    std::size_t record_count = 0;
    Numbers enums;
    Numbers records;
};

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

namespace {

/// Made anew where definitions have come since.
DefinitionIndex const& index_of(Definitions const& definitions) {
    auto& index = definitions.index;
    if (!index || index->enum_count != definitions.enums.size() ||
        index->record_count != definitions.records.size()) {
        index = std::make_shared<DefinitionIndex const>(
            DefinitionIndex{.enum_count = definitions.enums.size(),
                            .record_count = definitions.records.size(),
                            .enums = numbers_of(definitions.enums),
                            .records = numbers_of(definitions.records)});
    }
    return *index;
}

/// The first of that name.
template <typename T>
T const* find(std::vector<T> const& all, Numbers const& numbers, std::string_view name) {
    auto const found = numbers.find(std::string(name));
    return found == numbers.end() ? nullptr : &all[found->second];
}

}  // namespace

Enum const* Definitions::find_enum(std::string_view name) const {
    return find(enums, index_of(*this).enums, name);
}

Record const* Definitions::find_record(std::string_view name) const {
    return find(records, index_of(*this).records, name);
}

bool holds_names_of_tables(std::string_view constant) {
    return is_one_of(names_of_tables, constant);
}

bool holds_names_of_columns(std::string_view constant) {
    return is_one_of(names_of_columns, constant);
}

}  // namespace lockstep::code
