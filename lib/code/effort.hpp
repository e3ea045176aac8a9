#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/definitions.hpp"

namespace lockstep::code {

inline std::size_t bytes_of(std::span<SourceFile const> files) {
    std::size_t bytes = 0;
    for (auto const& file : files) {
        bytes += file.text.size();
    }
    return bytes;
}

/// Throws Error(bad_input) for a file of which reading would take too much memory: a syntax tree
/// takes some seventy times that of its text. Nobody writes definitions that long.
inline void refuse_too_large(std::string const& file, std::uintmax_t bytes,
                             std::string hint = "Name the files or folders that do.") {
    constexpr std::uintmax_t most = 8U << 20;
    if (bytes > most) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} is too large to hold definitions (over 8 MB)", printable(file)),
                    std::move(hint));
    }
}

/// Bounds how deep and how far definitions lead from one name to the next: hostile ones lead in
/// circles, or double with every step. What a reader does in all grows with the size of its files.
class Effort {
public:
    explicit Effort(std::span<SourceFile const> files)
        : left_(least + per_byte * bytes_of(files)) {}

    /// One step further, as long as it lives; false where it is one too many.
    class Step {
    public:
        explicit Step(Effort& effort) : effort_(effort) {
            ++effort_.depth_;
            effort_.spend(1);
        }
        ~Step() { --effort_.depth_; }
        Step(Step const&) = delete;
        Step& operator=(Step const&) = delete;
        explicit operator bool() const { return effort_.depth_ <= deepest && effort_.left_ > 0; }

    private:
        Effort& effort_;
    };

    void spend(std::size_t steps) { left_ -= steps < left_ ? steps : left_; }
    bool is_spent() const { return left_ == 0; }

private:
    static constexpr std::size_t least = 100'000;
    static constexpr std::size_t per_byte = 16;
    static constexpr int deepest = 60;

    std::size_t left_;
    int depth_ = 0;
};

/// What is told where the effort is spent.
inline Problem const too_far{
    {}, "these definitions lead so far from name to name that not all were followed"};

}  // namespace lockstep::code
