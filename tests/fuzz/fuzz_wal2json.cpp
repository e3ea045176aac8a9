// Whatever the lines: each is decoded or refused, rows have their table's columns, and the same
// lines mean the same once more.
#include <map>
#include <string>

#include "base/text.hpp"
#include "fuzz.hpp"
#include "relay/decode_error.hpp"
#include "relay/relations.hpp"
#include "relay/wal2json.hpp"

using namespace lockstep;
using namespace lockstep::relay;

namespace {

/// What was said, in short.
struct Summary {
    std::string text;

    void row(Relations const& relations, Oid relation, Tuple row) {
        fuzz::require(row.size() == relations.at(relation)->columns.size());
        for (auto const& cell : row) {
            text += static_cast<char>('0' + static_cast<int>(cell.kind));
            text += cell.bytes;
        }
    }
};

Summary decode_all(std::string_view input) {
    Wal2jsonDecoder decoder;
    Relations relations;
    Summary summary;
    for (auto const& line : split(input, '\n')) {
        try {
            for (auto const& message : decoder.decode(line)) {
                if (auto const* const relation = std::get_if<RelationMessage>(&message)) {
                    relations.see(*relation);
                } else if (auto const* const insert = std::get_if<Insert>(&message)) {
                    summary.row(relations, insert->relation, insert->row);
                } else if (auto const* const update = std::get_if<Update>(&message)) {
                    summary.row(relations, update->relation, update->row);
                    fuzz::require(update->before != Before::nothing || update->old.empty());
                } else if (auto const* const removed = std::get_if<Delete>(&message)) {
                    summary.row(relations, removed->relation, removed->old);
                }
            }
        } catch (DecodeError const&) {
            break;  // as in life: the stream ends here
        }
    }
    return summary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = fuzz::as_text(data, size);
    fuzz::require(decode_all(input).text == decode_all(input).text);
    return 0;
}
