#include "code/sqlite.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include <fmt/core.h>
#include <sqlite3.h>

#include "base/text.hpp"
#include "code/lines.hpp"
#include "code/sqlite_tokens.hpp"

namespace lockstep::code {

namespace {

using namespace sqlite;

constexpr std::string_view magic{"SQLite format 3\0", 16};

// Bounds on what hostile files make SQLite do. Definitions stay far below.
constexpr int most_bytes_of_a_value = 16 << 20;
constexpr int most_columns = 2000;
constexpr int most_nesting = 200;
constexpr int operations_a_look = 10'000;
constexpr int most_looks = 20'000;  // a few seconds
constexpr sqlite3_int64 most_memory = 512 << 20;

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

/// A database that nothing is written to, and that cannot keep us busy for long.
class Database {
public:
    Database(std::string const& uri, std::string shown) : shown_(std::move(shown)) {
        sqlite3_hard_heap_limit64(most_memory);
        sqlite3* opened = nullptr;
        constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
        auto const result = sqlite3_open_v2(uri.c_str(), &opened, flags, nullptr);
        handle_.reset(opened);
        if (result != SQLITE_OK) {
            fail();
        }
        harden();
    }

    sqlite3* handle() const { return handle_.get(); }
    std::string const& shown() const { return shown_; }

    void deserialize(std::string_view bytes) {
        // SQLite frees what it is given.
        auto* const copy =
            static_cast<unsigned char*>(sqlite3_malloc64(std::max<std::size_t>(bytes.size(), 1)));
        if (copy == nullptr) {
            throw Error(ExitCode::bad_input, shown_ + " is too large to be read in memory");
        }
        std::copy(bytes.begin(), bytes.end(), copy);
        // One in WAL mode cannot be opened in memory; as a copy it needs no such file beside it.
        constexpr std::size_t write_version = 18;
        constexpr std::size_t read_version = 19;
        if (bytes.size() > read_version) {
            copy[write_version] = copy[read_version] = 1;
        }
        auto const size = static_cast<sqlite3_int64>(bytes.size());
        auto const result =
            sqlite3_deserialize(handle(), "main", copy, size, size,
                                SQLITE_DESERIALIZE_READONLY | SQLITE_DESERIALIZE_FREEONCLOSE);
        if (result != SQLITE_OK) {
            fail();
        }
    }

    /// Throws what SQLite says.
    Prepared prepare(std::string_view sql) const {
        sqlite3_stmt* statement = nullptr;
        auto const result = sqlite3_prepare_v2(handle(), sql.data(), static_cast<int>(sql.size()),
                                               &statement, nullptr);
        Prepared prepared(statement);
        if (result != SQLITE_OK) {
            fail();
        }
        return prepared;
    }

    bool step(Prepared const& statement) const {
        auto const result = sqlite3_step(statement.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE) {
            fail();
        }
        return result == SQLITE_ROW;
    }

    bool is_spent() const { return is_spent_; }
    std::string message() const {
        return is_spent_ ? "it takes too long" : printable(sqlite3_errmsg(handle()));
    }

private:
    [[noreturn]] void fail() const {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} cannot be read as a database of SQLite: {}", printable(shown_),
                                message()));
    }

    void harden() {
        auto* const database = handle();
        for (auto const& [option, value] :
             {std::pair(SQLITE_DBCONFIG_DEFENSIVE, 1), std::pair(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
              std::pair(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)}) {
            sqlite3_db_config(database, option, value, nullptr);
        }
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH, most_bytes_of_a_value);
        sqlite3_limit(database, SQLITE_LIMIT_COLUMN, most_columns);
        sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, most_nesting);
        sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_progress_handler(
            database, operations_a_look,
            [](void* self) { return static_cast<Database*>(self)->is_too_long() ? 1 : 0; }, this);
    }

    bool is_too_long() {
        is_spent_ = is_spent_ || ++looks_ > most_looks;
        return is_spent_;
    }

    std::string shown_;
    std::unique_ptr<sqlite3, Close> handle_;
    int looks_ = 0;
    bool is_spent_ = false;
};

/// Nothing where it is no text that could be a name.
std::optional<std::string> text_of(Prepared const& row, int column) {
    auto const* const bytes = sqlite3_column_text(row.get(), column);
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(row.get(), column));
    if (bytes == nullptr) {
        return std::nullopt;
    }
    std::string text(size, '\0');
    std::copy(bytes, bytes + size, text.begin());
    bool const is_name = is_utf8(text) && text.find('\0') == std::string::npos;
    return is_name ? std::optional(std::move(text)) : std::nullopt;
}

/// https://www.sqlite.org/datatype3.html, 3.1
std::string affinity(std::string_view declared) {
    auto const type = to_lower(declared);
    auto const says = [&](std::string_view word) { return type.find(word) != std::string::npos; };
    return type.empty() || type == "any"                  ? "any"
           : says("int")                                  ? "integer"
           : says("char") || says("clob") || says("text") ? "text"
           : says("blob")                                 ? "blob"
           : says("real") || says("floa") || says("doub") ? "real"
                                                          : "numeric";
}

/// Finds tables, and what they are made of.
class Reader {
public:
    /// `place` tells where a table, or one of its columns, is defined.
    using Find = std::function<TextPlace(std::string const& table, std::string const* column)>;

    Reader(Database const& database, Find place) : database_(database), place_(std::move(place)) {}

    Definitions read(std::vector<Problem> problems) {
        result_.problems = std::move(problems);
        auto const tables = database_.prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name "
            "NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
        while (database_.step(tables)) {
            if (auto const name = text_of(tables, 0); name && !name->empty()) {
                add_table(*name);
            } else {
                tell({database_.shown()}, "a table has a name that is no text in UTF-8");
            }
        }
        return std::move(result_);
    }

private:
    void tell(TextPlace place, std::string message) {
        result_.problems.push_back({std::move(place), std::move(message)});
    }

    static Prepared bound(Prepared statement, std::string const& name) {
        sqlite3_bind_text(statement.get(), 1, name.data(), static_cast<int>(name.size()),
                          SQLITE_TRANSIENT);
        return statement;
    }

    void add_table(std::string const& name) {
        Record made{.name = name, .table = pack_name(name), .place = place_(name, nullptr)};
        made.terms = Terms::sqlite;
        // Hidden ones are a virtual table's; 2 and 3 are generated ones.
        auto const columns = bound(
            database_.prepare("SELECT name, type, \"notnull\" OR pk > 0 FROM pragma_table_xinfo(?) "
                              "WHERE hidden <> 1"),
            name);
        while (database_.step(columns)) {
            auto const column = text_of(columns, 0);
            if (!column || column->empty()) {
                tell(made.place, fmt::format("a column of {} has a name that is no text in UTF-8",
                                             printable(name)));
                continue;
            }
            made.fields.push_back({*column,
                                   {affinity(text_of(columns, 1).value_or(""))},
                                   sqlite3_column_int(columns.get(), 2) == 0,
                                   place_(name, &*column)});
        }
        add_references(made);
        add_keys(made);
        result_.records.push_back(std::move(made));
    }

    void add_references(Record& to) {
        auto const keys = bound(database_.prepare("SELECT \"from\", \"table\", \"to\" FROM "
                                                  "pragma_foreign_key_list(?) ORDER BY id, seq"),
                                to.name);
        while (database_.step(keys)) {
            auto const column = text_of(keys, 0);
            auto const table = text_of(keys, 1);
            if (column && table) {
                to.references.push_back({*column,
                                         {},
                                         pack_name(*table),
                                         text_of(keys, 2).value_or(""),
                                         place_(to.name, &*column)});
            }
        }
    }

    void add_keys(Record& to) {
        to.has_all_keys = true;
        add_key(to, "PRIMARY KEY",
                bound(database_.prepare(
                          "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk"),
                      to.name));
        auto const indexes =
            bound(database_.prepare("SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND "
                                    "origin <> 'pk' AND NOT partial ORDER BY seq"),
                  to.name);
        while (database_.step(indexes)) {
            if (auto const index = text_of(indexes, 0)) {
                add_key(to, "UNIQUE",
                        bound(database_.prepare("SELECT name FROM pragma_index_info(?)"), *index));
            }
        }
        add_foreign_keys(to);
    }

    /// Of an expression there is no name: it is no key of columns.
    void add_key(Record& to, std::string type, Prepared const& columns) {
        Key key{.type = std::move(type), .columns = {}, .place = to.place};
        while (database_.step(columns)) {
            auto name = text_of(columns, 0);
            if (!name) {
                return;
            }
            key.columns.push_back(*std::move(name));
        }
        if (!key.columns.empty()) {
            key.place = place_(to.name, &key.columns.front());
            to.keys.push_back(std::move(key));
        }
    }

    /// A row for each column of each key.
    void add_foreign_keys(Record& to) {
        auto const rows = bound(database_.prepare("SELECT id, \"from\", \"table\", \"to\" FROM "
                                                  "pragma_foreign_key_list(?) ORDER BY id, seq"),
                                to.name);
        std::map<int, Key> keys;
        while (database_.step(rows)) {
            auto const column = text_of(rows, 1);
            auto const table = text_of(rows, 2);
            if (!column || !table) {
                continue;
            }
            auto& key = keys[sqlite3_column_int(rows.get(), 0)];
            if (key.columns.empty()) {
                key = {"FOREIGN KEY", {}, pack_name(*table), {}, place_(to.name, &*column)};
            }
            key.columns.push_back(*column);
            if (auto other = text_of(rows, 3)) {
                key.other_columns.push_back(*std::move(other));
            }
        }
        for (auto& [id, key] : keys) {
            to.keys.push_back(std::move(key));
        }
    }

    /// A dot would be read as that behind a namespace.
    static std::string pack_name(std::string const& name) {
        return name.find('.') == std::string::npos ? name : "public." + name;
    }

    Database const& database_;
    Find place_;
    Definitions result_;
};

Definitions read_database(Database const& database, std::vector<Problem> problems) {
    TextPlace const place{database.shown(), 1, 0};
    return Reader(database, [&](auto const&, auto const*) { return place; })
        .read(std::move(problems));
}

/// As a URI of SQLite has it.
std::string escaped(std::string_view path) {
    std::string uri;
    for (auto const c : path) {
        uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", c) : std::string(1, c);
    }
    return uri;
}

/// Runs the statements of a script.
class Making {
public:
    explicit Making(SourceFile const& script)
        : script_(script), lines_(script.text), database_(":memory:", script.path) {}

    Definitions run() {
        Script statements(script_.text);
        Statement statement;
        while (!database_.is_spent() && statements.next(statement)) {
            if (is_definition(statement)) {
                make(statement);
            }
        }
        return Reader(database_, [&](auto const& table,
                                     auto const* column) { return place_of(table, column); })
            .read(std::move(problems_));
    }

private:
    static bool is_definition(Statement const& statement) {
        auto const& tokens = statement.tokens;
        auto const second = tokens.size() > 1 ? tokens[1] : Token{};
        // Modules of virtual tables need not be there; what triggers do is nobody's definition.
        bool const is_left_out = second.is("VIRTUAL") || second.is("TRIGGER") ||
                                 (tokens.size() > 2 && tokens[2].is("TRIGGER"));
        auto const& first = tokens.front();
        return (first.is("CREATE") || first.is("ALTER") || first.is("DROP")) && !is_left_out;
    }

    void make(Statement const& statement) {
        try {
            auto const prepared = database_.prepare(statement.text);
            while (prepared && database_.step(prepared)) {
            }
            note_places(places_, statement);
        } catch (Error const&) {
            auto const inside = std::max(sqlite3_error_offset(database_.handle()), 0);
            problems_.push_back({place(statement.offset + static_cast<std::size_t>(inside)),
                                 "SQLite refuses this: " + database_.message()});
        }
    }

    TextPlace place(std::size_t offset) const {
        return lines_.place(script_.path, script_.text, std::min(offset, script_.text.size()));
    }

    TextPlace place_of(std::string const& table, std::string const* column) const {
        auto const found = places_.find(to_lower(table));
        if (found == places_.end()) {
            return {script_.path, 1, 1};
        }
        auto const& columns = found->second.columns;
        auto const at = column == nullptr ? columns.end() : columns.find(to_lower(*column));
        return place(at == columns.end() ? found->second.table : at->second);
    }

    SourceFile const& script_;
    Lines lines_;
    Database database_;
    Places places_;
    std::vector<Problem> problems_;
};

}  // namespace

bool is_sqlite_database(std::string_view head) {
    return head.starts_with(magic);
}

Definitions read_sqlite_file(std::string const& path, std::string const& shown) {
    std::error_code error;
    auto const log = std::filesystem::file_size(path + "-wal", error);
    bool const has_log = !error && log > 0;
    // A file that nobody changes meanwhile needs no locks; what is only in the log beside it is
    // read by way of them.
    Database const database(
        fmt::format("file:{}?mode=ro{}", escaped(path), has_log ? "" : "&immutable=1"), shown);
    return read_database(database, {});
}

Definitions read_sqlite_image(std::string_view bytes, std::string const& shown) {
    Database database(":memory:", shown);
    database.deserialize(bytes);
    return read_database(database, {});
}

Definitions read_sqlite_script(SourceFile const& script) {
    return Making(script).run();
}

}  // namespace lockstep::code
