#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::script {

/// What a psql command means to a script that is only read for its schema.
enum class MetaCommand {
    ignored,  // display, timing, messages
    sends,    // \g: ends the statement
    separates,
    connects,
    includes,
    includes_relative,
    sets,
    encodes,
    quits,
    resets,
    stray_end_of_data,
    unsupported,
};

/// `name` without the backslash: "ir".
MetaCommand meta_command(std::string_view name);

/// The arguments of a psql command, quotes taken off. `rest` is the remainder of its line.
std::vector<std::string> meta_arguments(std::string_view rest);

}  // namespace lockstep::script
