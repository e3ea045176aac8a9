// Whatever the bytes: as a database, tables or a refusal; as a script, tables, problems with places
// that are in it, and the same the next time.
#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "code/checks.hpp"
#include "code/sqlite.hpp"
#include "fuzz.hpp"

using namespace lockstep;

namespace {

void read_image(std::string_view bytes) {
    try {
        auto const read = code::read_sqlite_image(bytes, "a.db");
        for (auto const& record : read.records) {
            fuzz::require(is_utf8(record.name) && !record.name.empty());
        }
    } catch (Error const& error) {
        fuzz::require(error.code() == ExitCode::bad_input);
    }
}

void read_script(std::string_view text) {
    code::SourceFile const script{"a.sql", std::string(text)};
    auto const read = code::read_sqlite_script(script);
    auto const lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (auto const& record : read.records) {
        fuzz::require(record.place.line >= 1 && record.place.line <= lines);
        for (auto const& field : record.fields) {
            fuzz::require(field.place.line >= 1 && field.place.line <= lines);
        }
    }
    for (auto const& problem : read.problems) {
        fuzz::require(problem.place.line <= lines);
    }
    fuzz::require(code::read_sqlite_script(script).records == read.records);
    code::check(read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    if (code::is_sqlite_database(text)) {
        read_image(text);
    } else if (is_utf8(text) && text.find('\0') == std::string_view::npos) {
        read_script(text);
    }
    return 0;
}
