#pragma once

#include <string>
#include <vector>

#include "generate/output_file.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// What is generated here: the config's targets. Where it has none, those that its `local_schemas`
/// speaks of: the version file, and with `auto_generate_code` the enums and classes.
std::vector<generate::Target> configured_targets(Session const& session);

/// Those that the names mean: of a template (also built-in ones that the config does not have), or
/// of an output. Patterns are good, too. Throws Error(not_found).
std::vector<generate::Target> targets_named(Session const& session,
                                            std::vector<generate::Target> const& configured,
                                            std::vector<std::string> const& names);

/// The targets as files. `all` are those that they import from.
std::vector<generate::OutputFile> make_files(Session const& session, schema::Schema const& schema,
                                             std::vector<generate::Target> const& targets,
                                             std::vector<generate::Target> const& all,
                                             bool takes_over);
generate::Generator generator_for(Session const& session, schema::Schema const& schema,
                                  std::vector<generate::Target> const& all);
generate::OutputOptions output_options(Session const& session);

/// Says what hinders files, and shows what would have been written. The first failure's code.
ExitCode report_failures(Globals const& globals, std::vector<generate::OutputFile> const& files);
/// A unified diff of all that is not as it should be.
std::string diff_of(std::vector<generate::OutputFile> const& files);
/// Writes what is stale, and says so. A file that cannot be written does not hinder the others.
ExitCode write_files(Globals const& globals, std::vector<generate::OutputFile>& files);

}  // namespace lockstep::cli
