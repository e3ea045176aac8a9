#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "code/effort.hpp"
#include "source/definitions.hpp"
#include "source/translated.hpp"

namespace lockstep::source {

namespace {

/// Folders that hold what others have written.
constexpr auto foreign_folders = std::to_array<std::string_view>(
    {"node_modules", "site-packages", "venv", "__pycache__", "dist-packages"});

/// Below the folder that was named, is it in one of others, or in a hidden one?
bool is_foreign(std::string_view path, std::string_view folder) {
    auto const parts = split(path.substr(std::min(folder.size(), path.size())), '/');
    return std::any_of(parts.begin(), parts.end(), [](std::string const& part) {
        bool const is_hidden = part.size() > 1 && part.starts_with('.') && part != "..";
        return is_hidden || std::find(foreign_folders.begin(), foreign_folders.end(), part) !=
                                foreign_folders.end();
    });
}

class CodeSource : public TranslatedSource {
public:
    CodeSource(code::Language const& language, std::string path, std::shared_ptr<Files const> files)
        : language_(language), path_(std::move(path)), files_(std::move(files)) {}

    std::string name() const override {
        return fmt::format("{}{}:{}", files_->prefix(), language_.name, path_);
    }

    std::string_view language() const override { return language_.title; }

protected:
    code::Definitions const& definitions() override {
        if (!definitions_) {
            definitions_ = language_.read(texts());
        }
        return *definitions_;
    }

    code::Projector projector(LoadOptions const& options) const override {
        auto const types = options.code.types.find(std::string(language_.name));
        auto const& mappings =
            types == options.code.types.end() ? config::TextMap{} : types->second;
        code::Projector how{code::naming_for(options.code.naming, language_.name),
                            code::TypeMap(types_of(language_.name), mappings, language_),
                            &language_};
        // Tables of SQLite may stand in files of TypeScript.
        how.sqlite.emplace(types_of("sqlite"), config::TextMap{}, code::language("typescript"));
        return how;
    }

    std::string digest() override {
        Sha256 hash;
        for (auto const& file : texts()) {
            hash.add(file.path + '\n' + to_hex(sha256(file.text)) + '\n');
        }
        return to_hex(hash.finish());
    }

private:
    std::vector<code::SourceFile> const& texts() {
        if (!texts_) {
            texts_.emplace();
            std::size_t bytes = 0;
            for (auto const& path : paths()) {
                auto const shown = files_->prefix() + path;
                code::refuse_too_large(shown, files_->size(path).value_or(0));
                texts_->push_back({shown, files_->read(path)});
                bytes += texts_->back().text.size();
                refuse_too_much(bytes);
            }
        }
        return *texts_;
    }

    /// All trees are in memory together.
    void refuse_too_much(std::size_t bytes) const {
        constexpr std::size_t most = 32U << 20;
        if (bytes > most) {
            throw Error(
                ExitCode::bad_input,
                fmt::format("{} holds too much to be definitions (over 32 MB)", printable(name())),
                "Name the files or folders that they are in.");
        }
    }

    std::vector<std::string> paths() const {
        if (files_->is_file(path_)) {
            return {path_};
        }
        std::vector<std::string> paths;
        for (auto const& ending : language_.endings) {
            auto const more = files_->is_folder(path_) ? files_->below(path_, ending)
                                                       : std::vector<std::string>{};
            std::copy_if(more.begin(), more.end(), std::back_inserter(paths),
                         [&](std::string const& path) { return !is_foreign(path, path_); });
        }
        for (auto& path : paths) {
            path.erase(0, path.starts_with("./") ? 2 : 0);
        }
        std::sort(paths.begin(), paths.end());
        if (paths.empty()) {
            throw Error(
                ExitCode::not_found,
                fmt::format("there are no files of {} at {}{}", language_.title, files_->prefix(),
                            printable(path_)),
                fmt::format("Name a file, or the folder that the definitions are in: {}:{}",
                            language_.name, language_.name == "python" ? "schemas/" : "shared/"));
        }
        return paths;
    }

    code::Language const& language_;
    std::string path_;
    std::shared_ptr<Files const> files_;
    std::optional<std::vector<code::SourceFile>> texts_;
    std::optional<code::Definitions> definitions_;
};

}  // namespace

std::unique_ptr<Source> code_source(code::Language const& language, std::string const& path,
                                    std::shared_ptr<Files const> const& files) {
    return std::make_unique<CodeSource>(language, path, files);
}

}  // namespace lockstep::source
