#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/log.hpp"

namespace lockstep::cli {

namespace {

// Set once, from the command line, before any command runs.
std::string color = "auto";  // NOLINT

bool wants_colour(bool is_terminal) {
    if (color != "auto") {
        return color == "always";
    }
    // no-color.org: any value but the empty one.
    char const* const no_color = std::getenv("NO_COLOR");
    char const* const term = std::getenv("TERM");
    bool const dumb = term != nullptr && std::string_view(term) == "dumb";
    return is_terminal && (no_color == nullptr || *no_color == '\0') && !dumb;
}

int terminal_width() {
    constexpr int usual = 100;
    constexpr int widest = 1000;
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    char const* const columns = std::getenv("COLUMNS");
    auto const width = columns == nullptr ? 0L : std::strtol(columns, nullptr, 10);
    return width > 0 && width <= widest ? static_cast<int>(width) : usual;
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Of a cell that may hold colours.
std::size_t visible_width(std::string_view cell) {
    std::string plain;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] == '\x1b') {
            i = std::min(cell.find('m', i), cell.size());
        } else {
            plain += cell[i];
        }
    }
    return report::display_width(plain);
}

}  // namespace

void prepare_output(Globals const& globals) {
    color = globals.color;
    set_log_level(globals.quiet          ? spdlog::level::err
                  : globals.verbose == 0 ? spdlog::level::warn
                  : globals.verbose == 1 ? spdlog::level::info
                                         : spdlog::level::debug);
}

bool stdout_is_terminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

bool stderr_is_terminal() {
    return ::isatty(STDERR_FILENO) == 1;
}

report::TextOptions stdout_look() {
    return {.colour = wants_colour(stdout_is_terminal()), .width = terminal_width()};
}

report::Style stdout_style() {
    return {wants_colour(stdout_is_terminal())};
}

report::Style stderr_style() {
    return {wants_colour(stderr_is_terminal())};
}

void print(std::string_view text) {
    if (!write_all(STDOUT_FILENO, text) && errno != EPIPE) {
        throw Error(ExitCode::bad_input, fmt::format("cannot write the result: {}",
                                                     std::generic_category().message(errno)));
    }
}

void print_to_stderr(std::string_view text) {
    write_all(STDERR_FILENO, text);
}

void note(Globals const& globals, std::string_view text) {
    if (!globals.quiet) {
        print_to_stderr(log_format() == LogFormat::json
                            ? json_log_line(std::chrono::system_clock::now(), "info", text)
                            : fmt::format("lockstep: {}\n", text));
    }
}

void tell_error(std::string const& what, std::string const& hint) {
    if (log_format() == LogFormat::json) {
        auto const now = std::chrono::system_clock::now();
        print_to_stderr(hint.empty() ? json_log_line(now, "error", what)
                                     : json_log_line(now, "error", what, {{"hint", hint}}));
        return;
    }
    auto const style = stderr_style();
    print_to_stderr(fmt::format("lockstep: {} {}\n", style.alarm("error:"), report::shown(what)));
    if (!hint.empty()) {
        print_to_stderr(fmt::format("{} {}\n", style.bold("hint:"), report::shown(hint)));
    }
}

bool wants_progress(Globals const& globals) {
    return !globals.quiet && globals.verbose == 0 && stderr_is_terminal();
}

bool can_ask() {
    return ::isatty(STDIN_FILENO) == 1 && stderr_is_terminal();
}

bool ask(std::string_view question, bool otherwise) {
    if (!can_ask()) {
        return otherwise;
    }
    print_to_stderr(fmt::format("{} [{}] ", question, otherwise ? "Y/n" : "y/N"));
    std::string answer;
    std::getline(std::cin, answer);
    if (answer.empty() && std::cin) {
        return otherwise;
    }
    return answer == "y" || answer == "Y" || answer == "yes";
}

std::string Table::finish(std::size_t width) {
    for (auto const& row : rows_) {
        widths_.resize(std::max(widths_.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths_[i] = std::max(widths_[i], visible_width(row[i]));
        }
    }
    std::string text;
    for (auto const& row : rows_) {
        std::size_t margin = 0;
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            text += row[i] + std::string(widths_[i] + 2 - visible_width(row[i]), ' ');
            margin += widths_[i] + 2;
        }
        // The last column wraps, unless the others leave it too little for words.
        constexpr std::size_t least = 40;
        auto const room = margin + least < width ? width - margin : width;
        auto const lines = report::wrapped(row.empty() ? std::string{} : row.back(), room);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            text += (i == 0 ? std::string{} : std::string(margin, ' ')) + lines[i];
            text.erase(text.find_last_not_of(' ') + 1);
            text += '\n';
        }
    }
    rows_.clear();
    return text;
}

}  // namespace lockstep::cli
