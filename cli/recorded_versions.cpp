#include "recorded_versions.hpp"

#include <pwd.h>
#include <unistd.h>

#include "diff/change.hpp"
#include "source/files.hpp"

namespace lockstep::cli {

namespace {

std::string login_name() {
    auto const* const entry = ::getpwuid(::geteuid());
    return entry == nullptr ? std::to_string(::geteuid()) : std::string(entry->pw_name);
}

}  // namespace

store::Versions versions_of(Session const& session) {
    return store::Versions(session.load_options().versions_folder);
}

std::string who_runs(Session const& session, std::string const& said) {
    if (!said.empty()) {
        return said;
    }
    auto const& environment = session.environment();
    auto const author = environment.find("GIT_AUTHOR_NAME");
    if (author != environment.end() && !author->second.empty()) {
        return author->second;
    }
    auto const name = source::git_setting("user.name").value_or("");
    return name.empty() ? login_name() : name;
}

store::Recorded record_version(Session const& session, schema::Schema const& schema,
                               std::string const& who) {
    return store::record(session.load_options().versions_folder, schema,
                         {.who = who_runs(session, who),
                          .now = now_text(),
                          .changes = [](schema::Schema const& before, schema::Schema const& after) {
                              return diff::diff(before, after).list.size();
                          }});
}

VersionChanges changes_of(store::Versions const& versions, std::vector<store::Version> const& list,
                          unsigned number) {
    VersionChanges made{.version = list.at(number - 1), .changes = {}};
    if (number > 1) {
        auto const before = versions.read(list.at(number - 2));
        auto const after = versions.read(made.version);
        for (auto const& change : diff::diff(before, after).list) {
            made.changes.push_back(diff::describe(change));
        }
    }
    return made;
}

}  // namespace lockstep::cli
