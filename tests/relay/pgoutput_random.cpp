#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "relay/decode_error.hpp"
#include "relay/pgoutput.hpp"
#include "support/pgoutput_writer.hpp"
#include "support/relay_story.hpp"

namespace lockstep::relay {
namespace {

/// Makes messages of any kind up, also with values that no server would send. What they refer to
/// lives as long as this.
class RandomMessages {
public:
    explicit RandomMessages(std::uint32_t seed) : random_(seed) {}

    Message draw(bool in_stream) {
        texts_.clear();
        in_stream_ = in_stream;
        constexpr std::array any{&RandomMessages::origin,   &RandomMessages::relation,
                                 &RandomMessages::type,     &RandomMessages::insert,
                                 &RandomMessages::update,   &RandomMessages::remove,
                                 &RandomMessages::truncate, &RandomMessages::message};
        constexpr std::array outside{&RandomMessages::begin, &RandomMessages::commit,
                                     &RandomMessages::stream_start, &RandomMessages::stream_commit,
                                     &RandomMessages::stream_abort};
        if (below(4) != 0) {
            return (this->*any[below(any.size())])();
        }
        return in_stream ? StreamStop{} : (this->*outside[below(outside.size())])();
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }

private:
    std::uint32_t number() { return static_cast<std::uint32_t>(random_() >> (random_() % 64)); }
    Xid xid() { return in_stream_ ? number() : 0; }
    Lsn lsn() { return {random_()}; }
    PgTime time() { return {static_cast<std::int64_t>(random_())}; }
    bool flag() { return below(2) == 1; }

    std::string_view bytes(std::size_t longest, bool nul) {
        auto text = std::make_unique<std::string>(below(longest + 1), ' ');
        for (char& byte : *text) {
            byte = static_cast<char>(nul ? below(256) : 1 + below(255));
        }
        texts_.push_back(std::move(text));
        return *texts_.back();
    }
    std::string_view name() { return bytes(12, false); }
    std::string_view schema() {
        auto const drawn = name();
        return drawn.empty() ? "pg_catalog" : drawn;
    }

    Tuple row(std::vector<Cell>& cells) {
        cells.clear();
        for (auto left = below(8); left > 0; --left) {
            auto const kind = static_cast<Cell::Kind>(below(4));
            bool const told = kind == Cell::Kind::text || kind == Cell::Kind::binary;
            cells.push_back({kind, told ? bytes(40, true) : std::string_view()});
        }
        return cells;
    }

    Message begin() { return Begin{lsn(), time(), number()}; }
    Message commit() { return Commit{lsn(), lsn(), time()}; }
    Message origin() { return Origin{lsn(), name()}; }
    Message relation() {
        columns_.clear();
        for (auto left = below(8); left > 0; --left) {
            columns_.push_back({name(), number(), static_cast<std::int32_t>(number()), flag()});
        }
        return RelationMessage{xid(), number(), schema(), name(), "dnfi"[below(4)],
                               false, columns_};
    }
    Message type() { return TypeMessage{xid(), number(), schema(), name()}; }
    Message insert() { return Insert{xid(), number(), row(new_)}; }
    Message update() {
        auto const before = static_cast<Before>(below(3));
        auto const old = before == Before::nothing ? Tuple() : row(old_);
        return Update{xid(), number(), before, old, row(new_)};
    }
    Message remove() {
        return Delete{xid(), number(), flag() ? Before::key : Before::full, row(old_)};
    }
    Message truncate() {
        oids_.resize(below(5));
        std::generate(oids_.begin(), oids_.end(), [this] { return number(); });
        return Truncate{xid(), flag(), flag(), oids_};
    }
    Message message() { return LogicalMessage{xid(), flag(), lsn(), name(), bytes(60, true)}; }
    Message stream_start() { return StreamStart{number(), flag()}; }
    Message stream_commit() { return StreamCommit{number(), lsn(), lsn(), time()}; }
    Message stream_abort() { return StreamAbort{number(), number()}; }

    std::mt19937_64 random_;
    bool in_stream_ = false;
    std::vector<std::unique_ptr<std::string>> texts_;
    std::vector<Cell> old_;
    std::vector<Cell> new_;
    std::vector<RelationColumn> columns_;
    std::vector<Oid> oids_;
};

TEST_CASE("whatever is written is decoded as it was, message after message") {
    RandomMessages messages(20'261);
    PgoutputDecoder decoder({.protocol = 2, .binary = true});
    for (int i = 0; i < 20'000; ++i) {
        bool const in_stream = decoder.in_stream();
        auto const message = messages.draw(in_stream);
        auto const bytes = tests::pgoutput_bytes(message, in_stream);
        auto const decoded = decoder.decode(bytes);
        REQUIRE_EQ(tests::told(decoded), tests::told(message));
        REQUIRE_EQ(tests::pgoutput_bytes(decoded, in_stream), bytes);
    }
}

TEST_CASE("a message with any bytes changed or cut off is decoded or refused, and no more") {
    RandomMessages messages(20'262);
    PgoutputDecoder decoder;
    std::size_t refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = tests::pgoutput_bytes(messages.draw(decoder.in_stream()), decoder.in_stream());
        bytes.resize(bytes.size() - std::min(bytes.size(), messages.below(4)));
        for (auto changes = messages.below(3); changes > 0 && !bytes.empty(); --changes) {
            bytes[messages.below(bytes.size())] = static_cast<char>(messages.below(256));
        }
        auto const exact = std::make_unique<char[]>(bytes.size());
        std::copy(bytes.begin(), bytes.end(), exact.get());
        try {
            // All of it is looked at, so that AddressSanitizer sees what lies elsewhere.
            tests::told(decoder.decode({exact.get(), bytes.size()}));
        } catch (DecodeError const&) {
            ++refused;
        }
    }
    CHECK_GT(refused, 5'000);
    CHECK_LT(refused, 20'000);
}

}  // namespace
}  // namespace lockstep::relay
