#include "source/migrations.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/definitions.hpp"

namespace lockstep::source {

namespace {

std::string_view file_name(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// "1.2" of "V1.2__add_orders.sql"; empty when it is no name of Flyway's.
std::string_view flyway_version(std::string_view name, char letter) {
    auto const end = name.find("__");
    if (name.empty() || name[0] != letter || end == std::string_view::npos) {
        return {};
    }
    auto const version = name.substr(1, end - 1);
    bool const numbers = version.find_first_not_of("0123456789._") == std::string_view::npos;
    return numbers ? version : std::string_view{};
}

/// "1_2" and "1.2" are the same version; "1.10" comes after "1.9".
std::string plain_version(std::string_view version) {
    return replace_all(std::string(version), "_", ".");
}

bool goes_down(std::string_view name) {
    return name.ends_with(".down.sql") || name.ends_with("_down.sql") || name == "down.sql" ||
           !flyway_version(name, 'U').empty();
}

struct Rank {
    bool repeatable = false;
    std::string version;
    std::string path;
};

Rank rank_of(std::string const& path) {
    auto const name = file_name(path);
    return {name.starts_with("R__"), plain_version(flyway_version(name, 'V')), path};
}

bool runs_before(Rank const& a, Rank const& b) {
    if (a.repeatable != b.repeatable) {
        return b.repeatable;
    }
    if (a.version != b.version && !a.version.empty() && !b.version.empty()) {
        return natural_less(a.version, b.version);
    }
    return natural_less(a.path, b.path);
}

enum class Mark { none, up, down };

Mark mark_of(std::string_view line) {
    line = trim(line);
    if (!line.starts_with("--")) {
        return Mark::none;
    }
    auto const text = to_lower(trim(line.substr(2)));
    for (std::string_view const tool : {"migrate:", "+goose ", "+migrate ", "lockstep: "}) {
        if (text.starts_with(tool)) {
            auto const word = trim(std::string_view(text).substr(tool.size()));
            auto const first = word.substr(0, word.find(' '));
            return first == "up" ? Mark::up : first == "down" ? Mark::down : Mark::none;
        }
    }
    return Mark::none;
}

}  // namespace

std::vector<std::string> replay_order(std::vector<std::string> paths) {
    std::erase_if(paths, [](std::string const& path) { return goes_down(file_name(path)); });
    std::vector<Rank> ranks;
    std::transform(paths.begin(), paths.end(), std::back_inserter(ranks), rank_of);
    std::sort(ranks.begin(), ranks.end(), runs_before);
    std::vector<std::string> ordered;
    for (auto& rank : ranks) {
        ordered.push_back(std::move(rank.path));
    }
    return ordered;
}

std::string upward_part(std::string_view text) {
    bool marked = false;
    bool up = false;
    std::string result(text);
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        auto const mark = mark_of(text.substr(begin, end - begin));
        marked = marked || mark != Mark::none;
        up = mark == Mark::none ? up : mark == Mark::up;
        if (!up) {
            std::fill(result.begin() + static_cast<std::ptrdiff_t>(begin),
                      result.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        }
        begin = end + 1;
    }
    return marked ? result : std::string(text);
}

std::unique_ptr<Source> migrations_source(std::string const& folder,
                                          std::shared_ptr<Files const> const& files) {
    return sql_source("migrations:" + files->prefix() + folder, [folder, files] {
        if (!files->is_folder(folder)) {
            throw Error(ExitCode::not_found,
                        fmt::format("there is no folder {}{}", files->prefix(), folder));
        }
        auto const paths = replay_order(files->below(folder, ".sql"));
        if (paths.empty()) {
            throw Error(ExitCode::not_found,
                        fmt::format("{}{} holds no migration (.sql)", files->prefix(), folder));
        }
        script::Script script;
        for (auto const& path : paths) {
            split_into(script, path, upward_part(files->read(path)), including(files));
        }
        return script;
    });
}

}  // namespace lockstep::source
