#include "support/read_schema.hpp"

namespace lockstep::tests {

schema::Schema read_in_transaction(pg::Connection& connection, schema::CatalogOptions options) {
    options.server_version = connection.server_version();
    schema::CatalogReading reading(std::move(options));
    auto const steps = reading.steps();
    std::vector<Sql> queries{pg::set_local("search_path", ""), pg::set_local("jit", "off")};
    auto const settings = queries.size();
    for (auto const& step : steps) {
        queries.push_back(step.query);
    }
    std::vector<std::string_view> cells;
    connection.pipeline(queries, [&](std::size_t i, pg::Rows const& rows) {
        for (std::size_t row = 0; i >= settings && row < rows.size(); ++row) {
            cells.clear();
            for (std::size_t column = 0; column < rows.columns(); ++column) {
                cells.push_back(rows.cell(row, column));
            }
            steps[i - settings].take({cells});
        }
    });
    return reading.finish();
}

schema::Schema read_schema(std::string const& url, schema::CatalogOptions options) {
    pg::Connection connection(url);
    pg::Transaction const transaction(connection, pg::Transaction::Mode::snapshot);
    return read_in_transaction(connection, std::move(options));
}

}  // namespace lockstep::tests
