#include "config/node.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::config {

Member const* Node::find(std::string_view key) const {
    auto const found =
        std::ranges::find_if(members, [&](Member const& member) { return member.key == key; });
    return found == members.end() ? nullptr : &*found;
}

std::string_view describe(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::null:
            return "null";
        case Node::Kind::boolean:
            return "true or false";
        case Node::Kind::number:
            return "a number";
        case Node::Kind::text:
            return "a text";
        case Node::Kind::list:
            return "a list";
        case Node::Kind::map:
            return "a map";
    }
    return "";
}

void Document::fail(std::size_t offset, std::string const& message, std::string hint) const {
    throw ParseError(place_at(file, text, offset), message, text, std::move(hint));
}

void check_text(Document const& document) {
    if (document.text.size() > largest_file) {
        throw ParseError({document.file},
                         fmt::format("the file has {} bytes; a configuration has at most {}",
                                     document.text.size(), largest_file));
    }
    if (auto const nul = document.text.find('\0'); nul != std::string_view::npos) {
        document.fail(nul, "a NUL byte; this is no text file");
    }
    if (!is_utf8(document.text)) {
        throw ParseError({document.file}, "the file is no text in UTF-8", {},
                         "Convert it, for example: iconv -f LATIN1 -t UTF-8");
    }
}

}  // namespace lockstep::config
