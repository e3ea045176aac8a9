#pragma once

#include <string>
#include <string_view>

#include "base/progress.hpp"
#include "command.hpp"
#include "report/report.hpp"
#include "report/shown.hpp"

namespace lockstep::cli {

/// Takes over --color and -v for all that follows.
void prepare_output(Globals const& globals);

bool stdout_is_terminal();
bool stderr_is_terminal();

/// Whether colours go to stdout, and how wide it is.
report::TextOptions stdout_look();
report::Style stdout_style();
report::Style stderr_style();

/// Results: to stdout, at once. A reader that went away (`| head`) is no error; a full disk is.
void print(std::string_view text);
/// All else. Never fails.
void print_to_stderr(std::string_view text);
/// A line for people on stderr, unless --quiet; where the log is JSON, a line of it.
void note(Globals const& globals, std::string_view text);

/// Why the command ends, with the next step where there is one; as a line of the log where that is
/// JSON.
void tell_error(std::string const& what, std::string const& hint);

/// The progress line: on a terminal alone, and not with --quiet.
bool wants_progress(Globals const& globals);

/// Is there a terminal to ask on?
bool can_ask();
/// Asks on the terminal; `otherwise` when there is none to ask.
bool ask(std::string_view question, bool otherwise);

/// Rows of text in aligned columns, two spaces apart; cells may hold colours. One that is shown
/// part by part keeps its columns' widths, as long as nothing wider comes.
class Table {
public:
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    /// What was added since the last time.
    std::string finish(std::size_t width);

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> widths_;
};

}  // namespace lockstep::cli
