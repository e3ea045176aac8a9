#include "relay/parts.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/core.h>

#include "base/error.hpp"

namespace lockstep::relay {

namespace {

[[noreturn]] void fail(char const* what) {
    throw Error(
        ExitCode::server_refused,
        fmt::format("a large transaction cannot be put by: {}: {}", what, std::strerror(errno)),
        "Make room in the folder for temporary files, or name another one in TMPDIR.");
}

std::FILE* open_nameless() {
    auto const* const folder = std::getenv("TMPDIR");
    std::string name = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") +
                       "/lockstep-transaction-XXXXXX";
    int const descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return nullptr;
    }
    ::unlink(name.c_str());
    return ::fdopen(descriptor, "w+b");
}

}  // namespace

void Parts::push(Batch batch) {
    Waiting waiting{.batch = std::move(batch)};
    auto& rows = waiting.batch.rows;
    if (in_memory_ + rows.size() <= most_in_memory_ && !file_) {
        in_memory_ += rows.size();
    } else {
        write(rows);
        waiting.bytes_in_file = std::exchange(rows, {}).size();
    }
    waiting_.push_back(std::move(waiting));
}

Batch Parts::pop() {
    auto waiting = std::move(waiting_.front());
    waiting_.pop_front();
    if (waiting.bytes_in_file > 0) {
        waiting.batch.rows = read(waiting.bytes_in_file);
    } else {
        in_memory_ -= waiting.batch.rows.size();
    }
    if (waiting_.empty()) {
        clear();
    }
    return std::move(waiting.batch);
}

void Parts::clear() {
    waiting_.clear();
    file_.reset();
    in_memory_ = 0;
    read_at_ = 0;
}

void Parts::write(std::string const& rows) {
    if (!file_) {
        file_.reset(open_nameless());
    }
    if (!file_ || std::fseek(file_.get(), 0, SEEK_END) != 0 ||
        std::fwrite(rows.data(), 1, rows.size(), file_.get()) != rows.size()) {
        fail("it cannot be written to a file");
    }
}

std::string Parts::read(std::size_t size) {
    std::string rows(size, '\0');
    if (std::fseek(file_.get(), read_at_, SEEK_SET) != 0 ||
        std::fread(rows.data(), 1, size, file_.get()) != size) {
        fail("it cannot be read back");
    }
    read_at_ += static_cast<long>(size);
    return rows;
}

}  // namespace lockstep::relay
