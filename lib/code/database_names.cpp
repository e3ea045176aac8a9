#include "code/database_names.hpp"

#include "base/text.hpp"
#include "code/projection_side.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

namespace {

using namespace schema;

/// No two names of a database are longer together, however it was built.
constexpr std::size_t longest = 512;

DatabaseName parted(std::string_view text, std::size_t dot) {
    return dot == std::string_view::npos
               ? DatabaseName{"public", std::string(text)}
               : DatabaseName{std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

/// Parted at the first dot, unless only another way makes it a name that is there.
template <typename IsThere>
DatabaseName parted(std::string_view text, IsThere const& is_there) {
    auto const first = text.find('.');
    auto usual = parted(text, first);
    if (first == std::string_view::npos || text.size() > longest || is_there(usual)) {
        return usual;
    }
    auto dot = first;
    do {
        dot = text.find('.', dot + 1);
        if (auto other = parted(text, dot); is_there(other)) {
            return other;
        }
    } while (dot != std::string_view::npos);
    return usual;
}

}  // namespace

DatabaseNames::DatabaseNames(Schema const& database) : database_(database) {
    for (auto const& object : database.objects) {
        if (object.id.kind == &kind::enum_type) {
            enums_.emplace(object.name(), &object);
        }
    }
}

Object const* DatabaseNames::find(DatabaseName const& name) const {
    auto const packed = pack({name.space, name.name});
    for (auto const& relation : relations()) {
        if (auto const* const found = database_.find(*relation.kind, Names(packed))) {
            return found;
        }
    }
    return nullptr;
}

Object const* DatabaseNames::column(Object const& relation, Kind const& kind,
                                    std::string_view name) const {
    auto const* const exact = database_.part(relation, kind, name);
    return exact != nullptr ? exact : database_.part(relation, kind, join(words_of(name), "_"));
}

DatabaseName DatabaseNames::of_relation(std::string_view text) const {
    return parted(text, [&](DatabaseName const& name) { return find(name) != nullptr; });
}

DatabaseName DatabaseNames::of_sqlite(std::string_view text) const {
    auto name = of_relation(text);
    if (find(name) != nullptr) {
        return name;
    }
    auto inner = of_relation(name.name);
    return find(inner) == nullptr ? std::move(name) : std::move(inner);
}

DatabaseName DatabaseNames::of_enum(Enum const& each) const {
    auto const is_there = [&](DatabaseName const& name) {
        auto const packed = pack({name.space, name.name});
        return database_.find(kind::enum_type, Names(packed)) != nullptr;
    };
    auto name = parted(each.type, is_there);
    if (each.in_any_space && !is_there(name) && enums_.count(name.name) == 1) {
        name.space = enums_.find(name.name)->second->id.names.front();
    }
    return name;
}

}  // namespace lockstep::code
