#include "generate/regions.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::generate {

namespace {

struct Mark {
    bool begins = false;
    std::string name;  // of what begins
};

/// Is the line a mark and nothing else?
std::optional<Mark> mark_in(std::string_view line) {
    constexpr auto comments = std::to_array<std::string_view>({"#", "//", "--", "<!--", "/*"});
    constexpr std::string_view begin = "begin ";
    constexpr std::string_view ours = "lockstep:";
    auto text = trim(line);
    auto const comment = std::find_if(comments.begin(), comments.end(),
                                      [&](auto const& each) { return text.starts_with(each); });
    if (comment == comments.end()) {
        return std::nullopt;
    }
    text = trim(text.substr(comment->size()));
    for (std::string_view const end : {"-->", "*/"}) {
        text = trim(text.ends_with(end) ? text.substr(0, text.size() - end.size()) : text);
    }
    if (!text.starts_with(ours)) {
        return std::nullopt;
    }
    text = trim(text.substr(ours.size()));
    if (text.starts_with(begin)) {
        return Mark{true, std::string(trim(text.substr(begin.size())))};
    }
    bool const ends = text == "end" || text.starts_with("end ");
    return ends ? std::optional(Mark{}) : std::nullopt;
}

/// A region, or what stands before one.
struct Part {
    std::string_view before;  // with the line that begins the region
    std::string name;
    std::string_view inside;
    std::string_view mark;  // the line that begins it
};

struct Parts {
    std::vector<Part> regions;
    std::string_view behind;  // from the line on that ends the last one
};

class Reader {
public:
    Reader(std::string const& name, std::string_view text) : name_(name), text_(text) {}

    Parts read() {
        std::size_t start = 0;
        while (start < text_.size()) {
            auto const newline = text_.find('\n', start);
            auto const end = newline == std::string_view::npos ? text_.size() : newline + 1;
            if (auto const mark = mark_in(text_.substr(start, end - start))) {
                take(*mark, start, end);
            }
            start = end;
        }
        if (open_) {
            fail(open_->at, fmt::format("the region {} does not end: a line \"lockstep: end\" is "
                                        "missing",
                                        printable(open_->name)));
        }
        parts_.behind = text_.substr(done_);
        return std::move(parts_);
    }

private:
    struct Open {
        std::string name;
        std::size_t at;
        std::size_t inside;
    };

    [[noreturn]] void fail(std::size_t at, std::string const& message) const {
        throw ParseError(place_at(name_, text_, at), message, text_);
    }

    void take(Mark const& mark, std::size_t start, std::size_t end) {
        if (mark.begins) {
            begin(mark, start, end);
        } else if (!open_) {
            fail(start, "no region ends here, for none has begun");
        } else {
            parts_.regions.push_back({text_.substr(done_, open_->inside - done_), open_->name,
                                      text_.substr(open_->inside, start - open_->inside),
                                      text_.substr(open_->at, open_->inside - open_->at)});
            done_ = start;
            open_.reset();
        }
    }

    void begin(Mark const& mark, std::size_t start, std::size_t end) {
        if (open_) {
            fail(start,
                 fmt::format("a region begins inside of another: {}", printable(open_->name)));
        }
        for (auto const& region : parts_.regions) {
            if (region.name == mark.name) {
                fail(start, fmt::format("a second region {}", printable(mark.name)));
            }
        }
        open_ = {mark.name, start, end};
    }

    std::string const& name_;
    std::string_view text_;
    std::size_t done_ = 0;  // where the last region ended
    std::optional<Open> open_;
    Parts parts_;
};

/// With the indentation and the line ends of the region's first line.
std::string as_there(std::string_view text, std::string_view mark) {
    auto const indentation = mark.substr(0, mark.find_first_not_of(" \t"));
    auto const end = mark.ends_with("\r\n") ? "\r\n" : "\n";
    std::string result;
    while (!text.empty()) {
        auto const newline = text.find('\n');
        auto const line = text.substr(0, newline);
        result.append(line.empty() ? "" : indentation).append(line).append(end);
        text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    }
    return result;
}

/// The parts that no region is named for, as they stand one behind the other.
std::string all_others(Parts const& generated, std::vector<std::string> const& named) {
    std::string text;
    bool is_behind_other = false;
    for (auto const& part : generated.regions) {
        if (std::find(named.begin(), named.end(), part.name) != named.end()) {
            is_behind_other = false;
            continue;
        }
        // What lies between: the line that ends one region, and the one that begins the next.
        auto between = part.before.substr(0, part.before.size() - part.mark.size());
        between.remove_prefix(std::min(between.size(), between.find('\n') + 1));
        text.append(text.empty() ? "" : is_behind_other ? between : "\n\n").append(part.inside);
        is_behind_other = true;
    }
    return text;
}

}  // namespace

std::string without_marks(std::string const& name, std::string_view text) {
    auto const parts = Reader(name, text).read();
    std::string result;
    bool is_first = true;
    auto const add = [&](std::string_view piece) {
        // All but the first begin with the line that ends the region before.
        auto const newline = is_first ? std::string_view::npos : piece.find('\n');
        piece.remove_prefix(is_first                            ? 0
                            : newline == std::string_view::npos ? piece.size()
                                                                : newline + 1);
        result.append(piece);
        is_first = false;
    };
    for (auto const& part : parts.regions) {
        add(part.before.substr(0, part.before.size() - part.mark.size()));
        result.append(part.inside);
    }
    add(parts.behind);
    return result;
}

Spliced splice(std::string const& name, std::string_view file, std::string_view generated) {
    auto const ours = Reader("what was generated for " + name, generated).read();
    auto const theirs = Reader(name, file).read();
    std::vector<std::string> named;
    for (auto const& region : theirs.regions) {
        named.push_back(region.name);
    }
    bool const takes_all = std::find(named.begin(), named.end(), "*") != named.end();
    Spliced result;
    for (auto const& region : theirs.regions) {
        auto const part = std::find_if(ours.regions.begin(), ours.regions.end(),
                                       [&](Part const& each) { return each.name == region.name; });
        result.text.append(region.before);
        if (region.name == "*") {
            result.text.append(as_there(all_others(ours, named), region.mark));
        } else if (part != ours.regions.end()) {
            result.text.append(as_there(part->inside, region.mark));
        } else {
            result.text.append(region.inside);
            result.left_over.push_back(region.name);
        }
    }
    result.text.append(theirs.behind);
    for (auto const& part : ours.regions) {
        bool const is_there = std::find(named.begin(), named.end(), part.name) != named.end();
        if (!is_there && !takes_all) {
            result.not_there.push_back(part.name);
        }
    }
    return result;
}

}  // namespace lockstep::generate
