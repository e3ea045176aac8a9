#include "relay/polled_row.hpp"

#include "relay/byte_reader.hpp"

namespace lockstep::relay {

namespace {

using namespace std::string_view_literals;

constexpr auto signature = "PGCOPY\n\377\r\n\0"sv;
constexpr std::uint16_t the_end = 0xFFFF;

}  // namespace

std::optional<PolledRow> read_polled_row(std::string_view message) {
    ByteReader in("COPY", message);
    if (message.starts_with(signature)) {
        in.bytes(signature.size(), "the signature");
        in.uint32("flags");
        in.bytes(in.uint32("the length of the header's extension"), "the header's extension");
    }
    if (in.left() == 0) {
        return std::nullopt;
    }
    auto const fields = in.uint16("the number of fields");
    if (fields == the_end) {
        in.end();
        return std::nullopt;
    }
    constexpr std::uint16_t lsn_and_data = 2;
    if (fields != lsn_and_data) {
        in.fail_before(sizeof fields, "two fields");
    }
    auto const length = in.uint32("the length of an LSN");
    if (length != sizeof(Lsn::value)) {
        in.fail_before(sizeof length, "the length of an LSN (8)");
    }
    PolledRow row{.lsn = in.lsn("an LSN"), .data = {}};
    row.data = in.bytes(in.uint32("the length of the data"), "the data");
    in.end();
    return row;
}

}  // namespace lockstep::relay
