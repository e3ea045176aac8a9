#include "relay/history_encoder.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "relay/refusal.hpp"
#include "relay/relation_json.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

constexpr std::size_t longest_client_id = 200;
/// Journal entries of tables of which no row has come yet.
constexpr std::size_t most_journal_entries = 10'000;
constexpr std::size_t longest_journal_entry = 100'000;
constexpr std::size_t most_bytes_of_dead_value = 1'000'000;

std::string_view operation_name(Operation operation) {
    switch (operation) {
        case Operation::insert:
            return "INSERT";
        case Operation::update:
            return "UPDATE";
        case Operation::remove:
            break;
    }
    return "DELETE";
}

/// In a database whose encoding is not UTF-8, and not known to the server, names may be anything.
std::string utf8_or_printable(std::string text) {
    return invalid_utf8_at(text) == std::string_view::npos ? text : printable(text);
}

std::string full_name_of(Relation const& relation) {
    return utf8_or_printable(relation.schema + "." + relation.name);
}

std::string table_name_of(Relation const& relation) {
    return relation.schema == "public" ? utf8_or_printable(relation.name) : full_name_of(relation);
}

bool has_unchanged(Tuple row) {
    return std::ranges::any_of(row,
                               [](Cell const& cell) { return cell.kind == Cell::Kind::unchanged; });
}

void append_member(std::string& object, std::string_view name, std::string_view json) {
    object += object.empty() ? "{\"" : ",\"";
    object += name;
    object += "\":";
    object += json;
}

std::string as_json(std::string_view text) {
    std::string json;
    schema::append_json(json, text);
    return json;
}

void append_values(std::string& out, Relation const& relation, Tuple row) {
    for (std::size_t i = 0; i < std::min(row.size(), relation.columns.size()); ++i) {
        if (row[i].kind == Cell::Kind::text || row[i].kind == Cell::Kind::binary) {
            out += relation.columns[i].name;
            out += ": ";
            out += row[i].bytes.substr(0, most_bytes_of_dead_value);
            out += '\n';
        }
    }
}

template <typename Item>
void move_to_end(std::vector<Item>& to, std::vector<Item>& from) {
    std::ranges::move(from, std::back_inserter(to));
    from.clear();
}

void move_to_end(News& to, News& from) {
    move_to_end(to.relations, from.relations);
    move_to_end(to.versions, from.versions);
    move_to_end(to.dead_letters, from.dead_letters);
}

}  // namespace

HistoryEncoder::HistoryEncoder(HistoryEnd end, BatchSink& out, Sizes sizes)
    : end_(end), out_(out), sizes_(sizes), before_(end.position), position_(end.position) {
    batch_.position = end.position;
    batch_.lsn = end.lsn;
}

void HistoryEncoder::begin(TransactionBegin const& begin) {
    begin_ = begin;
    before_ = position_;
    month_ = month_of(begin.commit_time);
    if (!batch_.month.empty() && batch_.month != month_) {
        flush();
    }
    client_id_.clear();
    origin_.clear();
}

void HistoryEncoder::origin(Origin const& origin) {
    origin_ = utf8_or_printable(std::string(origin.name));
}

void HistoryEncoder::commit(TransactionEnd const& end) {
    set_lsn(batch_.rows, whole_, end.end_lsn);
    batch_.lsn = end.end_lsn;
    batch_.commit_time = end.commit_time;
    batch_.position = position_;
    move_to_end(batch_.news, news_);
    end_.position = position_;
    end_.lsn = end.end_lsn;
    bool const is_large = !parts_.is_empty();
    while (!parts_.is_empty()) {
        auto part = parts_.pop();
        set_lsn(part.rows, 0, end.end_lsn);
        part.ends_transaction = false;
        out_.put(std::move(part));
    }
    whole_ = batch_.rows.size();
    if (is_large || whole_ >= sizes_.batch) {
        give_whole();
    }
}

void HistoryEncoder::flush() {
    if (has_whole()) {
        give_whole();
    }
}

/// What there is of the transaction that is under way stays.
void HistoryEncoder::give_whole() {
    Batch rest;
    rest.position = batch_.position;
    rest.lsn = batch_.lsn;
    rest.commit_time = batch_.commit_time;
    if (whole_ < batch_.rows.size()) {
        rest.rows = batch_.rows.substr(whole_);
        rest.first_position = before_ + 1;
        rest.month = month_;
        batch_.rows.resize(whole_);
    }
    if (batch_.rows.empty()) {
        batch_.month.clear();
    }
    auto whole = std::exchange(batch_, std::move(rest));
    whole_ = 0;
    out_.put(std::move(whole));
}

/// The transaction that is under way fills a batch: those before it are given on, and what there is
/// of it waits for its commit.
void HistoryEncoder::cut() {
    flush();
    Batch next;
    next.position = batch_.position;
    next.lsn = batch_.lsn;
    next.commit_time = batch_.commit_time;
    auto part = std::exchange(batch_, std::move(next));
    part.position = position_;
    parts_.push(std::move(part));
}

HistoryEncoder::Table const& HistoryEncoder::table(RelationPtr const& relation) {
    if (auto const found = tables_.find(relation.get()); found != tables_.end()) {
        return found->second;
    }
    return tables_
        .try_emplace(relation.get(), Table{relation, table_name_of(*relation),
                                           full_name_of(*relation), JsonRows(*relation)})
        .first->second;
}

void HistoryEncoder::add(std::string_view table_name, std::string_view full_name,
                         std::string_view operation, RowData const& data) {
    ++position_;
    if (batch_.rows.empty()) {
        batch_.first_position = position_;
        batch_.month = month_;
    }
    append_row(batch_.rows,
               {.epoch = end_.epoch,
                .position = position_,
                .table_name = table_name,
                .operation = operation,
                .transaction = begin_.xid,
                .timestamp = begin_.commit_time,
                .schema_version = versions_.of(full_name),
                .client_id = client_id_},
               data);
    if (batch_.rows.size() - whole_ >= sizes_.batch) {
        cut();
    }
}

void HistoryEncoder::relation(Seen const& seen) {
    auto const& now = *seen.now;
    if (seen.before) {
        tables_.erase(seen.before.get());
    }
    if (seen.news != Seen::News::completed) {
        auto const data = definition_json(now);
        auto const before = seen.before ? definition_json(*seen.before) : std::string();
        add(table_name_of(now), full_name_of(now), "SCHEMA",
            {.data = data, .old_data = before, .metadata = schema_metadata(seen)});
    }
    seen_[now.oid] = begin_.commit_lsn;
    news_.relations.push_back({seen.now, begin_.commit_lsn});
}

std::string HistoryEncoder::schema_metadata(Seen const& seen) {
    std::string metadata;
    auto const name = full_name_of(*seen.now);
    if (seen.news == Seen::News::changed &&
        !versions_.explain(name, seen_[seen.now->oid], begin_.commit_lsn)) {
        append_member(metadata, "out_of_band", "true");
    }
    if (auto const found = ddl_.find(name); found != ddl_.end()) {
        append_member(metadata, "ddl", found->second);
        ddl_.erase(found);
    }
    return metadata.empty() ? metadata : metadata + "}";
}

void HistoryEncoder::row(RowChange const& change) {
    auto const poison = poison_.find(position_ + 1);
    if (poison != poison_.end()) {
        add_dead_letter(change, poison->second);
        return;
    }
    try {
        add_row(change, table(change.relation));
    } catch (ValueError const& error) {
        if (refuses_dead_letters_) {
            throw Refusal(position_ + 1, error.what());
        }
        add_dead_letter(change, error.what());
    }
}

void HistoryEncoder::add_row(RowChange const& change, Table const& table) {
    data_.clear();
    old_data_.clear();
    auto row = change.row;
    if (change.before == Before::full) {
        table.rows.append(old_data_, change.old);
        if (has_unchanged(row)) {
            // What the update left as it was is known from the row before.
            filled_.assign(row.begin(), row.end());
            for (std::size_t i = 0; i < filled_.size(); ++i) {
                filled_[i] = filled_[i].kind == Cell::Kind::unchanged ? change.old[i] : filled_[i];
            }
            row = filled_;
        }
    } else if (change.before == Before::key) {
        table.rows.append_key(old_data_, change.old);
    }
    if (change.operation != Operation::remove) {
        table.rows.append(data_, row);
    }
    if (std::max(data_.size(), old_data_.size()) > sizes_.value) {
        throw ValueError("it is larger than jsonb can hold");
    }
    metadata_.clear();
    if (change.before == Before::full) {
        append_member(metadata_, "full", "true");
    }
    if (has_unchanged(row)) {
        append_member(metadata_, "unchanged", {});
        table.rows.append_unchanged(metadata_, row);
    }
    if (!origin_.empty()) {
        append_member(metadata_, "origin", as_json(origin_));
    }
    metadata_ += metadata_.empty() ? "" : "}";
    add(table.name, table.full_name, operation_name(change.operation),
        {data_, old_data_, metadata_});
}

void HistoryEncoder::add_dead_letter(RowChange const& change, std::string const& why) {
    auto const name = table_name_of(*change.relation);
    std::string values;
    append_values(values, *change.relation, change.old);
    append_values(values, *change.relation, change.row);
    std::string metadata;
    append_member(metadata, "dead_letter", as_json(utf8_or_printable(why)));
    auto const operation = operation_name(change.operation);
    add(name, full_name_of(*change.relation), operation, {.metadata = metadata + "}"});
    news_.dead_letters.push_back(
        {position_, name, std::string(operation), utf8_or_printable(why), std::move(values)});
}

void HistoryEncoder::truncate(Truncation const& truncation) {
    std::string metadata;
    for (auto const& [is_set, name] :
         {std::pair(truncation.cascade, "cascade"),
          std::pair(truncation.restart_identity, "restart_identity")}) {
        if (is_set) {
            append_member(metadata, name, "true");
        }
    }
    metadata += metadata.empty() ? "" : "}";
    for (auto const& relation : truncation.relations) {
        add(table_name_of(*relation), full_name_of(*relation), "TRUNCATE", {.metadata = metadata});
    }
}

void HistoryEncoder::message(LogicalMessage const& message) {
    // One that has nothing behind it is read again by the next poll.
    if (message.prefix == "lockstep.heartbeat" && begin_.commit_lsn > heartbeat_at_) {
        heartbeat_at_ = begin_.commit_lsn;
        ++heartbeats_;
    }
    if (!message.transactional) {
        return;  // it says nothing of a transaction, nor whether that was committed
    }
    if (message.prefix == "lockstep.schema") {
        auto news = versions_.see(message.content, begin_.commit_lsn);
        move_to_end(news_.versions, news);
    } else if (message.prefix == awaited_prefix) {
        awaited_ = begin_.commit_lsn;
    } else if (message.prefix == "lockstep.client") {
        client_id_ = printable(message.content.substr(0, longest_client_id));
    } else if (message.prefix == "lockstep.ddl" && ddl_.size() < most_journal_entries &&
               message.content.size() < longest_journal_entry) {
        auto const told = nlohmann::json::parse(message.content, nullptr, false);
        if (told.is_object() && told.contains("object") && told["object"].is_string()) {
            ddl_[told["object"].get<std::string>()] = told.dump();
        }
    }
}

}  // namespace lockstep::relay
