// Whatever the request: it is refused with a code, or it makes a schema that is read again, and
// statements that take one to the other.
#include <memory>

#include <nlohmann/json.hpp>

#include "fuzz.hpp"
#include "sync/change.hpp"
#include "sync/plan_change.hpp"
#include "sync/refused.hpp"
#include "sync/request.hpp"

namespace {

using nlohmann::json;

json shop() {
    return json::parse(R"json({
      "enums": [{"id": "e", "name": "mood", "values": ["a", "b"]}],
      "tables": [
        {"id": "t", "name": "x", "columns": [{"id": "c", "name": "id", "type": "bigint", "primary_key": true},
                                             {"id": "d", "name": "n", "type": "mood"}],
         "checks": [{"name": "k", "expression": "id > 0"}]},
        {"id": "u", "name": "y", "columns": [{"id": "f", "name": "x", "type": "bigint"}],
         "foreign_keys": [{"name": "fk", "columns": ["f"], "references": {"table": "t"}}]}]})json");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    try {
        auto const request = sync::read_request(fuzz::as_text(data, size));
        sync::Terms const terms{.name_space = "o", .names = sync::NamesBy::given};
        auto const next = sync::next_schema(shop(), *request.change, terms.names);
        sync::read_project(next, terms);
        constexpr int server_version = 150000;
        sync::plan_change(shop(), *request.change, terms, server_version);
        fuzz::require(sync::normalized(*request.change) == *request.change);
    } catch (Error const&) {
        return 0;
    }
    return 0;
}
