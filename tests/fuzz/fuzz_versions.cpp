// Whatever lies in .lockstep/versions: an index or an Error, a snapshot or an Error.
#include "base/error.hpp"
#include "fuzz.hpp"
#include "store/compress.hpp"
#include "store/version_index.hpp"

using namespace lockstep;

namespace {

void check_index(std::string_view text) {
    try {
        auto const versions = store::read_index(text, "index.jsonl");
        fuzz::require(store::read_index(store::to_index(versions), "index.jsonl") == versions);
    } catch (Error const&) {
        // What most inputs are: wrong, and said so.
    }
}

void check_bytes(std::string_view bytes) {
    constexpr std::size_t most = 1 << 20;
    for (std::string_view const before : {"", "the text before"}) {
        try {
            fuzz::require(store::decompress(bytes, before, "x.zst", most).size() <= most);
        } catch (Error const&) {
            // As above.
        }
        fuzz::require(store::decompress(store::compress(bytes, before), before, "x.zst") == bytes);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    check_index(text);
    check_bytes(text);
    return 0;
}
