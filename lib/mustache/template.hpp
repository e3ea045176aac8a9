#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mustache/data.hpp"

namespace lockstep::mustache {

/// A Mustache template (mustache(5)), read once: variables, sections, inverted sections, comments,
/// partials, other delimiters, and lines of their own for tags. Three things differ: what is filled
/// in is never changed (`{{x}}` is `{{{x}}}`: values come quoted for their language), a name that
/// means nothing is an error rather than nothing, and in a list there are `{{-first}}`, `{{-last}}`
/// and `{{-index}}`, which counts from 1.
class Template {
public:
    /// `name` is what errors call it. Throws ParseError with line and column.
    Template(std::string name, std::string text);

    /// The text of the template that `{{> name}}` means; nothing where there is none.
    using Partials = std::function<std::optional<std::string>(std::string_view name)>;

    /// Fills it from several objects; of names that are in more than one, the last object's counts.
    /// Throws ParseError at the tag whose name means nothing.
    std::string render(std::span<Data const* const> data, Partials const& partials = {}) const;

    /// Does it speak of something of that name, or include another template that may?
    bool mentions(std::string_view name) const;

    struct Node {
        enum class Kind { text, variable, section, inverted, partial };
        Kind kind = Kind::text;
        std::string text;               // or the name
        std::vector<std::string> path;  // of a variable or section: {"a", "b"}; empty: "."
        std::vector<Node> children;
        std::size_t at = 0;            // in the template
        mutable std::size_t hint = 0;  // where in its object the first name was last
    };

private:
    friend class Rendering;

    std::string name_;
    std::string text_;
    std::vector<Node> nodes_;
};

}  // namespace lockstep::mustache
