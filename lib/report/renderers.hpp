#pragma once

#include <string>

#include "report/report.hpp"

namespace lockstep::report {

// What the rows of the table of renderers call; each stands in a file of its own.
std::string render_text(Report const& report, TextOptions const& options);
std::string render_json(Report const& report, TextOptions const& options);
std::string render_markdown(Report const& report, TextOptions const& options);
std::string render_html(Report const& report, TextOptions const& options);
std::string render_sarif(Report const& report, TextOptions const& options);
std::string render_junit(Report const& report, TextOptions const& options);
std::string render_github(Report const& report, TextOptions const& options);

}  // namespace lockstep::report
