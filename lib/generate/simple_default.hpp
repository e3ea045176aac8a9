#pragma once

#include <string>
#include <string_view>

namespace lockstep::generate {

/// A default that other systems can have as well.
struct SimpleDefault {
    enum class Kind { none, text, number, yes, no, now, uuid };
    Kind kind = Kind::none;
    std::string text;
};

/// `'a''b'::text`, `42`, `'-1'::integer`, `true`, `now()`, `gen_random_uuid()`; all else is none.
SimpleDefault simple_default(std::string_view expression);

}  // namespace lockstep::generate
