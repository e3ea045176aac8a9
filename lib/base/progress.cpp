#include "base/progress.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <fmt/core.h>
#include <unistd.h>

#include "base/text.hpp"

namespace lockstep {

namespace {

constexpr std::string_view erase_line = "\r\x1b[K";
constexpr std::chrono::milliseconds one_step(120);
constexpr std::size_t longest_text = 70;

void write_to_stderr(std::string_view text) {
    // A progress line that cannot be written is no reason to stop.
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

struct Progress::State {
    std::chrono::milliseconds delay{};
    Write write;
    std::mutex mutex;
    std::condition_variable wake;
    std::string what;
    bool visible = false;
    bool finished = false;
    std::thread thread;

    void draw(std::size_t step) {
        constexpr std::string_view marks = "|/-\\";
        write(fmt::format("{}{} {}", erase_line, marks[step % marks.size()], what));
        visible = true;
    }

    void erase() {
        if (visible) {
            write(erase_line);
            visible = false;
        }
    }

    void run() {
        std::unique_lock lock(mutex);
        auto pause = delay;
        for (std::size_t step = 0; !wake.wait_for(lock, pause, [&] { return finished; }); ++step) {
            if (!what.empty()) {
                draw(step);
            }
            pause = one_step;
        }
        erase();
    }
};

Progress::Progress(bool enabled, std::chrono::milliseconds delay, Write write) {
    if (enabled) {
        state_ = std::make_unique<State>();
        state_->delay = delay;
        state_->write = write ? std::move(write) : Write(write_to_stderr);
    }
}

Progress::~Progress() {
    if (state_ == nullptr || !state_->thread.joinable()) {
        return;
    }
    {
        std::lock_guard const lock(state_->mutex);
        state_->finished = true;
    }
    state_->wake.notify_all();
    state_->thread.join();
}

void Progress::say(std::string_view what) {
    if (state_ == nullptr) {
        return;
    }
    std::lock_guard const lock(state_->mutex);
    state_->what = printable(what.substr(0, longest_text));
    if (!state_->thread.joinable()) {
        state_->thread = std::thread([state = state_.get()] { state->run(); });
    }
}

void Progress::clear() {
    if (state_ != nullptr) {
        std::lock_guard const lock(state_->mutex);
        state_->what.clear();
        state_->erase();
    }
}

}  // namespace lockstep
