#include "code/python.hpp"
#include "base/embedded.hpp"
#include "base/hash.hpp"
#include "code/project.hpp"
#include "source/definitions.hpp"
#include "source/load_options.hpp"

namespace lockstep::source {

namespace {

std::string_view types_of(std::string_view language) {
    auto const name = std::string(language) + "/types.json";
    for (auto const& file : template_files()) {
        if (file.name == name) {
            return file.content;
        }
    }
    throw Error(ExitCode::bug, "there is no " + name);
}

class PythonSource : public Source {
public:
    PythonSource(std::string path, std::shared_ptr<Files const> files)
        : path_(std::move(path)), files_(std::move(files)) {}

    std::string name() const override { return files_->prefix() + "python:" + path_; }

    /// By itself: tables and enums are called as the naming conventions say.
    schema::Schema load(LoadOptions const& options) override {
        auto translated = project({}, options);
        return filtered(std::move(translated.definitions), options);
    }

    std::optional<Translated> translated(schema::Schema const& other,
                                         LoadOptions const& options) override {
        auto projection = project(other, options);
        Translated translated{filtered(std::move(projection.definitions), options),
                              std::move(projection.database),
                              {}};
        for (auto& problem : projection.problems) {
            translated.problems.push_back({std::move(problem.place), std::move(problem.message)});
        }
        return translated;
    }

private:
    code::Projection project(schema::Schema const& other, LoadOptions const& options) {
        return code::project(definitions(), other,
                             {code::naming_for(options.code.naming, "python"),
                              code::TypeMap(types_of("python"), options.code.type_mappings)});
    }

    code::Definitions const& definitions() {
        if (!definitions_) {
            std::vector<code::SourceFile> texts;
            for (auto const& path : paths()) {
                texts.push_back({files_->prefix() + path, files_->read(path)});
            }
            definitions_ = code::read_python(texts);
        }
        return *definitions_;
    }

    std::vector<std::string> paths() const {
        if (files_->is_file(path_)) {
            return {path_};
        }
        auto paths =
            files_->is_folder(path_) ? files_->below(path_, ".py") : std::vector<std::string>{};
        if (paths.empty()) {
            throw Error(ExitCode::not_found,
                        "there are no files of Python at " + files_->prefix() + path_,
                        "Name a file, or the folder that the classes are in: python:schemas/");
        }
        return paths;
    }

    std::string path_;
    std::shared_ptr<Files const> files_;
    std::optional<code::Definitions> definitions_;
};

}  // namespace

std::unique_ptr<Source> python_source(std::string const& path,
                                      std::shared_ptr<Files const> const& files) {
    return std::make_unique<PythonSource>(path, files);
}

}  // namespace lockstep::source
