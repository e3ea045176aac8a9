#include "generate/output_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "generate/regions.hpp"

namespace lockstep::generate {

namespace fs = std::filesystem;

namespace {

/// In the first lines: whoever opens it sees it.
bool says_that_it_is_generated(std::string_view text) {
    constexpr int lines = 10;
    auto const mark = text.find(header_mark);
    return mark != std::string_view::npos &&
           std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), '\n') < lines;
}

std::optional<std::string> read_if_there(fs::path const& path) {
    std::error_code error;
    return fs::exists(path, error) ? std::optional(read_text_file(path)) : std::nullopt;
}

void check_whole_file(OutputFile const& file, Target const& target, bool takes_over) {
    if (!says_that_it_is_generated(file.after)) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("the template {} has no {{{{header}}}} in its first lines", target.name),
            "By it a generated file is told from one that is kept by hand.");
    }
    if (file.before && !file.before->empty() && !says_that_it_is_generated(*file.before) &&
        !takes_over) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("{} is kept by hand: it does not say \"{}\"", file.name, header_mark),
            "Let it have regions (\"mode\": \"regions\", and lines \"lockstep: begin "
            "NAME\"), or say --overwrite.");
    }
}

void note_regions(OutputFile& file, Spliced const& spliced) {
    if (!spliced.not_there.empty()) {
        file.notes.push_back(
            fmt::format("{} has no region for {}", file.name, join(spliced.not_there, ", ")));
    }
    for (auto const& name : spliced.left_over) {
        file.notes.push_back(
            fmt::format("{}: nothing in the schema is called {}; its region stays "
                        "as it is",
                        file.name, name));
    }
}

void make(OutputFile& file, Generator& generator, Target const& target,
          OutputOptions const& options) {
    file.path = output_path(options, target.output);
    file.before = read_if_there(file.path);
    auto const text = generator.render(target, file.before);
    if (!target.regions) {
        file.after = without_marks(target.name, text);
        check_whole_file(file, target, options.takes_over);
    } else if (!file.before) {
        file.after = text;
    } else {
        file.after = text;  // what is shown where this fails
        auto spliced = splice(file.name, *file.before, text);
        note_regions(file, spliced);
        file.after = std::move(spliced.text);
    }
}

}  // namespace

fs::path output_path(OutputOptions const& options, std::string const& output) {
    std::error_code error;
    auto const top = fs::weakly_canonical(options.repository, error);
    auto const path = fs::weakly_canonical(options.folder / output, error);
    auto const inside = path.lexically_relative(top);
    // A link is left where it leads to nothing.
    bool const is_inside = !error && !inside.empty() && *inside.begin() != ".." && inside != "." &&
                           !fs::is_symlink(path);
    if (!is_inside) {
        throw Error(ExitCode::bad_input, fmt::format("{} is not inside the repository ({})",
                                                     printable(output), top.string()));
    }
    return path;
}

OutputFile make_file(Generator& generator, Target const& target, OutputOptions const& options) {
    OutputFile file{.name = target.output};
    try {
        make(file, generator, target, options);
    } catch (Error const& error) {
        file.failure = error;
    }
    return file;
}

void write(OutputFile const& file) {
    std::error_code error;
    auto const status = fs::status(file.path, error);
    bool const is_there = fs::exists(status);
    // A rename would replace it all the same.
    if (is_there && (status.permissions() & fs::perms::owner_write) == fs::perms::none) {
        throw Error(ExitCode::bad_input,
                    fmt::format("cannot write {}: it is read-only", file.name));
    }
    if (read_if_there(file.path) != file.before) {
        throw Error(
            ExitCode::conflict,
            fmt::format("{} has changed since it was read; it was left as it is", file.name),
            "Run the command again.");
    }
    fs::create_directories(file.path.parent_path(), error);
    write_file(file.path, file.after, is_there ? status.permissions() : fs::perms(0644));
}

}  // namespace lockstep::generate
