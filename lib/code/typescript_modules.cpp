#include "code/typescript_modules.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lockstep::code::typescript {

namespace {

constexpr auto endings = std::to_array<std::string_view>(
    {".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"});

/// "src/./db/index.ts" → "src/db": as an import names it.
std::string stem_of(std::string_view path) {
    for (auto const ending : endings) {
        if (path.ends_with(ending)) {
            path.remove_suffix(ending.size());
            break;
        }
    }
    std::vector<std::string> parts;
    for (auto const& part : split(path, '/')) {
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (part != "." && !part.empty()) {
            parts.push_back(part);
        }
    }
    if (parts.size() > 1 && parts.back() == "index") {
        parts.pop_back();
    }
    return (path.starts_with('/') ? "/" : "") + join(parts, "/");
}

std::string_view last_part(std::string_view stem) {
    return stem.substr(stem.find_last_of('/') + 1);
}

std::string_view folder_of(std::string_view path) {
    auto const slash = path.find_last_of('/');
    return slash == std::string_view::npos ? "." : path.substr(0, slash);
}

std::size_t shared_start(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                    a.begin());
}

/// A walk from name to name, that goes nowhere twice.
class Search {
public:
    explicit Search(Space space) : space_(space) {}

    Meaning in_scope(Module const& module, std::string_view name) {
        if (auto const own = declared(module, name); own.module != nullptr) {
            return own;
        }
        auto const import = module.imports.find(name);
        if (import != module.imports.end() && is_new(module, name, false)) {
            auto const meaning = followed(import->second);
            --depth_;
            return meaning;
        }
        return {};
    }

    Meaning exported(Module const& module, std::string_view name) {
        if (!is_new(module, name, true)) {
            return {};
        }
        auto meaning = exported_by(module, name);
        --depth_;
        return meaning;
    }

private:
    Meaning exported_by(Module const& module, std::string_view name) {
        if (auto const found = module.exports.find(name); found != module.exports.end()) {
            return found->second.from.empty() && found->second.name != "*"
                       ? in_scope(module, found->second.name)
                       : followed(found->second);
        }
        if (auto const own = declared(module, name); own.module != nullptr) {
            return own;
        }
        for (auto const& star : module.star_exports) {
            auto const meaning = star.target == nullptr ? Meaning{} : exported(*star.target, name);
            if (meaning.module != nullptr) {
                return meaning;
            }
        }
        return {};
    }

    Meaning followed(Import const& import) {
        if (import.target == nullptr || import.name == "*") {
            return {import.target, nullptr};
        }
        return exported(*import.target, import.name);
    }

    Meaning declared(Module const& module, std::string_view name) const {
        auto const& names = space_ == Space::types ? module.types : module.values;
        auto const found = names.find(name);
        return found == names.end() ? Meaning{}
                                    : Meaning{&module, &module.declarations[found->second]};
    }

    /// Counts a step down where it goes on.
    bool is_new(Module const& module, std::string_view name, bool exported) {
        constexpr int longest_chain = 100;
        if (depth_ >= longest_chain ||
            !seen_.emplace(&module, std::string(name), exported).second) {
            return false;
        }
        ++depth_;
        return true;
    }

    Space space_;
    int depth_ = 0;
    std::set<std::tuple<Module const*, std::string, bool>> seen_;
};

}  // namespace

Modules::Modules(std::span<SourceFile const> files) {
    modules_.reserve(files.size());
    for (auto const& file : files) {
        modules_.push_back(read_module(file));
    }
    for (auto& module : modules_) {
        module.stem = stem_of(module.path);
        by_name_.emplace(last_part(module.stem), &module);
        by_path_.emplace(module.stem, &module);
    }
    for (auto& module : modules_) {
        auto const resolve = [&](Import& each) { each.target = find_file(module, each.from); };
        for (auto* const names : {&module.imports, &module.exports}) {
            for (auto& [name, import] : *names) {
                resolve(import);
            }
        }
        std::for_each(module.star_exports.begin(), module.star_exports.end(), resolve);
    }
}

/// A path with a dot leads there from the file's folder. All else is found by how a path ends, as
/// `paths` of tsconfig.json would say: "@shared/db-constants" is shared/db-constants.ts, or
/// db-constants.ts in any folder; of several the one that shares most of the way with the file that
/// imports.
Module const* Modules::find_file(Module const& from, std::string_view specifier) const {
    if (specifier.empty()) {
        return nullptr;
    }
    if (specifier.starts_with('.')) {
        auto const found = by_path_.find(
            stem_of(std::string(folder_of(from.path)) + "/" + std::string(specifier)));
        return found == by_path_.end() ? nullptr : found->second;
    }
    specifier.remove_prefix(std::min(specifier.find_first_not_of("@~#$/"), specifier.size()));
    auto const whole = stem_of(specifier);
    auto const slash = whole.find('/');
    auto const rest = slash == std::string::npos ? std::string() : whole.substr(slash + 1);
    Module const* best = nullptr;
    std::size_t most = 0;
    auto const [first, last] = by_name_.equal_range(last_part(whole));
    for (auto each = first; each != last; ++each) {
        auto const path = "/" + each->second->stem;
        if (!path.ends_with("/" + whole) && (rest.empty() || !path.ends_with("/" + rest))) {
            continue;
        }
        auto const shared = shared_start(each->second->path, from.path);
        if (best == nullptr || shared > most) {
            best = each->second;
            most = shared;
        }
    }
    return best;
}

Meaning Modules::find(Module const& module, std::string_view name, Space space) const {
    auto const* at = &module;
    auto const look_up = [&](std::string_view part, Space of) {
        return at == &module ? Search(of).in_scope(*at, part) : Search(of).exported(*at, part);
    };
    for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
        auto const first = trim(name.substr(0, dot));
        auto const meaning = look_up(first, Space::values);
        if (meaning.module != nullptr && meaning.declaration == nullptr) {
            at = meaning.module;
        } else if (!at->spaces.contains(first)) {
            return {};
        }
        name = trim(name.substr(dot + 1));
    }
    return look_up(name, space);
}

std::string Modules::original_name(Module const& module, std::string const& name) const {
    auto const import = module.imports.find(name);
    return import == module.imports.end() ? name : import->second.name;
}

}  // namespace lockstep::code::typescript
