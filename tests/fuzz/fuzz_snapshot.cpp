#include "base/error.hpp"
#include "fuzz.hpp"
#include "schema/snapshot.hpp"

using namespace lockstep;

namespace {

/// Any bytes are a snapshot or an Error; and what was read is written so that it reads the same.
void check_json(std::string_view text) {
    try {
        auto const written = schema::to_snapshot_json(schema::from_snapshot_json(text, "x.json"));
        fuzz::require(written ==
                      schema::to_snapshot_json(schema::from_snapshot_json(written, "x.json")));
        auto const yaml = schema::to_snapshot_yaml(schema::from_snapshot_json(written, "x.json"));
        fuzz::require(written ==
                      schema::to_snapshot_json(schema::from_snapshot_yaml(yaml, "x.yaml")));
    } catch (Error const&) {
        // What most inputs are: wrong, and said so.
    }
}

void check_yaml(std::string_view text) {
    try {
        schema::from_snapshot_yaml(text, "x.yaml");
    } catch (Error const&) {
        // As above.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    check_json(text);
    check_yaml(text);
    return 0;
}
