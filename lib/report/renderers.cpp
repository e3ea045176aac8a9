#include "report/renderers.hpp"

#include <array>

namespace lockstep::report {

std::span<Renderer const> renderers() {
    static constexpr std::array table{
        Renderer{"text", ".txt", "for people, in a terminal", render_text},
        Renderer{"json", ".json", "for programs: docs/schemas/drift-report.json", render_json},
        Renderer{"markdown", ".md", "for pull requests and wikis", render_markdown},
        Renderer{"html", ".html", "one page for a browser, with a filter", render_html},
        Renderer{"sarif", ".sarif", "SARIF 2.1.0, for code scanning", render_sarif},
        Renderer{"junit", ".xml", "JUnit, for the test view of a CI", render_junit},
        Renderer{"github", ".github", "annotations of a GitHub workflow", render_github},
    };
    return table;
}

Renderer const* find_renderer(std::string_view name) {
    for (auto const& renderer : renderers()) {
        if (renderer.name == name) {
            return &renderer;
        }
    }
    return nullptr;
}

Renderer const* renderer_for_file(std::string_view path) {
    Renderer const* best = nullptr;
    for (auto const& renderer : renderers()) {
        if (path.ends_with(renderer.extension) &&
            (best == nullptr || renderer.extension.size() > best->extension.size())) {
            best = &renderer;
        }
    }
    return best;
}

}  // namespace lockstep::report
