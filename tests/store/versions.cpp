#include "store/versions.hpp"

#include <sys/file.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "schema/fingerprint.hpp"
#include "schema/kind.hpp"
#include "store/compress.hpp"
#include "support/build.hpp"
#include "support/folder.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;
using store::Recording;
using store::Stored;
using store::Versions;

/// So many tables.
schema::Schema tables(int count) {
    Build build;
    for (int i = 0; i < count; ++i) {
        auto const name = fmt::format("t{:03}", i);
        build.add(*schema::find_kind("table"), {"public", name}, {{"comment", "number " + name}});
    }
    return build.schema();
}

Recording by(std::string who, std::string now = "2026-11-21T03:00:00Z") {
    return {.who = std::move(who),
            .now = std::move(now),
            .changes = [](schema::Schema const& before, schema::Schema const& after) {
                return after.objects.size() - before.objects.size();
            }};
}

/// A folder in which versions of 1, 2, … tables are recorded.
struct Store {
    Folder folder;
    Versions versions{path()};

    explicit Store(int count = 0) {
        for (int i = 1; i <= count; ++i) {
            versions.record(tables(i), by("Anna"));
        }
    }

    std::string path(std::string const& name = {}) const {
        return folder.path(name.empty() ? "versions" : "versions/" + name);
    }
    std::string error_of_reading(std::string const& name) const {
        try {
            versions.read(versions.find(name));
        } catch (Error const& error) {
            return replace_all(error.what(), path() + "/", "");
        }
        return "";
    }
};

std::string fingerprint_of(schema::Schema const& schema) {
    return schema::fingerprint(schema).schema;
}

TEST_CASE("a version that is recorded says who, when, and how much has changed") {
    Store const store;
    CHECK(store.versions.list().empty());
    auto const first = store.versions.record(tables(1), by("Anna"));
    CHECK(first.is_new);
    CHECK(first.version == store::Version{.number = 1,
                                          .date = "2026-11-21T03:00:00Z",
                                          .fingerprint = fingerprint_of(tables(1)),
                                          .who = "Anna"});
    auto const second = store::record(store.path(), tables(4), by("Ben", "2026-11-22T03:00:00Z"));
    CHECK(second.version.changes == 3);
    CHECK(second.version.stored == Stored::delta);
    CHECK(store.versions.list() == std::vector{first.version, second.version});
}

TEST_CASE("the schema that the newest version has is not recorded again, an older one's is") {
    Store const store(2);
    auto const index = read_text_file(store.path("index.jsonl"));
    auto const again = store.versions.record(tables(2), by("Ben"));
    CHECK(!again.is_new);
    CHECK(again.version.number == 2);
    CHECK(again.version.who == "Anna");
    CHECK(read_text_file(store.path("index.jsonl")) == index);
    CHECK(store.versions.record(tables(1), by("Ben")).version.number == 3);
}

TEST_CASE("every version of many reads back as it was, and every sixteenth is kept by itself") {
    constexpr int count = 40;
    Store const store(count);
    auto const list = store.versions.list();
    REQUIRE(list.size() == count);
    for (auto const& version : list) {
        auto const expected = tables(static_cast<int>(version.number));
        CHECK(fingerprint_of(store.versions.read(version)) == fingerprint_of(expected));
        CHECK((version.stored == Stored::full) == (version.number % store::longest_run == 1));
    }
    auto const schema = store.versions.read(list.back());
    CHECK(schema.files.empty());
    CHECK(schema.objects.front().place == schema::Place{});
}

TEST_CASE("a version is found by its number, its tag, or as the latest") {
    Store const store(3);
    CHECK(store.versions.tag("2", "v1.0").tag == "v1.0");
    CHECK(store.versions.find("v1.0").number == 2);
    CHECK(store.versions.find("3").number == 3);
    CHECK(store.versions.find("latest").number == 3);
    CHECK(store.error_of_reading("v1.1") == "there is no version \"v1.1\"; did you mean \"v1.0\"?");
    for (auto const* const none : {"0", "4", "", "02", "v1"}) {
        CHECK_THROWS_AS(store.versions.find(none), Error);
    }
}

TEST_CASE("a tag is one version's alone, and another one takes its place") {
    Store const store(2);
    store.versions.tag("1", "v1");
    CHECK(store.versions.tag("v1", "v1").number == 1);
    CHECK_THROWS_WITH(store.versions.tag("2", "v1"), "the tag v1 is that of version 1 already");
    store.versions.tag("1", "v2");
    CHECK(store.versions.tag("2", "v1").number == 2);
    CHECK(fingerprint_of(store.versions.read(store.versions.find("v2"))) ==
          fingerprint_of(tables(1)));
    CHECK_THROWS_AS(store.versions.tag("2", "latest"), Error);
}

TEST_CASE("where nothing is recorded nothing is made by asking") {
    Store const store;
    CHECK(store.error_of_reading("LATEST") == "no version is recorded in " + store.path());
    CHECK_THROWS_AS(store.versions.tag("1", "v1"), Error);
    CHECK(!fs::exists(store.path()));
}

TEST_CASE("a snapshot that is missing, damaged, or another version's is refused by name") {
    Store const store(3);
    auto const third = read_file_if_any(store.path("000003.delta.zst")).value();
    auto const first = read_file_if_any(store.path("000001.full.zst")).value();
    write_file(store.path("000003.delta.zst"), first);
    CHECK(store.error_of_reading("3") ==
          "000003.delta.zst is not the snapshot of version 3: its fingerprint is not the one that "
          "index.jsonl says");
    write_file(store.path("000003.delta.zst"), third.substr(0, third.size() - 3));
    CHECK(store.error_of_reading("3") ==
          "000003.delta.zst is damaged: Restored data doesn't match checksum");
    fs::remove(store.path("000002.delta.zst"));
    CHECK(store.error_of_reading("3") == "cannot read 000002.delta.zst, which index.jsonl lists");
    CHECK(store.error_of_reading("1") == "");
}

TEST_CASE("a snapshot of other text, well compressed, is refused by name") {
    Store const store(1);
    write_file(store.path("000001.full.zst"), store::compress("{\"hello\": 1}"));
    CHECK(store.error_of_reading("1").starts_with("000001.full.zst:1:"));
    Store const other(1);
    auto text = other.versions.text(other.versions.find("1"));
    text = replace_all(text, "number t000", "edited");
    write_file(store.path("000001.full.zst"), store::compress(text));
    CHECK(store.error_of_reading("1").starts_with("000001.full.zst is not the snapshot of"));
}

TEST_CASE("nothing is recorded upon a version that cannot be read") {
    Store const store(2);
    fs::remove(store.path("000002.delta.zst"));
    auto const index = read_text_file(store.path("index.jsonl"));
    CHECK_THROWS_AS(store.versions.record(tables(3), by("Anna")), Error);
    CHECK(read_text_file(store.path("index.jsonl")) == index);
}

TEST_CASE("what a killed process has left does not matter") {
    Store const store(2);
    // It came to the snapshot, not to the index.
    write_file(store.path("000003.full.zst"), "half a sna");
    write_file(store.path("index.jsonl.Xyz123"), "{");
    CHECK(store.versions.record(tables(3), by("Anna")).version.number == 3);
    CHECK(fingerprint_of(store.versions.read(store.versions.find("3"))) ==
          fingerprint_of(tables(3)));
}

TEST_CASE("while another process writes, one waits, and gives up in the end") {
    Store const store(1);
    auto const other = ::open(store.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(::flock(other, LOCK_EX) == 0);
    Versions const hasty(store.path(), std::chrono::milliseconds(50));
    try {
        hasty.record(tables(2), by("Ben"));
        FAIL_CHECK("it wrote all the same");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::conflict);
        CHECK(error.what() == "another process is writing into " + store.path());
        CHECK(error.hint() == "Try again when it is done.");
    }
    CHECK(hasty.list().size() == 1);  // reading needs no lock
    ::close(other);
    CHECK(hasty.record(tables(2), by("Ben")).is_new);
}

TEST_CASE("processes that record at once lose nothing") {
    Store const store;
    constexpr int processes = 4;
    constexpr int each = 5;
    std::vector<pid_t> children;
    for (int p = 0; p < processes; ++p) {
        auto const child = ::fork();
        if (child == 0) {
            for (int i = 0; i < each; ++i) {
                store.versions.record(tables(1 + p + processes * i),
                                      {.who = "x", .now = "2026-11-21T03:00:00Z"});
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = -1;
        CHECK(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    auto const list = store.versions.list();
    CHECK(list.size() == processes * each);
    for (auto const& version : list) {
        CHECK(!store.versions.read(version).objects.empty());
    }
}

}  // namespace
}  // namespace lockstep::tests
