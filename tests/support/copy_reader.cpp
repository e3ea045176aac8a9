#include "support/copy_reader.hpp"

#include <fmt/core.h>

#include "relay/byte_reader.hpp"

namespace lockstep::tests {

namespace {

using Reader = relay::ByteReader;
using Field = std::optional<std::string_view>;

Field field(Reader& reader) {
    auto const length = reader.uint32("a field's length");
    return length == 0xFFFF'FFFFU ? Field() : Field(reader.bytes(length, "a field"));
}

std::string text(Reader& reader) {
    return std::string(field(reader).value());
}

std::uint64_t number(Reader& reader) {
    auto const bytes = field(reader).value();
    return Reader("number", bytes).uint64("eight bytes");
}

/// Without its byte of version.
std::optional<std::string> jsonb(Reader& reader) {
    auto const bytes = field(reader);
    return bytes ? std::optional(std::string(bytes->substr(1))) : std::nullopt;
}

std::string uuid(Reader& reader) {
    std::string digits;
    auto const bytes = field(reader).value();
    for (auto const c : bytes) {
        digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    for (std::size_t const at : {8, 13, 18, 23}) {
        digits.insert(at, "-");
    }
    return digits;
}

HistoryRow row(Reader& reader) {
    HistoryRow it;
    if (reader.uint16("the number of fields") != 12) {
        reader.fail_before(2, "twelve fields");
    }
    it.id = uuid(reader);
    it.position = static_cast<std::int64_t>(number(reader));
    it.lsn = {number(reader)};
    it.table_name = text(reader);
    it.operation = text(reader);
    it.data = jsonb(reader);
    it.old_data = jsonb(reader);
    it.transaction = static_cast<std::int64_t>(number(reader));
    it.schema_version = text(reader);
    it.timestamp = {static_cast<std::int64_t>(number(reader))};
    it.metadata = jsonb(reader);
    auto const client = field(reader);
    it.client_id = client ? std::optional(std::string(*client)) : std::nullopt;
    return it;
}

}  // namespace

std::vector<HistoryRow> read_rows(std::string_view rows) {
    Reader reader("COPY", rows);
    std::vector<HistoryRow> all;
    while (reader.left() > 0) {
        all.push_back(row(reader));
    }
    return all;
}

}  // namespace lockstep::tests
