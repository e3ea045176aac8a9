#include "apply/fill.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "apply/live_sample.hpp"
#include "apply/made_up_rows.hpp"
#include "base/text.hpp"
#include "pg/copy.hpp"
#include "pg/error.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::apply {

using namespace schema;

namespace {

constexpr std::string_view insufficient_privilege = "42501";

std::string shown(std::string const& names) {
    return dotted(Names(names)).text();
}

class Filler {
public:
    Filler(pg::Connection& copy, Schema const& from, std::vector<RowTable> tables,
           RowSettings const& settings)
        : copy_(copy), from_(from), tables_(std::move(tables)), settings_(settings) {}

    Filling fill() {
        see_all_operators();
        put_triggers_off();
        set_checks_aside(true);
        if (!settings_.live_url.empty()) {
            take_live_rows();
        }
        leave_out_orphans();
        MadeUpRows made_up(copy_);
        for (auto const* const table : referenced_first()) {
            if (!holds_rows(*table)) {
                make_rows_up(made_up, *table);
            }
        }
        leave_out_orphans();
        set_checks_aside(false);
        put_triggers_on();
        refresh_views();
        count();
        return std::move(filling_);
    }

private:
    void note(RowTable const& table, std::string const& what) {
        filling_.notes.push_back(fmt::format("{}: {}", shown(table.names), what));
    }

    /// Those of types that are not PostgreSQL's own: citext in the namespace of its extension. All
    /// else is named in full.
    void see_all_operators() {
        std::vector<Sql> names{sql("pg_catalog")};
        for (auto const& object : from_.objects) {
            if (object.id.kind == &kind::name_space) {
                names.push_back(ident(object.name()));
            }
        }
        copy_.execute(sql("SET search_path = {}", comma_separated(names)));
    }

    /// Nor are foreign keys looked at: leave_out_orphans() sees to them.
    void put_triggers_off() {
        try {
            copy_.execute(sql("SET session_replication_role = replica"));
        } catch (pg::Error const& error) {
            if (error.sqlstate() != insufficient_privilege) {
                throw;
            }
            for (auto const& table : tables_) {
                copy_.execute(sql("ALTER TABLE {} DISABLE TRIGGER USER", table.name));
                disabled_.push_back(&table);
            }
        }
    }

    void put_triggers_on() {
        if (disabled_.empty()) {
            copy_.execute(sql("RESET session_replication_role"));
        }
        for (auto const* const table : disabled_) {
            copy_.execute(sql("ALTER TABLE {} ENABLE TRIGGER USER", table->name));
        }
    }

    /// Checks that old rows need not obey.
    void set_checks_aside(bool aside) {
        for (auto const& table : tables_) {
            for (auto const& name : table.not_valid) {
                auto const names = table.names + pack({name});
                auto const& check = *from_.find(kind::constraint, Names(names));
                if (aside) {
                    copy_.execute(kind::constraint.drop(check));
                } else {
                    for (auto const& statement : kind::constraint.create(check, from_)) {
                        copy_.execute(statement);
                    }
                }
            }
        }
    }

    void take_live_rows() {
        LiveRows live(settings_.live_url);
        auto const sample = sample_live_rows(live, tables_, settings_.most);
        cut_short_ = sample.cut_short;
        for (auto const* const table : referenced_first()) {
            if (auto const rows = sample.rows.find(table->names); rows != sample.rows.end()) {
                put(*table, rows->second);
            }
            if (auto const why = sample.unread.find(table->names); why != sample.unread.end()) {
                note(*table, "its rows could not be read: " + why->second);
            }
        }
    }

    void put(RowTable const& table, std::vector<LiveRow> const& rows) {
        try {
            pg::CopyIn copy(copy_,
                            sql("COPY {} ({}) FROM STDIN", table.name, columns_of(table.columns)));
            for (auto const& row : rows) {
                copy.write(pg::copy_row(parameters_of(row)));
            }
            copy.finish();
        } catch (pg::Error const&) {
            put_one_by_one(table, rows);
        }
    }

    static std::vector<pg::Parameter> parameters_of(LiveRow const& row) {
        return {row.values.begin(), row.values.end()};
    }

    /// Leaves out those that are refused.
    void put_one_by_one(RowTable const& table, std::vector<LiveRow> const& rows) {
        std::vector<Sql> marks;
        for (std::size_t i = 1; i <= table.columns.size(); ++i) {
            marks.push_back(sql("${}", number(static_cast<long long>(i))));
        }
        auto const insert = sql("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
                                table.name, columns_of(table.columns), comma_separated(marks));
        std::size_t refused = 0;
        std::string sqlstate;
        for (auto const& row : rows) {
            try {
                copy_.query(insert, parameters_of(row));
            } catch (pg::Error const& error) {
                ++refused;
                sqlstate = error.sqlstate();  // what it says may hold the row
            }
        }
        if (refused > 0) {
            note(table, fmt::format("the copy refused {} of {} rows (SQLSTATE {})", refused,
                                    rows.size(), sqlstate));
        }
    }

    /// Rows that reference what was not copied. Foreign keys that are yet to come are held to it
    /// only where we stopped reading what they reference.
    void leave_out_orphans() {
        for (bool again = true; again;) {
            again = false;
            for (auto const& table : tables_) {
                for (auto const& reference : table.references) {
                    if (reference.holds || cut_short_.contains(reference.target)) {
                        again = leave_out_orphans(table, reference) || again;
                    }
                }
            }
        }
    }

    bool leave_out_orphans(RowTable const& table, RowReference const& reference) {
        std::vector<Sql> nulls;
        for (auto const& column : reference.columns) {
            nulls.push_back(sql("t.{} IS NOT NULL", ident(column)));
        }
        auto const gone = copy_.query(sql(
            "DELETE FROM ONLY {} t WHERE {} AND NOT EXISTS (SELECT FROM {} r WHERE ({}) = "
            "({}))",
            table.name, join(nulls, sql(" AND ")), dotted(Names(reference.target)),
            columns_of(sql("r"), reference.referenced), columns_of(sql("t"), reference.columns)));
        return gone.affected() > 0;
    }

    /// Those in circles come in any order.
    std::vector<RowTable const*> referenced_first() const {
        std::vector<RowTable const*> order;
        std::set<RowTable const*> seen;
        auto const visit = [&](auto const& self, RowTable const& table) -> void {
            if (!seen.insert(&table).second) {
                return;
            }
            for (auto const& reference : table.references) {
                for (auto const& other : tables_) {
                    if (reference.holds && other.is_part_of(reference.target)) {
                        self(self, other);
                    }
                }
            }
            order.push_back(&table);
        };
        for (auto const& table : tables_) {
            visit(visit, table);
        }
        return order;
    }

    bool holds_rows(RowTable const& table) {
        return copy_.query(sql("SELECT FROM ONLY {} LIMIT 1", table.name)).size() > 0;
    }

    void make_rows_up(MadeUpRows& made_up, RowTable const& table) {
        auto const made = made_up.make(table, settings_.most);
        if (made.rows > 0) {
            filling_.made_up.insert(table.names);
        } else {
            note(table, "no row that it takes could be made up: " + made.why_none);
        }
    }

    void refresh_views() {
        for (auto const& object : from_.objects) {
            if (object.id.kind == &kind::materialized_view && !object.is("not_populated")) {
                try {
                    copy_.execute(sql("REFRESH MATERIALIZED VIEW {}", identity(object)));
                } catch (pg::Error const& error) {
                    filling_.notes.push_back(
                        fmt::format("{}: the copy cannot fill it (SQLSTATE {})",
                                    identity(object).text(), error.sqlstate()));
                }
            }
        }
    }

    void count() {
        for (auto const& table : tables_) {
            auto const rows = copy_.query(sql("SELECT count(*) FROM ONLY {}", table.name));
            filling_.rows += std::stoull(std::string(rows.cell(0, 0)));
        }
    }

    pg::Connection& copy_;
    Schema const& from_;
    std::vector<RowTable> tables_;
    RowSettings const& settings_;
    std::vector<RowTable const*> disabled_;
    std::set<std::string> cut_short_;
    Filling filling_;
};

}  // namespace

Filling fill_with_rows(pg::Connection& copy, Schema const& from, Schema const& to,
                       diff::DiffOptions const& options, RowSettings const& settings) {
    return Filler(copy, from, row_tables(from, to, options), settings).fill();
}

}  // namespace lockstep::apply
