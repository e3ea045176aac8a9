#include "support/alter.hpp"

#include <stdexcept>

#include "schema/kind.hpp"

namespace lockstep::tests {

using namespace schema;

std::string to_text(Statements const& statements) {
    std::string text;
    for (auto const& statement : statements) {
        text += (text.empty() ? "" : " ") + statement.text() + ";";
    }
    return text;
}

std::string altered(Alteration const& change) {
    auto const& kind = *change.after.id.kind;
    if (kind.must_be_remade != nullptr && kind.must_be_remade(change)) {
        return "anew";
    }
    auto const is_same_in = [&](Property const& property) {
        return change.before.get(property.name) == change.after.get(property.name);
    };
    Statements all;
    for (auto const& property : kind.properties) {
        if (!is_same_in(property) && property.release != nullptr) {
            auto const released = property.release(change);
            all.insert(all.end(), released.begin(), released.end());
        }
    }
    bool is_replaced = false;
    for (auto const& property : kind.properties) {
        if (is_same_in(property) || property.compare == Compare::never ||
            (!property.alter && is_replaced)) {
            continue;
        }
        is_replaced = is_replaced || property.alter == nullptr;
        auto const alter = property.alter != nullptr ? property.alter : kind.replace;
        auto const statements = alter == nullptr ? std::nullopt : alter(change);
        if (!statements) {
            return "anew";
        }
        all.insert(all.end(), statements->begin(), statements->end());
    }
    return to_text(all);
}

std::string altered(Kind const& kind, std::initializer_list<std::string_view> names,
                    Schema const& from, Schema const& to) {
    auto const packed = pack(names);
    auto const* const before = from.find(kind, Names(packed));
    auto const* const after = to.find(kind, Names(packed));
    if (before == nullptr || after == nullptr) {
        throw std::invalid_argument("there is no such object on both sides");
    }
    return altered({*before, *after, from, to});
}

std::string altered(Kind const& kind, std::initializer_list<std::string_view> names,
                    std::initializer_list<Set> before, std::initializer_list<Set> after,
                    int server_version) {
    auto from = Build().add(kind, names, before).schema();
    auto to = Build().add(kind, names, after).schema();
    from.server_version = to.server_version = server_version;
    return altered(kind, names, from, to);
}

}  // namespace lockstep::tests
