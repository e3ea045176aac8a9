#include "sql/psql.hpp"

#include <algorithm>
#include <array>

namespace lockstep::script {

namespace {

struct Row {
    std::string_view name;
    MetaCommand meaning;
};

constexpr auto commands = std::to_array<Row>({
    {";", MetaCommand::separates},
    {"g", MetaCommand::sends},
    {"gx", MetaCommand::sends},
    {"c", MetaCommand::connects},
    {"connect", MetaCommand::connects},
    {"i", MetaCommand::includes},
    {"include", MetaCommand::includes},
    {"ir", MetaCommand::includes_relative},
    {"include_relative", MetaCommand::includes_relative},
    {"set", MetaCommand::sets},
    {"unset", MetaCommand::ignored},
    {"encoding", MetaCommand::encodes},
    {"q", MetaCommand::quits},
    {"quit", MetaCommand::quits},
    {"r", MetaCommand::resets},
    {"reset", MetaCommand::resets},
    {".", MetaCommand::stray_end_of_data},
    // pg_dump has written these two since the security releases of August 2025.
    {"restrict", MetaCommand::ignored},
    {"unrestrict", MetaCommand::ignored},
    {"echo", MetaCommand::ignored},
    {"qecho", MetaCommand::ignored},
    {"warn", MetaCommand::ignored},
    {"pset", MetaCommand::ignored},
    {"timing", MetaCommand::ignored},
    {"x", MetaCommand::ignored},
    {"a", MetaCommand::ignored},
    {"t", MetaCommand::ignored},
    {"H", MetaCommand::ignored},
    {"C", MetaCommand::ignored},
    {"T", MetaCommand::ignored},
    {"f", MetaCommand::ignored},
    {"p", MetaCommand::ignored},
    {"print", MetaCommand::ignored},
    {"h", MetaCommand::ignored},
    {"help", MetaCommand::ignored},
    {"?", MetaCommand::ignored},
    {"l", MetaCommand::ignored},
    {"list", MetaCommand::ignored},
    {"z", MetaCommand::ignored},
    {"sf", MetaCommand::ignored},
    {"sv", MetaCommand::ignored},
    {"conninfo", MetaCommand::ignored},
    {"copyright", MetaCommand::ignored},
    {"errverbose", MetaCommand::ignored},
});

/// \d, \dt+, \dfS, …: they only show.
bool describes(std::string_view name) {
    constexpr std::string_view letters = "abcdefgilmnoprtuvwxyACDEFLOPRTSX+";
    return name.starts_with('d') && name.find_first_not_of(letters) == std::string_view::npos &&
           name.size() <= 6;
}

}  // namespace

MetaCommand meta_command(std::string_view name) {
    auto const row = std::find_if(commands.begin(), commands.end(),
                                  [&](Row const& candidate) { return candidate.name == name; });
    if (row != commands.end()) {
        return row->meaning;
    }
    return describes(name) ? MetaCommand::ignored : MetaCommand::unsupported;
}

std::vector<std::string> meta_arguments(std::string_view rest) {
    std::vector<std::string> arguments;
    bool inside = false;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        char const c = rest[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
            inside = false;
            continue;
        }
        if (!inside) {
            arguments.emplace_back();
            inside = true;
        }
        if (c != '\'' && c != '"') {
            arguments.back() += c;
            continue;
        }
        for (++i; i < rest.size(); ++i) {
            if (rest[i] == c && (i + 1 == rest.size() || rest[i + 1] != c)) {
                break;
            }
            i += rest[i] == c ? 1 : 0;
            arguments.back() += rest[i];
        }
    }
    return arguments;
}

}  // namespace lockstep::script
