#include "store/compress.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <new>

#include <fmt/core.h>
#include <zstd.h>

#include "base/error.hpp"

namespace lockstep::store {

namespace {

constexpr int level = 9;  // higher ones take several times as long for a few per cent
constexpr int widest_window = 30;

/// A window that spans the text and all that lies before it; log2, as zstd wants it.
int window_for(std::size_t bytes) {
    constexpr int narrowest_window = 10;
    return std::clamp(static_cast<int>(std::bit_width(bytes)), narrowest_window, widest_window);
}

/// zstd's answer is a size or an error code; an error of compressing is one of ours.
std::size_t checked(std::size_t answer) {
    if (ZSTD_isError(answer) != 0) {
        throw std::runtime_error(fmt::format("zstd: {}", ZSTD_getErrorName(answer)));
    }
    return answer;
}

[[noreturn]] void refuse(std::string const& file, std::string_view why) {
    throw Error(ExitCode::bad_input, fmt::format("{} is damaged: {}", file, why),
                "Bring it back from version control: git checkout -- " + file);
}

/// What the frame says of its text's size, before any of it is unpacked.
std::size_t size_of_text(std::string_view bytes, std::string const& file, std::size_t most) {
    auto const size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
        refuse(file, "it is no snapshot that was compressed with zstd");
    }
    if (size > most) {
        refuse(file, fmt::format("it says that it holds {} bytes, and {} are allowed", size, most));
    }
    return static_cast<std::size_t>(size);
}

}  // namespace

std::string compress(std::string_view text, std::string_view before) {
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> const context(ZSTD_createCCtx(),
                                                                       ZSTD_freeCCtx);
    if (!context) {
        throw std::bad_alloc();
    }
    auto const set = [&](ZSTD_cParameter parameter, int value) {
        checked(ZSTD_CCtx_setParameter(context.get(), parameter, value));
    };
    set(ZSTD_c_compressionLevel, level);
    set(ZSTD_c_checksumFlag, 1);
    if (!before.empty()) {
        set(ZSTD_c_windowLog, window_for(text.size() + before.size()));
        // Finds what is the same however far back it lies.
        set(ZSTD_c_enableLongDistanceMatching, 1);
        checked(ZSTD_CCtx_refPrefix(context.get(), before.data(), before.size()));
    }
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    bytes.resize(checked(
        ZSTD_compress2(context.get(), bytes.data(), bytes.size(), text.data(), text.size())));
    return bytes;
}

std::string decompress(std::string_view bytes, std::string_view before, std::string const& file,
                       std::size_t most) {
    std::string text(size_of_text(bytes, file, most), '\0');
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> const context(ZSTD_createDCtx(),
                                                                       ZSTD_freeDCtx);
    if (!context) {
        throw std::bad_alloc();
    }
    checked(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, widest_window));
    checked(ZSTD_DCtx_refPrefix(context.get(), before.data(), before.size()));
    auto const size =
        ZSTD_decompressDCtx(context.get(), text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0) {
        refuse(file, ZSTD_getErrorName(size));
    }
    text.resize(size);
    return text;
}

}  // namespace lockstep::store
