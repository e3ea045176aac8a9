#include "relay/transactions.hpp"

#include <fmt/core.h>

#include "relay/decode_error.hpp"

namespace lockstep::relay {

namespace {

template <typename M>
concept OfSubtransaction = requires(M const& message) {
    message.xid;
};

/// The number of the subtransaction that a message within a stream belongs to; 0 where it has none.
Xid subtransaction(Message const& message) {
    return std::visit(
        []<typename M>(M const& each) -> Xid {
            if constexpr (OfSubtransaction<M>) {
                return each.xid;
            } else {
                return 0;
            }
        },
        message);
}

void expect_columns(Relation const& relation, Tuple row) {
    if (row.size() != relation.columns.size()) {
        throw StreamError(fmt::format("a row of {}.{} has {} values; its columns are {}",
                                      relation.schema, relation.name, row.size(),
                                      relation.columns.size()));
    }
}

}  // namespace

Transactions::Transactions(Relations& relations, Spill& spill, TransactionSink& sink,
                           PgoutputOptions options)
    : relations_(relations), spill_(spill), sink_(sink), replayed_(options) {}

void Transactions::take(Message const& message, std::string_view bytes) {
    if (stream_ != 0 && belongs_to_stream(message)) {
        spill_.append(stream_, bytes);
        return;
    }
    std::visit([this](auto const& each) { handle(each); }, message);
}

/// A message that is not transactional stands, also when the transaction is undone.
bool Transactions::belongs_to_stream(Message const& message) const {
    auto const* const logical = std::get_if<LogicalMessage>(&message);
    return !std::holds_alternative<StreamStop>(message) &&
           (logical == nullptr || logical->transactional);
}

void Transactions::reset() {
    while (!streamed_.empty()) {
        forget(streamed_.begin()->first);
    }
    xid_ = 0;
    stream_ = 0;
}

void Transactions::forget(Xid xid) {
    streamed_.erase(xid);
    spill_.drop(xid);
}

void Transactions::within_transaction(std::string_view message) const {
    if (xid_ == 0) {
        throw StreamError(fmt::format("{} outside a transaction", message));
    }
}

void Transactions::handle(Begin const& message) {
    if (xid_ != 0) {
        throw StreamError(
            fmt::format("transaction {} begins within transaction {}", message.xid, xid_));
    }
    if (message.xid == 0) {
        throw StreamError("a transaction without a number");
    }
    xid_ = message.xid;
    commit_lsn_ = message.commit_lsn;
    sink_.begin({message.xid, message.commit_lsn, message.commit_time});
}

void Transactions::handle(Commit const& message) {
    within_transaction("a Commit");
    if (message.commit_lsn != commit_lsn_) {
        throw StreamError(fmt::format("transaction {} was to commit at {} and commits at {}", xid_,
                                      to_string(commit_lsn_), to_string(message.commit_lsn)));
    }
    TransactionEnd const end{xid_, message.commit_lsn, message.end_lsn, message.commit_time};
    xid_ = 0;
    sink_.commit(end);
}

void Transactions::handle(Origin const& message) {
    within_transaction("an Origin");
    sink_.origin(message);
}

void Transactions::handle(RelationMessage const& message) {
    within_transaction("a Relation");
    if (auto const seen = relations_.see(message); seen.news != Seen::News::none) {
        sink_.relation(seen);
    }
}

void Transactions::handle(TypeMessage const& message) {
    relations_.see(message);
}

void Transactions::handle(Insert const& message) {
    within_transaction("an Insert");
    auto const& relation = relations_.at(message.relation);
    expect_columns(*relation, message.row);
    sink_.row({Operation::insert, relation, Before::nothing, {}, message.row});
}

void Transactions::handle(Update const& message) {
    within_transaction("an Update");
    auto const& relation = relations_.at(message.relation);
    expect_columns(*relation, message.row);
    if (message.before != Before::nothing) {
        expect_columns(*relation, message.old);
    }
    sink_.row({Operation::update, relation, message.before, message.old, message.row});
}

void Transactions::handle(Delete const& message) {
    within_transaction("a Delete");
    auto const& relation = relations_.at(message.relation);
    expect_columns(*relation, message.old);
    sink_.row({Operation::remove, relation, message.before, message.old, {}});
}

void Transactions::handle(Truncate const& message) {
    within_transaction("a Truncate");
    Truncation truncation{{}, message.cascade, message.restart_identity};
    for (Oid const oid : message.relations) {
        truncation.relations.push_back(relations_.at(oid));
    }
    sink_.truncate(truncation);
}

void Transactions::handle(LogicalMessage const& message) {
    if (message.transactional) {
        within_transaction("a transactional Message");
    }
    sink_.message(message);
}

Transactions::Streamed& Transactions::streamed(Xid xid, std::string_view message) {
    auto const found = streamed_.find(xid);
    if (found == streamed_.end()) {
        throw StreamError(
            fmt::format("{} of transaction {}, of which no first part came", message, xid));
    }
    return found->second;
}

void Transactions::handle(StreamStart const& message) {
    if (xid_ != 0 || stream_ != 0 || message.xid == 0) {
        throw StreamError(fmt::format("a part of transaction {} begins within transaction {}",
                                      message.xid, xid_ != 0 ? xid_ : stream_));
    }
    if (!message.first) {
        streamed(message.xid, "a later part");
    } else if (!streamed_.try_emplace(message.xid).second) {
        throw StreamError(fmt::format("a second first part of transaction {}", message.xid));
    }
    stream_ = message.xid;
}

void Transactions::handle(StreamStop const& /*message*/) {
    if (stream_ == 0) {
        throw StreamError("a Stream Stop outside a stream");
    }
    stream_ = 0;
}

void Transactions::handle(StreamAbort const& message) {
    auto& transaction = streamed(message.xid, "a Stream Abort");
    if (message.xid == message.subxid) {
        forget(message.xid);
    } else {
        transaction.undone.insert(message.subxid);
    }
}

void Transactions::handle(StreamCommit const& message) {
    auto const& transaction = streamed(message.xid, "a Stream Commit");
    handle(Begin{message.commit_lsn, message.commit_time, message.xid});
    replay(message.xid, transaction.undone);
    handle(Commit{message.commit_lsn, message.end_lsn, message.commit_time});
    forget(message.xid);
}

void Transactions::replay(Xid xid, std::unordered_set<Xid> const& undone) {
    replayed_.enter_stream();
    spill_.replay(xid, [&](std::string_view bytes) {
        auto const message = replayed_.decode(bytes);
        if (!undone.contains(subtransaction(message))) {
            std::visit([this](auto const& each) { handle(each); }, message);
        }
    });
    replayed_.reset();
}

}  // namespace lockstep::relay
