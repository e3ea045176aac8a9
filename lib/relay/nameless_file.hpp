#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep::relay {

/// A file in the folder for temporary files (TMPDIR) that has no name: it is gone when this process
/// is, however it ends. Written at its end, read from wherever the reader is. All throws Error when
/// the disk is full or does not answer.
class NamelessFile {
public:
    NamelessFile();

    void append(std::string_view bytes);
    /// Bytes from `at` on; there must be so many.
    std::string read(long at, std::size_t size);
    long size() const { return size_; }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void go_to(long place);

    std::unique_ptr<std::FILE, Close> file_;
    long size_ = 0;
    long at_ = 0;  // where the next byte is read or written, so that nobody seeks for nothing
    bool is_writing_ = true;
};

}  // namespace lockstep::relay
