#include <algorithm>
#include <array>
#include <utility>

#include "sql/cursor.hpp"
#include "sql/defines.hpp"

namespace lockstep::script {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;

constexpr auto aliases = std::to_array<Alias>({
    {"int", "integer"},
    {"int4", "integer"},
    {"int2", "smallint"},
    {"int8", "bigint"},
    {"bool", "boolean"},
    {"float", "double precision"},
    {"float8", "double precision"},
    {"float4", "real"},
    {"decimal", "numeric"},
    {"dec", "numeric"},
    {"varchar", "character varying"},
    {"char varying", "character varying"},
    {"char", "character"},
    {"bpchar", "character"},
    {"nchar", "character"},
    {"varbit", "bit varying"},
    {"timestamptz", "timestamp with time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timetz", "time with time zone"},
    {"time", "time without time zone"},
});

void replace_alias(std::string& type) {
    auto const alias = std::find_if(aliases.begin(), aliases.end(),
                                    [&](Alias const& row) { return row.first == type; });
    if (alias != aliases.end()) {
        type = alias->second;
    }
}

}  // namespace

std::string plain_type(std::string_view text) {
    auto const tokens = tokens_of(text);
    Cursor at(tokens);
    std::string type;
    std::string dimensions;
    while (!at.at_end()) {
        if (at.accept('.')) {
            type.clear();  // what stood before was its schema
        } else if (at.at_name()) {
            type += (type.empty() ? "" : " ") + name_of(at.take());
        } else if (at.peek().is('(')) {
            at.skip_parentheses();
        } else if (at.take().is('[')) {
            dimensions = "[]";
        }
    }
    if (type.ends_with(" array")) {
        type.resize(type.size() - 6);
        dimensions = "[]";
    }
    replace_alias(type);
    return type + dimensions;
}

}  // namespace lockstep::script
