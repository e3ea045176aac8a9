#include "source/files.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "source/source.hpp"
#include "support/folder.hpp"

using namespace lockstep;
using namespace lockstep::source;

namespace {

std::string refusal(std::string const& source) {
    try {
        open(source, {});
    } catch (Error const& error) {
        return std::to_string(static_cast<int>(error.code())) + " " + error.what();
    }
    return "opened";
}

}  // namespace

TEST_CASE("numbers compare as numbers, other text as text") {
    CHECK(natural_less("a2", "a10"));
    CHECK_FALSE(natural_less("a10", "a2"));
    CHECK(natural_less("a02", "a10"));
    CHECK(natural_less("a02", "a2"));
    CHECK_FALSE(natural_less("a", "a"));
    CHECK(natural_less("99999999999999999999998", "99999999999999999999999"));
}

TEST_CASE("what names no source is refused with the grammar or the path") {
    CHECK(refusal("no/such/file.sql") == "4 there is no file or folder no/such/file.sql");
    CHECK(refusal("nothing") == "4 there is no file or folder nothing");
    CHECK(refusal("graphql:x.db") == "2 \"graphql:x.db\" is no source that this version knows");
    CHECK(refusal("git:HEAD") == "2 \"git:HEAD\" lacks its path: write git:REV:PATH");
    CHECK(refusal("git:--output=x:y") == "2 \"--output=x\" is no name of a revision");
}

TEST_CASE("each form of a source is recognised") {
    tests::Folder const folder;
    auto const sql = folder.write("a.sql", "");
    CHECK(open(sql, {})->name() == sql);
    CHECK(open("empty:", {})->name() == "empty:");
    CHECK(open("postgresql://u:secret@h/d", {})->name() == "postgresql://u@h/d");
    CHECK(open("host=h dbname=d", {})->is_server());
    LoadOptions options;
    options.database_url = [](std::string_view name) {
        return name == "shop" ? std::optional<std::string>("postgresql://h/shop") : std::nullopt;
    };
    CHECK(open("shop", options)->is_server());
}
