#include "report/unified_diff.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/core.h>

namespace lockstep::report {

namespace {

using Items = std::vector<std::string_view>;

constexpr std::size_t context = 3;
// Above this many pairs the table of the longest common subsequence would take too much memory.
constexpr std::size_t most_pairs = 4'000'000;

void append(std::vector<Edit>& list, Edit::Kind kind, Items const& items, std::size_t begin,
            std::size_t end) {
    for (auto i = begin; i < end; ++i) {
        list.push_back({kind, items[i]});
    }
}

/// Edits between a[begin, a_end) and b[begin, b_end) by the longest common subsequence.
void append_shortest(std::vector<Edit>& list, Items const& a, Items const& b, std::size_t begin,
                     std::size_t a_end, std::size_t b_end) {
    auto const columns = b_end - begin + 1;
    std::vector<std::uint32_t> common((a_end - begin + 1) * columns);
    auto const at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
        return common[(i - begin) * columns + (j - begin)];
    };
    for (auto i = a_end; i-- > begin;) {
        for (auto j = b_end; j-- > begin;) {
            at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
        }
    }
    auto i = begin;
    auto j = begin;
    while (i < a_end || j < b_end) {
        if (i < a_end && j < b_end && a[i] == b[j]) {
            list.push_back({Edit::Kind::keep, a[i++]});
            ++j;
        } else if (j == b_end || (i < a_end && at(i + 1, j) >= at(i, j + 1))) {
            list.push_back({Edit::Kind::remove, a[i++]});
        } else {
            list.push_back({Edit::Kind::add, b[j++]});
        }
    }
}

struct Hunk {
    std::size_t begin;  // indices into the edits
    std::size_t end;
};

/// The stretches of edits that hold all changes with their context.
std::vector<Hunk> hunks_of(std::vector<Edit> const& list) {
    std::vector<Hunk> hunks;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].kind == Edit::Kind::keep) {
            continue;
        }
        auto const begin = i < context ? 0 : i - context;
        auto const end = std::min(list.size(), i + context + 1);
        if (!hunks.empty() && begin <= hunks.back().end) {
            hunks.back().end = end;
        } else {
            hunks.push_back({begin, end});
        }
    }
    return hunks;
}

std::string range(std::size_t line, std::size_t count) {
    auto const start = count == 0 ? line - 1 : line;
    return count == 1 ? fmt::format("{}", start) : fmt::format("{},{}", start, count);
}

}  // namespace

std::vector<Edit> edits(Items const& before, Items const& after) {
    auto a_end = before.size();
    auto b_end = after.size();
    std::size_t begin = 0;
    while (begin < a_end && begin < b_end && before[begin] == after[begin]) {
        ++begin;
    }
    while (a_end > begin && b_end > begin && before[a_end - 1] == after[b_end - 1]) {
        --a_end;
        --b_end;
    }
    std::vector<Edit> list;
    append(list, Edit::Kind::keep, before, 0, begin);
    if ((a_end - begin + 1) * (b_end - begin + 1) <= most_pairs) {
        append_shortest(list, before, after, begin, a_end, b_end);
    } else {
        append(list, Edit::Kind::remove, before, begin, a_end);
        append(list, Edit::Kind::add, after, begin, b_end);
    }
    append(list, Edit::Kind::keep, before, a_end, before.size());
    return list;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    Items lines;
    while (!text.empty()) {
        auto const newline = text.find('\n');
        lines.push_back(text.substr(0, newline));
        if (newline == std::string_view::npos) {
            break;
        }
        text.remove_prefix(newline + 1);
    }
    return lines;
}

std::vector<std::string> unified_diff(std::string_view before, std::string_view after) {
    auto const list = edits(lines_of(before), lines_of(after));
    std::vector<std::string> lines;
    std::size_t old_line = 1;
    std::size_t new_line = 1;
    std::size_t done = 0;
    auto const count = [&](Hunk const& hunk, Edit::Kind without) {
        return static_cast<std::size_t>(
            std::count_if(list.begin() + static_cast<std::ptrdiff_t>(hunk.begin),
                          list.begin() + static_cast<std::ptrdiff_t>(hunk.end),
                          [&](Edit const& edit) { return edit.kind != without; }));
    };
    for (auto const& hunk : hunks_of(list)) {
        // Between hunks there is only what both sides keep.
        old_line += hunk.begin - done;
        new_line += hunk.begin - done;
        auto const old_count = count(hunk, Edit::Kind::add);
        auto const new_count = count(hunk, Edit::Kind::remove);
        lines.push_back(
            fmt::format("@@ -{} +{} @@", range(old_line, old_count), range(new_line, new_count)));
        for (auto i = hunk.begin; i < hunk.end; ++i) {
            constexpr std::string_view marks = " -+";
            lines.push_back(
                fmt::format("{}{}", marks[static_cast<std::size_t>(list[i].kind)], list[i].text));
        }
        old_line += old_count;
        new_line += new_count;
        done = hunk.end;
    }
    return lines;
}

}  // namespace lockstep::report
