#include "store/compress.hpp"

#include <random>

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::tests {
namespace {

using store::compress;
using store::decompress;

/// Text that zstd can do little about.
std::string noise(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string text(size, '\0');
    for (auto& c : text) {
        c = static_cast<char>('!' + random() % 90);
    }
    return text;
}

std::string error_of(std::string_view bytes, std::string_view before, std::size_t most = 1 << 20) {
    try {
        decompress(bytes, before, "x.zst", most);
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_input);
        CHECK(error.hint() == "Bring it back from version control: git checkout -- x.zst");
        return error.what();
    }
    return "";
}

TEST_CASE("what is compressed comes back the same, with a text before it or without") {
    for (std::string const before : {"", "a", "the text before"}) {
        for (std::string const text : {"", "a", "the text after"}) {
            CHECK(decompress(compress(text, before), before, "x.zst") == text);
        }
    }
}

TEST_CASE("of a text that is like the one before, only the difference is kept") {
    auto const before = noise(3'000'000, 1);
    auto text = before;
    text.insert(1'500'000, "something new");
    text.erase(10, 5);
    auto const bytes = compress(text, before);
    CHECK(bytes.size() < 2000);
    CHECK(compress(text).size() > 2'000'000);
    CHECK(decompress(bytes, before, "x.zst") == text);
}

TEST_CASE("bytes that were not compressed, are cut off or changed are refused by name") {
    auto const bytes = compress(noise(1000, 2));
    auto const no_zstd = "x.zst is damaged: it is no snapshot that was compressed with zstd";
    CHECK(error_of("", "") == no_zstd);
    CHECK(error_of("PK\x03\x04 something else", "") == no_zstd);
    CHECK(error_of(bytes.substr(0, bytes.size() / 2), "") ==
          "x.zst is damaged: Src size is incorrect");
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x01);
        CAPTURE(i);
        CHECK(error_of(changed, "").starts_with("x.zst is damaged: "));
    }
}

TEST_CASE("a difference to another text than the one at hand is refused") {
    auto const before = noise(1000, 3);
    auto const bytes = compress(before + "!", before);
    CHECK(error_of(bytes, noise(1000, 4)).starts_with("x.zst is damaged: "));
    CHECK(error_of(bytes, "").starts_with("x.zst is damaged: "));
}

TEST_CASE("a small file that would unpack to a huge text is refused before any of it is") {
    auto const bytes = compress(std::string(5'000'000, 'a'));
    CHECK(bytes.size() < 1000);
    CHECK(error_of(bytes, "") ==
          "x.zst is damaged: it says that it holds 5000000 bytes, and 1048576 are allowed");
}

}  // namespace
}  // namespace lockstep::tests
