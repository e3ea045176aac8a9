#include "plan/resume.hpp"

#include "schema/kind.hpp"
#include "sql/cursor.hpp"

namespace lockstep::plan {

namespace {

using script::Cursor;

/// `'public.orders'::regclass` without its cast, or nothing where there are no names.
Sql quoted(std::vector<std::string> const& names) {
    return literal(schema::dotted(schema::Names(schema::pack(names))).text());
}

Sql written(std::vector<std::string> const& names) {
    return schema::dotted(schema::Names(schema::pack(names)));
}

// The index stands in the namespace of its table. Only an invalid one, on that very table, is
// taken for what is left of a build.
std::optional<Resumption> of_new_index(Cursor at) {
    at.accept({"if", "not", "exists"});
    auto index = at.take_names();
    at.accept("on");
    at.accept("only");
    auto const table = at.take_names();
    if (index.size() != 1 || table.size() != 2) {
        return std::nullopt;
    }
    index.insert(index.begin(), table.front());
    auto const state = [&](Sql const& valid) {
        return sql(
            "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass({}) AND "
            "indrelid = to_regclass({}) AND {})",
            quoted(index), quoted(table), valid);
    };
    return Resumption{state(sql("indisvalid")), state(sql("NOT indisvalid")),
                      sql("DROP INDEX CONCURRENTLY {}", written(index))};
}

// A drop that was cut off leaves the index invalid, and is simply run again.
std::optional<Resumption> of_dropped_index(Cursor at) {
    at.accept({"if", "exists"});
    auto const index = at.take_names();
    return Resumption{sql("SELECT to_regclass({}) IS NULL", quoted(index)), sql("SELECT false"),
                      Sql()};
}

std::optional<Resumption> of_detachment(Cursor at) {
    auto const parent = at.take_names();
    if (!at.accept({"detach", "partition"})) {
        return std::nullopt;
    }
    auto const partition = at.take_names();
    return Resumption{
        sql("SELECT NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass({}))",
            quoted(partition)),
        sql("SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass({}) AND "
            "inhdetachpending)",
            quoted(partition)),
        sql("ALTER TABLE {} DETACH PARTITION {} FINALIZE", written(parent), written(partition))};
}

}  // namespace

std::optional<Resumption> resumption(Sql const& statement) {
    auto const tokens = script::tokens_of(statement.text());
    Cursor at(tokens);
    if (at.accept({"create", "index", "concurrently"}) ||
        at.accept({"create", "unique", "index", "concurrently"})) {
        return of_new_index(at);
    }
    if (at.accept({"drop", "index", "concurrently"})) {
        return of_dropped_index(at);
    }
    if (at.accept({"alter", "table"})) {
        return of_detachment(at);
    }
    return std::nullopt;
}

bool waits_patiently(Sql const& statement) {
    return !statement.text().starts_with("ALTER");
}

}  // namespace lockstep::plan
