#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "relay/decode_error.hpp"
#include "relay/lsn.hpp"

namespace lockstep::relay {

/// Takes a binary message apart from the left: numbers in network byte order, texts up to a NUL.
/// Never reads past the end; `expected` says in the error what should have stood there.
class ByteReader {
public:
    ByteReader(std::string_view where, std::string_view bytes) : where_(where), bytes_(bytes) {}

    std::size_t left() const { return bytes_.size() - at_; }

    std::uint8_t byte(std::string_view expected) {
        need(1, expected);
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }
    std::uint16_t uint16(std::string_view expected) { return number<std::uint16_t>(expected); }
    std::uint32_t uint32(std::string_view expected) { return number<std::uint32_t>(expected); }
    std::uint64_t uint64(std::string_view expected) { return number<std::uint64_t>(expected); }
    Lsn lsn(std::string_view expected) { return {uint64(expected)}; }
    PgTime time(std::string_view expected) { return {static_cast<std::int64_t>(uint64(expected))}; }

    /// A byte that is 0 or 1.
    bool flag(std::string_view expected) {
        auto const value = byte(expected);
        if (value > 1) {
            fail_at(at_ - 1, expected);
        }
        return value == 1;
    }

    std::string_view bytes(std::size_t count, std::string_view expected) {
        need(count, expected);
        auto const taken = bytes_.substr(at_, count);
        at_ += count;
        return taken;
    }

    /// Up to a NUL, which is taken too.
    std::string_view text(std::string_view expected) {
        auto const end = bytes_.find('\0', at_);
        if (end == std::string_view::npos) {
            fail_at(bytes_.size(), expected);
        }
        auto const taken = bytes_.substr(at_, end - at_);
        at_ = end + 1;
        return taken;
    }

    void end() const {
        if (left() != 0) {
            fail_at(at_, "the end of the message");
        }
    }

    /// What was taken last, of so many bytes, is wrong.
    [[noreturn]] void fail_before(std::size_t bytes, std::string_view expected) const {
        fail_at(at_ - bytes, expected);
    }

private:
    template <typename Number>
    Number number(std::string_view expected) {
        need(sizeof(Number), expected);
        Number value{};
        std::memcpy(&value, bytes_.data() + at_, sizeof(Number));
        at_ += sizeof(Number);
        return std::endian::native == std::endian::big ? value : swapped(value);
    }

    static std::uint16_t swapped(std::uint16_t value) { return __builtin_bswap16(value); }
    static std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }
    static std::uint64_t swapped(std::uint64_t value) { return __builtin_bswap64(value); }

    void need(std::size_t count, std::string_view expected) const {
        if (left() < count) [[unlikely]] {
            fail_at(bytes_.size(), expected);
        }
    }

    [[noreturn]] void fail_at(std::size_t offset, std::string_view expected) const {
        throw DecodeError(where_, bytes_, offset, expected);
    }

    std::string_view where_;
    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace lockstep::relay
