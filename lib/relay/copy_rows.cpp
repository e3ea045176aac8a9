#include "relay/copy_rows.hpp"

#include <bit>
#include <chrono>
#include <cstring>

#include <fmt/core.h>

namespace lockstep::relay {

namespace {

constexpr std::uint16_t column_count = 12;
constexpr std::size_t uuid_size = 16;
/// From a row's first byte to its LSN: the number of fields, id, position, the LSN's length.
constexpr std::size_t lsn_at = 2 + (4 + uuid_size) + (4 + 8) + 4;
constexpr std::int64_t unix_ms_of_2000 = 946'684'800'000;

template <typename Number>
Number big_endian(Number number) {
    static_assert(sizeof(Number) == 2 || sizeof(Number) == 4 || sizeof(Number) == 8);
    if constexpr (std::endian::native == std::endian::big) {
        return number;
    } else if constexpr (sizeof(Number) == 2) {
        return __builtin_bswap16(number);
    } else if constexpr (sizeof(Number) == 4) {
        return __builtin_bswap32(number);
    } else {
        return __builtin_bswap64(number);
    }
}

template <typename Number>
void append_number(std::string& out, Number number) {
    auto const bytes = big_endian(number);
    char raw[sizeof bytes];
    std::memcpy(raw, &bytes, sizeof bytes);
    out.append(raw, sizeof raw);
}

void append_length(std::string& out, std::size_t length) {
    append_number(out, static_cast<std::uint32_t>(length));
}

void append_null(std::string& out) {
    append_number(out, 0xFFFF'FFFFU);
}

void append_uint64(std::string& out, std::uint64_t number) {
    append_length(out, sizeof number);
    append_number(out, number);
}

void append_text(std::string& out, std::string_view text) {
    append_length(out, text.size());
    out += text;
}

void append_jsonb(std::string& out, std::string_view json) {
    if (json.empty()) {
        append_null(out);
        return;
    }
    append_length(out, json.size() + 1);
    out += '\1';
    out += json;
}

std::int64_t floor_ms(PgTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(
               std::chrono::microseconds(time.microseconds))
        .count();
}

/// A UUID of version 7 (RFC 9562): the milliseconds, then what makes it unique in the history. The
/// same change always gets the same one.
void append_id(std::string& out, RowHead const& head) {
    auto const ms = static_cast<std::uint64_t>(floor_ms(head.timestamp) + unix_ms_of_2000);
    auto const epoch = static_cast<std::uint64_t>(head.epoch) & 0xFFFU;
    auto const position = static_cast<std::uint64_t>(head.position) & 0x3FFF'FFFF'FFFF'FFFFU;
    append_length(out, uuid_size);
    append_number(out, (ms << 16U) | 0x7000U | epoch);
    append_number(out, 0x8000'0000'0000'0000U | position);
}

}  // namespace

void append_row(std::string& out, RowHead const& head, RowData const& data) {
    append_number(out, column_count);
    append_id(out, head);
    append_uint64(out, static_cast<std::uint64_t>(head.position));
    append_uint64(out, 0);  // set_lsn
    append_text(out, head.table_name);
    append_text(out, head.operation);
    append_jsonb(out, data.data);
    append_jsonb(out, data.old_data);
    append_uint64(out, head.transaction);
    append_text(out, head.schema_version);
    append_uint64(out, static_cast<std::uint64_t>(head.timestamp.microseconds));
    append_jsonb(out, data.metadata);
    if (head.client_id.empty()) {
        append_null(out);
    } else {
        append_text(out, head.client_id);
    }
}

void set_lsn(std::string& rows, std::size_t from, Lsn lsn) {
    auto const bytes = big_endian(lsn.value);
    while (from < rows.size()) {
        std::memcpy(rows.data() + from + lsn_at, &bytes, sizeof bytes);
        from += 2;
        for (int column = 0; column < column_count; ++column) {
            std::uint32_t length = 0;
            std::memcpy(&length, rows.data() + from, sizeof length);
            length = big_endian(length);
            from += sizeof length + (length == 0xFFFF'FFFFU ? 0 : length);
        }
    }
}

std::string month_of(PgTime time) {
    using namespace std::chrono;
    constexpr sys_days year_2000 = 2000y / January / 1;
    auto const day =
        floor<days>(sys_time<microseconds>(year_2000) + microseconds(time.microseconds));
    year_month_day const date(day);
    return fmt::format("{:04}-{:02}-01", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()));
}

}  // namespace lockstep::relay
