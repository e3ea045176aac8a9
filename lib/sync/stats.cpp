#include "sync/stats.hpp"

#include "sync/control.hpp"

namespace lockstep::sync {

namespace {

std::int64_t number(std::string_view text) {
    return text.empty() ? 0 : std::stoll(std::string(text));
}

}  // namespace

Stats Control::stats() {
    Stats stats;
    auto const counts =
        connection_.query(sql("SELECT count(*), count(*) FILTER (WHERE status = 'applied') FROM "
                              "public.schema_changes"));
    stats.attempts = number(counts.cell(0, 0));
    stats.applied = number(counts.cell(0, 1));
    auto const times = connection_.query(
        sql("SELECT p, 1000 * extract(epoch FROM percentile_disc(p) WITHIN GROUP (ORDER BY "
            "duration)) FROM public.schema_changes, unnest(ARRAY[0.5, 0.95, 0.99, 1]) p WHERE "
            "status = 'applied' AND duration IS NOT NULL GROUP BY p ORDER BY p"));
    for (std::size_t i = 0; i < times.size(); ++i) {
        stats.response_times.push_back(
            {std::stod(std::string(times.cell(i, 0))), std::stod(std::string(times.cell(i, 1)))});
    }
    auto const errors = connection_.query(
        sql("SELECT error_code, count(*) FROM public.schema_changes WHERE status = 'failed' AND "
            "error_code IS NOT NULL GROUP BY 1 ORDER BY 1"));
    for (std::size_t i = 0; i < errors.size(); ++i) {
        stats.errors.emplace(number(errors.cell(i, 0)), number(errors.cell(i, 1)));
    }
    constexpr auto most = 20;
    auto const projects = connection_.query(
        sql("SELECT project_id, count(*) FILTER (WHERE status = 'applied'), count(*) FILTER (WHERE "
            "status = 'failed') FROM public.schema_changes GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {}",
            lockstep::number(most)));
    for (std::size_t i = 0; i < projects.size(); ++i) {
        stats.projects.push_back({std::string(projects.cell(i, 0)), number(projects.cell(i, 1)),
                                  number(projects.cell(i, 2))});
    }
    return stats;
}

}  // namespace lockstep::sync
