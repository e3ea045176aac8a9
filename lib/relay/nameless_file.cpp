#include "relay/nameless_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

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
        fail("no file can be made");
    }
    ::unlink(name.c_str());
    return ::fdopen(descriptor, "w+b");
}

}  // namespace

NamelessFile::NamelessFile() : file_(open_nameless()) {}

void NamelessFile::go_to(long place) {
    if (std::fseek(file_.get(), place, SEEK_SET) != 0) {
        fail("it cannot be read back");
    }
    at_ = place;
}

void NamelessFile::append(std::string_view bytes) {
    if (!is_writing_ || at_ != size_) {
        go_to(size_);
    }
    is_writing_ = true;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        fail("it cannot be written to a file");
    }
    size_ += static_cast<long>(bytes.size());
    at_ = size_;
}

std::string NamelessFile::read(long at, std::size_t size) {
    if (is_writing_ || at_ != at) {
        go_to(at);
    }
    is_writing_ = false;
    std::string bytes(size, '\0');
    if (std::fread(bytes.data(), 1, size, file_.get()) != size) {
        fail("it cannot be read back");
    }
    at_ += static_cast<long>(size);
    return bytes;
}

}  // namespace lockstep::relay
