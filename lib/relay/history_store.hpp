#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.hpp"
#include "relay/batch.hpp"
#include "relay/history_encoder.hpp"
#include "relay/history_tables.hpp"

namespace lockstep::relay {

/// What relay_state says to the one relay that may write.
struct Lead {
    HistoryEnd end;
    std::string system_identifier;
    std::uint32_t timeline = 0;
    std::optional<Oid> publication;  // that its stream was made of, once it is known
    std::int64_t term = 0;           // 0: it does not lead
};

/// Somebody else has become the slot's relay: what was written in the last transaction is undone,
/// and this one must not go on.
class Deposed : public Error {
public:
    Deposed();
};

/// The history's database, for the one relay that writes it. All throws pg::Error and
/// ConnectionError; what a transaction had written is gone then.
class HistoryStore {
public:
    /// A server that says nothing for `most_silence` is taken for gone.
    HistoryStore(std::string const& url, HistoryNames names, std::string slot,
                 std::chrono::milliseconds most_silence);

    /// Becomes the slot's relay, where it has none, or none that has been seen for so long.
    /// Nothing: another one is alive.
    std::optional<Lead> lead(std::string const& who, std::chrono::milliseconds lease);
    /// For others to see that this relay is alive.
    void beat(std::int64_t term);
    /// Gives the lead back.
    void retire(std::int64_t term) noexcept;

    std::vector<RelationNews> relations();
    std::vector<VersionNews> versions();

    /// The server's timeline is another one, with the same log up to what the history has; or its
    /// publication is known now.
    void note_source(Lead const& lead);

    void make_month(std::string const& month);
    void begin();
    Sql copy_statement() const;
    /// What belongs to the rows; then moves the end and commits. Throws Deposed.
    void commit(News const& news, HistoryEnd const& from, HistoryEnd const& to, std::int64_t term);

    pg::Connection& connection() { return connection_; }

private:
    Sql insert(RelationNews const& news) const;
    Sql insert(VersionNews const& news) const;
    Sql insert(DeadLetter const& letter, Lsn lsn) const;

    HistoryNames names_;
    std::string slot_;
    pg::Connection connection_;
};

}  // namespace lockstep::relay
