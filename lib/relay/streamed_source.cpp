#include "relay/streamed_source.hpp"

#include "base/text.hpp"
#include "relay/numbers.hpp"

namespace lockstep::relay {

namespace {

/// As the replication commands' grammar wants it, which knows no escapes but doubled quotes.
Sql quoted(std::string_view quote, std::string const& text) {
    std::string const mark(quote);
    return Sql::from_server(mark + replace_all(text, mark, mark + mark) + mark);
}

Sql option_list(std::vector<std::pair<std::string, std::string>> const& options) {
    std::vector<Sql> list;
    for (auto const& [name, value] : options) {
        list.push_back(sql("{} {}", quoted("\"", name), quoted("'", value)));
    }
    return comma_separated(list);
}

}  // namespace

StreamedSource::StreamedSource(SourceOptions const& options)
    : Source(options), stream_(options.url, source_connection(options)) {}

SourceFacts StreamedSource::server(std::uint32_t known) {
    auto const system = stream_.command(sql("IDENTIFY_SYSTEM"));
    SourceFacts facts{.system_identifier = std::string(system.cell(0, 0)),
                      .timeline = static_cast<std::uint32_t>(to_number(system.cell(0, 1))),
                      .written = to_lsn(system.cell(0, 2)),
                      .timelines = {}};
    if (facts.timeline != known && facts.timeline > 1) {
        auto const history = stream_.command(sql("TIMELINE_HISTORY {}", number(facts.timeline)));
        facts.timelines = read_timeline_history(history.cell(0, 1));
    }
    return facts;
}

std::chrono::milliseconds StreamedSource::sender_timeout() {
    auto const rows = stream_.command(
        sql("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'"));
    return std::chrono::milliseconds(to_number(rows.cell(0, 0)));
}

void StreamedSource::start(Lsn from) {
    // Unquoted, some names of slots would be keywords.
    stream_.start(sql("START_REPLICATION SLOT {} LOGICAL {} ({})", quoted("\"", options().slot),
                      Sql::from_server(to_string(from)), option_list(plugin_options())));
}

std::optional<Frame> StreamedSource::next() {
    auto const payload = stream_.next();
    return payload ? std::optional(decode_frame(*payload)) : std::nullopt;
}

void StreamedSource::send(StatusUpdate const& status) {
    auto const bytes = encode(status);
    stream_.send({bytes.data(), bytes.size()});
}

}  // namespace lockstep::relay
