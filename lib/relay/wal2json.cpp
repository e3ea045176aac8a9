#include "relay/wal2json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "relay/decode_error.hpp"
#include "relay/wal2json_line.hpp"

namespace lockstep::relay {

namespace {

using Columns = std::vector<Wal2jsonLine::Column>;

/// Built-in types (pg_type.dat) that are so short that their values are never stored apart from the
/// row: bool, int8, int2, int4, oid, float4, float8, date, time, timestamp, timestamptz, interval,
/// timetz, uuid.
constexpr std::array<Oid, 14> short_types{16,   20,   21,   23,   26,   700,  701,
                                          1082, 1083, 1114, 1184, 1186, 1266, 2950};

bool may_be_left_out(Oid type) {
    return std::ranges::find(short_types, type) == short_types.end();
}

}  // namespace

/// Says what a line means, given the tables seen before.
class Wal2jsonMeaning {
public:
    Wal2jsonMeaning(Wal2jsonDecoder& decoder, std::string_view text, Wal2jsonLine const& line)
        : decoder_(decoder), text_(text), line_(line) {}

    void say();

private:
    using Table = Wal2jsonDecoder::Table;

    template <typename Value>
    Value const& need(std::optional<Value> const& value, std::string_view expected) const {
        if (!value) {
            fail(expected);
        }
        return *value;
    }

    [[noreturn]] void fail(std::string_view expected) const {
        throw DecodeError("wal2json", text_, text_.size(), expected);
    }

    void say_begin();
    void say_commit();
    void say_insert();
    void say_update();
    void say_delete();
    void say_truncate();
    void say_message();

    Table& table();
    bool is_key(std::string_view column) const;
    void learn(Table& table, Columns const& columns, bool partial);
    void say_relation(Table const& table);
    bool place(Table const& table, Columns const& columns, bool all,
               std::vector<Cell>& cells) const;
    Before old_row();
    bool key_is_new(Before before) const;

    Wal2jsonDecoder& decoder_;
    std::string_view text_;
    Wal2jsonLine const& line_;
};

void Wal2jsonMeaning::say() {
    switch (line_.action) {
        case 'B':
            return say_begin();
        case 'C':
            return say_commit();
        case 'I':
            return say_insert();
        case 'U':
            return say_update();
        case 'D':
            return say_delete();
        case 'T':
            return say_truncate();
        default:
            return say_message();
    }
}

void Wal2jsonMeaning::say_begin() {
    decoder_.messages_.emplace_back(Begin{.commit_lsn = need(line_.lsn, "\"lsn\""),
                                          .commit_time = need(line_.timestamp, "\"timestamp\""),
                                          .xid = need(line_.xid, "\"xid\"")});
}

void Wal2jsonMeaning::say_commit() {
    decoder_.messages_.emplace_back(Commit{.commit_lsn = need(line_.lsn, "\"lsn\""),
                                           .end_lsn = need(line_.next_lsn, "\"nextlsn\""),
                                           .commit_time = need(line_.timestamp, "\"timestamp\"")});
}

Wal2jsonMeaning::Table& Wal2jsonMeaning::table() {
    return decoder_.table(need(line_.schema, "\"schema\""), need(line_.table, "\"table\""));
}

bool Wal2jsonMeaning::is_key(std::string_view column) const {
    return line_.primary_key &&
           std::ranges::find(*line_.primary_key, column, &Wal2jsonLine::Column::name) !=
               line_.primary_key->end();
}

void Wal2jsonMeaning::learn(Table& table, Columns const& columns, bool partial) {
    table.partial = partial;
    table.columns.clear();
    for (auto const& column : columns) {
        table.columns.push_back({std::string(column.name), column.type, is_key(column.name)});
    }
    say_relation(table);
}

void Wal2jsonMeaning::say_relation(Table const& table) {
    decoder_.columns_.clear();
    for (auto const& column : table.columns) {
        decoder_.columns_.push_back({.name = column.name, .type = column.type, .key = column.key});
    }
    decoder_.messages_.emplace_back(RelationMessage{.oid = table.number,
                                                    .schema = table.schema,
                                                    .name = table.name,
                                                    .partial = table.partial,
                                                    .columns = decoder_.columns_});
}

/// Puts the values in the places of the table's columns. False when they are not these columns: one
/// is unknown, has another type, or is missing though it cannot have been left out.
bool Wal2jsonMeaning::place(Table const& table, Columns const& columns, bool all,
                            std::vector<Cell>& cells) const {
    cells.assign(table.columns.size(), Cell{.kind = Cell::Kind::unchanged});
    std::size_t next = 0;
    for (auto const& column : columns) {
        while (next < table.columns.size() && table.columns[next].name != column.name) {
            if (all && !may_be_left_out(table.columns[next].type)) {
                return false;
            }
            ++next;
        }
        if (next == table.columns.size() || table.columns[next].type != column.type) {
            return false;
        }
        cells[next++] = need(column.cell, "a column's \"value\"");
    }
    return !all || std::all_of(table.columns.begin() + static_cast<std::ptrdiff_t>(next),
                               table.columns.end(),
                               [](auto const& column) { return may_be_left_out(column.type); });
}

void Wal2jsonMeaning::say_insert() {
    auto& of = table();
    auto const& columns = need(line_.columns, "\"columns\"");
    // An insert shows all columns, so it settles how the table looks.
    if (of.partial || columns.size() != of.columns.size() ||
        !place(of, columns, true, decoder_.cells_)) {
        learn(of, columns, false);
        place(of, columns, true, decoder_.cells_);
    }
    decoder_.messages_.emplace_back(Insert{.relation = of.number, .row = decoder_.cells_});
}

/// Says what the old row's cells are, which are those of "identity": the whole row before, its key,
/// or the key that did not change.
Before Wal2jsonMeaning::old_row() {
    auto& cells = decoder_.old_cells_;
    bool const all = std::ranges::none_of(
        cells, [](Cell const& cell) { return cell.kind == Cell::Kind::unchanged; });
    bool const only_key = std::ranges::all_of(
        *line_.identity, [&](auto const& column) { return is_key(column.name); });
    // As in pgoutput, what is not told of the old row is null.
    std::ranges::replace(cells, Cell{.kind = Cell::Kind::unchanged}, Cell{});
    return all && !only_key ? Before::full : Before::key;
}

/// wal2json names the key of each updated row; pgoutput only when it has changed.
bool Wal2jsonMeaning::key_is_new(Before before) const {
    auto const& old = decoder_.old_cells_;
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (old[i].kind != Cell::Kind::null && !(old[i] == decoder_.cells_[i])) {
            return true;
        }
    }
    return before == Before::full;
}

void Wal2jsonMeaning::say_update() {
    auto& of = table();
    auto const& columns = need(line_.columns, "\"columns\"");
    auto const& identity = need(line_.identity, "\"identity\"");
    auto const placed = [&] {
        return place(of, columns, true, decoder_.cells_) &&
               place(of, identity, false, decoder_.old_cells_);
    };
    if (of.columns.empty() || !placed()) {
        // A whole row before shows also what the new one leaves out.
        learn(of, identity.size() > columns.size() ? identity : columns, true);
        if (!placed()) {
            fail("columns and identity of one table");
        }
    }
    Update update{.relation = of.number, .row = decoder_.cells_};
    if (auto const before = old_row(); key_is_new(before)) {
        update.before = before;
        update.old = decoder_.old_cells_;
    }
    decoder_.messages_.emplace_back(update);
}

void Wal2jsonMeaning::say_delete() {
    auto& of = table();
    auto const& identity = need(line_.identity, "\"identity\"");
    if (of.columns.empty() || !place(of, identity, false, decoder_.old_cells_)) {
        learn(of, identity, true);
        place(of, identity, false, decoder_.old_cells_);
    }
    auto const before = old_row();
    decoder_.messages_.emplace_back(
        Delete{.relation = of.number, .before = before, .old = decoder_.old_cells_});
}

void Wal2jsonMeaning::say_truncate() {
    auto const known = decoder_.tables_.size();
    auto const& of = table();
    if (decoder_.tables_.size() != known) {
        say_relation(of);
    }
    decoder_.truncated_ = of.number;
    decoder_.messages_.emplace_back(Truncate{.relations = std::span(&decoder_.truncated_, 1)});
}

void Wal2jsonMeaning::say_message() {
    decoder_.messages_.emplace_back(
        LogicalMessage{.transactional = need(line_.transactional, "\"transactional\""),
                       .lsn = need(line_.lsn, "\"lsn\""),
                       .prefix = need(line_.prefix, "\"prefix\""),
                       .content = need(line_.content, "\"content\"")});
}

/// The table of that name; a new one has a number, and no columns yet.
Wal2jsonDecoder::Table& Wal2jsonDecoder::table(std::string_view schema, std::string_view name) {
    table_key_.assign(schema);
    table_key_ += '\0';  // which no name holds
    table_key_ += name;
    auto const [found, is_new] = tables_.try_emplace(table_key_);
    if (is_new) {
        found->second.number = ++last_number_;
        found->second.schema = schema;
        found->second.name = name;
    }
    return found->second;
}

void Wal2jsonDecoder::know(Relation const& relation) {
    auto& known = table(relation.schema, relation.name);
    known.number = relation.oid;
    known.partial = relation.partial;
    known.columns.clear();
    for (auto const& column : relation.columns) {
        known.columns.push_back({column.name, column.type, column.key});
    }
    last_number_ = std::max(last_number_, relation.oid);
}

std::span<Message const> Wal2jsonDecoder::decode(std::string_view line) {
    messages_.clear();
    messages_.reserve(2);
    auto const read = read_wal2json_line(line, unescaped_);
    Wal2jsonMeaning(*this, line, read).say();
    return messages_;
}

}  // namespace lockstep::relay
