#include "source/files.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace lockstep::source {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t head_size = 64;

class DiskFiles : public Files {
public:
    bool is_file(std::string const& path) const override {
        std::error_code error;
        auto const status = fs::status(path, error);
        return fs::exists(status) && !fs::is_directory(status);
    }
    bool is_folder(std::string const& path) const override {
        std::error_code error;
        return fs::is_directory(path, error);
    }
    std::string read(std::string const& path) const override { return read_text_file(path); }
    std::string bytes(std::string const& path) const override {
        auto content = read_file_if_any(path);
        if (!content) {
            throw Error(ExitCode::bad_input, fmt::format("cannot read {}", printable(path)));
        }
        return std::move(*content);
    }
    std::string head(std::string const& path) const override {
        std::ifstream file(path, std::ios::binary);
        std::string head(head_size, '\0');
        file.read(head.data(), static_cast<std::streamsize>(head.size()));
        head.resize(static_cast<std::size_t>(file.gcount()));
        return head;
    }
    std::optional<std::uintmax_t> size(std::string const& path) const override {
        std::error_code error;
        auto const bytes = fs::file_size(path, error);
        return error ? std::nullopt : std::optional(bytes);
    }
    bool on_disk() const override { return true; }
    std::vector<std::string> below(std::string const& folder,
                                   std::string_view suffix) const override {
        std::vector<std::string> paths;
        for (auto const& path : files_below(folder, suffix)) {
            paths.push_back(path.string());
        }
        return paths;
    }
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view digits_at(std::string_view text, std::size_t at) {
    auto const begin = std::min(text.find_first_not_of('0', at), text.size());
    auto end = begin;
    while (end < text.size() && is_digit(text[end])) {
        ++end;
    }
    return text.substr(begin, end - begin);
}

}  // namespace

std::shared_ptr<Files const> disk_files() {
    return std::make_shared<DiskFiles const>();
}

bool natural_less(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            auto const left = digits_at(a, i);
            auto const right = digits_at(b, j);
            if (left.size() != right.size()) {
                return left.size() < right.size();
            }
            if (left != right) {
                return left < right;
            }
            i = static_cast<std::size_t>(left.data() - a.data()) + left.size();
            j = static_cast<std::size_t>(right.data() - b.data()) + right.size();
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i;
            ++j;
        }
    }
    // Equal save for leading zeros: then plainly, so that the order is total.
    return a.size() - i != b.size() - j ? a.size() - i < b.size() - j : a < b;
}

}  // namespace lockstep::source
