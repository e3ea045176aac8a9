#include "plan/current_names.hpp"

#include "base/text.hpp"

namespace lockstep::plan {

using namespace schema;

std::string names_after_renames(Matched const& matched, Object const& object) {
    auto const packed = object.id.names.packed();
    for (auto whole = object.id.names.without_last(); !whole.empty();
         whole = whole.without_last()) {
        for (auto const& rename : matched.renames) {
            if (rename.before.object->id.names == whole) {
                auto names = std::string(rename.after.object->id.names.packed());
                return names.append(packed.substr(whole.packed().size()));
            }
        }
    }
    return std::string(packed);
}

std::string names_aside(std::string const& names) {
    constexpr std::size_t longest = 63;  // NAMEDATALEN - 1
    constexpr std::string_view ending = "__before";
    auto name = std::string(Names(names).back()).substr(0, longest - ending.size());
    while (!is_utf8(name)) {
        name.pop_back();
    }
    return std::string(Names(names).without_last().packed()) + pack({name + std::string(ending)});
}

}  // namespace lockstep::plan
